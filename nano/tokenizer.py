"""Trains nano's byte-level BPE on the world's text: `python nano/tokenizer.py --text FILE --vocab 4096 --out models/nano/tokenizer.json`.

The text is split by the expression that llama.cpp knows as `qwen2` (each digit on its own), so that a GGUF file splits as we do.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

SPLIT = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
SPECIALS = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")


def texts(path: Path) -> Iterator[str]:
    """Everything that a row says, without the marks of the chat form."""
    for line in path.open(encoding="utf8"):
        row = json.loads(line)
        if "text" in row:
            yield row["text"]
        for message in row.get("messages", ()):
            yield message["content"]
        if "branches" in row:
            yield row["passages"]
            yield row.get("system") or ""
            yield from (branch[part] for branch in row["branches"] for part in ("ask", "reply"))


def train_tokenizer(path: Path, vocab: int) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(SPLIT), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocab - len(SPECIALS),
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts(path), trainer)
    tokenizer.add_special_tokens([AddedToken(special, special=True, normalized=False) for special in SPECIALS])
    return tokenizer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--vocab", type=int, default=4096)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    tokenizer = train_tokenizer(options.text, options.vocab)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(options.out))
    print(json.dumps({"event": "tokenizer", "vocab": tokenizer.get_vocab_size(), "file": str(options.out)}))


if __name__ == "__main__":
    main()
