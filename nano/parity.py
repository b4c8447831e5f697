"""Writes what PyTorch, Hugging Face's tokenizers and Jinja give:
`python nano/parity.py --strings FILE --prompts FILE --golden test/golden/nano`.

With `--as-llama FOLDER` it first writes nano there as a Llama model, without the norms of its heads, and describes that one,
so that the other architecture's conversion can be checked too. The strings come from
`node bench/weights/write-strings.ts`, the prompts are exam rows. TypeScript and llama.cpp are held against these files by
src/weights/*.test.ts and bench/weights/llama-parity.ts.
"""

import argparse
import hashlib
import json
from pathlib import Path

import jinja2
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from export import load_public

NANO = Path("models/nano")
SHOWN = 20


def write_tokens(strings: list[str], tokenizer: Tokenizer, golden: Path) -> None:
    ids = [tokenizer.encode(text, add_special_tokens=False).ids for text in strings]
    lines = "\n".join(",".join(map(str, row)) for row in ids)
    digest = hashlib.sha256(lines.encode()).hexdigest()
    shown = [{"text": text, "ids": row} for text, row in zip(strings[:SHOWN], ids, strict=False)]
    write_lines(golden / "tokens.jsonl", [{"count": len(strings), "sha256": digest}, *shown])


def write_lines(path: Path, rows: list[dict]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def write_chats(rows: list[dict], folder: Path, golden: Path) -> None:
    template = jinja2.Environment().from_string((folder / "chat_template.jinja").read_text())
    odd = [[], [{"role": "user", "content": " spaces kept \n\n"}], [{"role": "user", "content": "ü {{ x }} <b> \"q\" 'a'"}]]
    chats = [
        {"turns": turns, "reply": reply, "text": template.render(messages=turns, add_generation_prompt=reply)}
        for turns in [*odd, *(row["messages"] for row in rows[:4])]
        for reply in (True, False)
    ]
    write_lines(golden / "chats.jsonl", chats)


@torch.no_grad()
def write_top(rows: list[dict], tokenizer: Tokenizer, folder: Path, golden: Path) -> None:
    model = load_public(folder)
    template = jinja2.Environment().from_string((folder / "chat_template.jinja").read_text())
    found = []
    for row in rows:
        prompt = template.render(messages=row["messages"], add_generation_prompt=True) + row["begun"]
        ids = torch.tensor([tokenizer.encode(prompt, add_special_tokens=False).ids])
        chances = model.logits(model(ids, torch.arange(ids.shape[1])[None])[0, -1]).log_softmax(-1)
        top = chances.topk(5)
        best = [[token, round(value, 5)] for token, value in zip(top.indices.tolist(), top.values.tolist(), strict=True)]
        found.append({"prompt": prompt, "tokens": ids.shape[1], "top": best})
    write_lines(golden / "top.jsonl", found)


def write_as_llama(folder: Path) -> None:
    """nano's own weights with the heads' norms left out: of no use but to compare numbers."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("tokenizer.json", "chat_template.jinja"):
        (folder / name).write_text((NANO / name).read_text())
    config = json.loads((NANO / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "model_type": "llama"}))
    tensors = load_file(NANO / "model.safetensors")
    save_file(
        {name: t for name, t in tensors.items() if not name.endswith(("q_norm.weight", "k_norm.weight"))},
        folder / "model.safetensors",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strings", type=Path, required=True)
    parser.add_argument("--prompts", type=Path, required=True)
    parser.add_argument("--golden", type=Path, required=True)
    parser.add_argument("--as-llama", type=Path)
    options = parser.parse_args()
    torch.set_num_threads(1)
    folder: Path = options.as_llama or NANO
    if options.as_llama:
        write_as_llama(folder)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    rows = [json.loads(line) for line in options.prompts.open()]
    # Half of the prompts stop within the reply, where copying is going on.
    rows = [{**row, "begun": row["reference"][: at % 2 * 24]} for at, row in enumerate(rows)]
    options.golden.mkdir(parents=True, exist_ok=True)
    write_tokens(json.loads(options.strings.read_text()), tokenizer, options.golden)
    write_chats(rows, folder, options.golden)
    write_top(rows, tokenizer, folder, options.golden)
    print(json.dumps({"event": "golden", "folder": str(options.golden)}))


if __name__ == "__main__":
    main()
