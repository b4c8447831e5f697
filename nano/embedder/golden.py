"""Writes src/engines/static/golden-rows.txt: what Hugging Face's tokenizer makes of 10,000 random strings of mixed scripts.

    python golden.py --vocabulary ../../models/embedder/vocabulary.txt --out ../../src/engines/static/golden-rows.txt

Each line is the first 8 hex digits of the SHA-256 of one string's rows, written with commas. The strings are made here
and in create-word-piece.test.ts by the same seeded generator.
"""

import argparse
import hashlib
from collections.abc import Callable
from pathlib import Path

from words import wordpiece

COUNT = 10_000
SEED = 20_261_125
# First and last code point: Latin with its marks, Greek, Cyrillic, Hebrew, Arabic, Indic, Thai, Hangul, kana, ideographs,
# punctuation, symbols, emoji, mathematical letters, private use, and every plane at random.
SCRIPTS = [
    (0x20, 0x7E), (0x20, 0x7E), (0x00, 0x24F), (0x250, 0x36F), (0x370, 0x3FF), (0x400, 0x52F), (0x590, 0x5FF),
    (0x600, 0x6FF), (0x900, 0xDFF), (0xE00, 0xEFF), (0x10A0, 0x13FF), (0x1E00, 0x1FFF), (0x2000, 0x206F),
    (0x2070, 0x2BFF), (0x3000, 0x30FF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xE000, 0xF8FF), (0xF900, 0xFFFD),
    (0x1D400, 0x1D7FF), (0x1F300, 0x1FAFF), (0x20000, 0x2FA1F), (0xE0000, 0xE01EF), (0x10000, 0x10FFFF),
]


def seeded_random(seed: int) -> Callable[[], float]:
    """mulberry32, as in src/core/runtime.ts."""
    state = seed & 0xFFFFFFFF

    def draw() -> float:
        nonlocal state
        state = (state + 0x6D2B79F5) & 0xFFFFFFFF
        mixed = ((state ^ (state >> 15)) * (1 | state)) & 0xFFFFFFFF
        mixed = ((mixed + (((mixed ^ (mixed >> 7)) * (61 | mixed)) & 0xFFFFFFFF)) & 0xFFFFFFFF) ^ mixed
        return ((mixed ^ (mixed >> 14)) & 0xFFFFFFFF) / 4294967296

    return draw


def random_string(draw: Callable[[], float], entries: list[str]) -> str:
    """Up to 24 parts: a character of any script, a vocabulary entry, or a space."""
    parts = []
    for _ in range(1 + int(draw() * 24)):
        kind = draw()
        if kind < 0.2:
            parts.append(entries[int(draw() * len(entries))])
        elif kind < 0.4:
            parts.append(" ")
        else:
            first, last = SCRIPTS[int(draw() * len(SCRIPTS))]
            parts.append(chr(first + int(draw() * (last - first + 1))))
    return "".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("vocabulary", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args()
    entries = given.vocabulary.read_text("utf8").split("\n")[:-1]
    tokenizer = wordpiece(entries)
    draw = seeded_random(SEED)
    lines = []
    for _ in range(COUNT):
        rows = tokenizer.encode(random_string(draw, entries), add_special_tokens=False).ids
        lines.append(hashlib.sha256(",".join(map(str, rows)).encode()).hexdigest()[:8])
    given.out.write_text("\n".join(lines) + "\n", "utf8")


if __name__ == "__main__":
    main()
