"""Turns rows of text into packed sheets of tokens:
`python nano/pack.py --tokenizer models/nano/tokenizer.json --length 768 --out main.0.npz main.0.jsonl`.

Reads the rows of lab/world/write-shared-text.ts and write-training-text.ts. A row that does not fit waits for the next sheet.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from data import ASKED, BEGINNING, EMPTY, END, REPLY, START, STOP, write_sheets

WAITING = 48
AT_ONCE = 2000


@dataclass(frozen=True)
class Branch:
    ids: list[int]
    reply_from: int
    stage: str


@dataclass(frozen=True)
class Row:
    start: list[int]
    branches: list[Branch]
    size: int


def texts_of(row: dict) -> tuple[str, list[tuple[str, str, str]]]:
    """The start, and what each branch asks, replies and is called."""
    if "text" in row:
        return "", [("", f"{row['text']}{STOP}", "text")]
    if "messages" in row:
        *before, last = row["messages"]
        head = "".join(f"{START}{m['role']}\n{m['content']}{END}\n" for m in before)
        return "", [(f"{head}{START}assistant\n", f"{last['content']}{END}\n", row["stage"])]
    system = f"{START}system\n{row['system']}{END}\n" if row.get("system") else ""
    branches = []
    for branch in row["branches"]:
        refused = "-refused" if branch["reply"].startswith("I don't know") else ""
        branches.append((f"{branch['ask']}{END}\n{START}assistant\n", f"{branch['reply']}{END}\n", row["stage"] + refused))
    return f"{system}{START}user\n{row['passages']}", branches


def read_rows(path: Path, tokenizer: Tokenizer) -> Iterator[Row]:
    """Tokenises many rows at once: single calls take three times as long."""
    with path.open(encoding="utf8") as file:
        while lines := list(islice(file, AT_ONCE)):
            rows = [texts_of(json.loads(line)) for line in lines]
            texts = [text for start, branches in rows for text in (start, *(t for b in branches for t in b[:2]))]
            encoded = iter(tokenizer.encode_batch_fast(texts, add_special_tokens=False))
            for _, branches in rows:
                start = next(encoded).ids
                found = []
                for *_, stage in branches:
                    ask, reply = next(encoded).ids, next(encoded).ids
                    found.append(Branch(ask + reply, len(ask), stage))
                yield Row(start, found, len(start) + sum(len(branch.ids) for branch in found))


@dataclass
class Sheet:
    """One sequence while it is being filled."""

    length: int
    columns: dict[str, list[int]] = field(
        default_factory=lambda: {n: [] for n in ("ids", "places", "rows", "branches", "kinds")}
    )
    replies: list[tuple[str, int, int]] = field(default_factory=list)
    count: int = 0

    @property
    def room(self) -> int:
        return self.length - len(self.columns["ids"])

    def add(self, row: Row) -> None:
        """Puts the row in, without the branches for which there is no room."""
        self.count += 1
        self.piece(row.start, 0, 0, [BEGINNING] * len(row.start))
        for number, branch in enumerate(row.branches, 1):
            if len(branch.ids) > self.room:
                continue
            begin = self.length - self.room
            kinds = [ASKED] * branch.reply_from + [REPLY] * (len(branch.ids) - branch.reply_from)
            self.piece(branch.ids, len(row.start), number, kinds)
            self.replies.append((branch.stage, begin + branch.reply_from, self.length - self.room))

    def piece(self, ids: list[int], place: int, branch: int, kinds: list[int]) -> None:
        columns = self.columns
        columns["ids"] += ids
        columns["places"] += range(place, place + len(ids))
        columns["rows"] += [self.count] * len(ids)
        columns["branches"] += [branch] * len(ids)
        columns["kinds"] += kinds

    def fits(self, row: Row) -> bool:
        """True when the start and at least half of what follows go in."""
        return len(row.start) + (row.size - len(row.start)) * 0.5 <= self.room and row.size > len(row.start)


def fill(rows: Iterator[Row], length: int) -> Iterator[Sheet]:
    waiting = list(islice(rows, WAITING))
    while waiting:
        sheet = Sheet(length)
        while sheet.room > 24:
            at = next((at for at, row in enumerate(waiting) if sheet.fits(row)), None)
            if at is None:
                break
            sheet.add(waiting.pop(at))
            waiting += islice(rows, 1)
        if sheet.count == 0:
            waiting.pop(0)  # too long for any sheet
            waiting += islice(rows, 1)
        else:
            yield sheet


TYPES = {"ids": np.uint16, "places": np.uint16, "rows": np.uint8, "branches": np.uint8, "kinds": np.uint8}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--length", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most", type=int, help="so many sheets at most")
    options = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(options.tokenizer))
    found: dict[str, list[np.ndarray]] = {name: [] for name in TYPES}
    replies: list[tuple[str, int, int]] = []
    for number, sheet in enumerate(islice(fill(read_rows(options.texts, tokenizer), options.length), options.most)):
        for name, values in sheet.columns.items():
            found[name].append(np.array(values + [EMPTY] * (options.length - len(values)), TYPES[name]))
        replies += [(stage, number * options.length + a - 1, number * options.length + b - 1) for stage, a, b in sheet.replies]
    arrays = {name: np.stack(columns) for name, columns in found.items()}
    write_sheets(options.out, arrays, replies)
    full = float((arrays["rows"] > 0).mean())
    print(json.dumps({"event": "packed", "sheets": len(arrays["ids"]), "tokens": arrays["ids"].size, "full": round(full, 3)}))


if __name__ == "__main__":
    main()
