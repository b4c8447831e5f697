"""Turns rows of text into packed batches: several rows in one sequence, many questions behind one start.

Imported by train.py and evaluate.py; nothing to run here.
A row is a start (system message and passages) and branches (a question and its reply). Every branch sees the start and
itself, at the places that it would have if it stood alone; so eight questions cost little more than one.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

START, END, STOP = "<|im_start|>", "<|im_end|>", "<|endoftext|>"


@dataclass(frozen=True)
class Branch:
    ids: list[int]
    reply_from: int
    stage: str


@dataclass(frozen=True)
class Row:
    start: list[int]
    branches: list[Branch]

    @property
    def size(self) -> int:
        return len(self.start) + sum(len(branch.ids) for branch in self.branches)


def encode(tokenizer: Tokenizer, text: str) -> list[int]:
    return tokenizer.encode(text, add_special_tokens=False).ids


def encode_shared(tokenizer: Tokenizer, row: dict) -> Row:
    """A row of write-shared-text.ts."""
    system = f"{START}system\n{row['system']}{END}\n" if row.get("system") else ""
    start = encode(tokenizer, f"{system}{START}user\n{row['passages']}")
    branches = []
    for branch in row["branches"]:
        ask = encode(tokenizer, f"{branch['ask']}{END}\n{START}assistant\n")
        reply = encode(tokenizer, f"{branch['reply']}{END}\n")
        refused = "-refused" if branch["reply"].startswith("I don't know") else ""
        branches.append(Branch(ask + reply, len(ask), row["stage"] + refused))
    return Row(start, branches)


def encode_messages(tokenizer: Tokenizer, row: dict) -> Row:
    """A row of the world's own training text: one conversation, or plain text."""
    if "text" in row:
        ids = encode(tokenizer, f"{row['text']}{STOP}")
        return Row([], [Branch(ids, 1, "text")])
    *before, last = row["messages"]
    head = "".join(f"{START}{m['role']}\n{m['content']}{END}\n" for m in before)
    ask = encode(tokenizer, f"{head}{START}assistant\n")
    return Row([], [Branch(ask + encode(tokenizer, f"{last['content']}{END}\n"), len(ask), row["stage"])])


def read_rows(path: Path, tokenizer: Tokenizer, skip: int = 0) -> Iterator[Row]:
    """The file's rows over and over, beginning after `skip` of them."""
    while True:
        with path.open(encoding="utf8") as file:
            for number, line in enumerate(file):
                if number < skip:
                    continue
                row = json.loads(line)
                yield encode_shared(tokenizer, row) if "branches" in row else encode_messages(tokenizer, row)
        skip = 0


def repeats(vocab: int, shortest: int, longest: int, random: np.random.Generator) -> Iterator[Row]:
    """Random tokens said twice: the smallest lesson in copying."""
    while True:
        ids = random.integers(3, vocab, random.integers(shortest, longest + 1)).tolist()
        yield Row([], [Branch(ids + ids, len(ids) + 1, "repeat")])


@dataclass
class Sheet:
    """One sequence while it is being filled."""

    length: int
    ids: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    branches: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    stages: list[tuple[str, int, int]] = field(default_factory=list)
    count: int = 0

    @property
    def room(self) -> int:
        return self.length - len(self.ids)

    def add(self, row: Row, start_weight: float, ask_weight: float) -> None:
        """Puts the row in, without the branches for which there is no room."""
        self.count += 1
        self.piece(row.start, 0, 0, [start_weight] * len(row.start))
        for number, branch in enumerate(row.branches, 1):
            if len(branch.ids) > self.room:
                continue
            asked = [ask_weight] * branch.reply_from
            begin = len(self.ids)
            self.piece(branch.ids, len(row.start), number, asked + [1.0] * (len(branch.ids) - branch.reply_from))
            self.stages.append((branch.stage, begin + branch.reply_from, len(self.ids)))

    def piece(self, ids: list[int], place: int, branch: int, weights: list[float]) -> None:
        self.ids += ids
        self.places += range(place, place + len(ids))
        self.rows += [self.count] * len(ids)
        self.branches += [branch] * len(ids)
        self.weights += weights

    def fits(self, row: Row) -> bool:
        """True when the start and at least half of what follows go in."""
        return len(row.start) + (row.size - len(row.start)) * 0.5 <= self.room and row.size - len(row.start) > 0


@dataclass(frozen=True)
class Batch:
    ids: Tensor
    places: Tensor
    mask: Tensor
    chosen: Tensor
    targets: Tensor
    weights: Tensor
    replies: list[tuple[str, int, int]]


def pack(rows: Iterator[Row], length: int, count: int, weights: tuple[float, float]) -> Iterator[Batch]:
    """Batches of `count` sequences; a row that does not fit waits for the next sequence."""
    waiting: list[Row] = []
    while True:
        sheets = []
        for _ in range(count):
            sheet = Sheet(length)
            while sheet.room > 24:
                while len(waiting) < 16:
                    waiting.append(next(rows))
                at = next((at for at, row in enumerate(waiting) if sheet.fits(row)), None)
                if at is not None:
                    sheet.add(waiting.pop(at), *weights)
                elif sheet.count == 0:
                    waiting.pop(0)  # too long for any sequence
                else:
                    break
            sheets.append(sheet)
        yield finish(sheets)


def finish(sheets: list[Sheet]) -> Batch:
    """Pads the sheets and says what may see what, and which tokens are to be foretold."""
    length = sheets[0].length
    fill = lambda values, empty: np.array([v + [empty] * (length - len(v)) for v in values])  # noqa: E731
    ids = torch.from_numpy(fill([s.ids for s in sheets], 0))
    places = torch.from_numpy(fill([s.places for s in sheets], 0))
    rows = torch.from_numpy(fill([s.rows for s in sheets], 0))
    branches = torch.from_numpy(fill([s.branches for s in sheets], 0))
    weights = torch.from_numpy(fill([s.weights for s in sheets], 0.0)).float()
    same = rows[:, :, None] == rows[:, None, :]
    seen = (branches[:, None, :] == 0) | (branches[:, :, None] == branches[:, None, :])
    mask = (same & seen & torch.ones(length, length, dtype=torch.bool).tril()).unsqueeze(1)
    # A token is foretold by the one before it in its branch; the first of a branch by nobody, since many share that place.
    ahead = (rows[:, 1:] == rows[:, :-1]) & (branches[:, 1:] == branches[:, :-1]) & (weights[:, 1:] > 0)
    chosen = torch.nn.functional.pad(ahead, (0, 1)).flatten().nonzero().squeeze(1)
    replies = [
        (stage, at * length + begin - 1, at * length + end - 1) for at, s in enumerate(sheets) for stage, begin, end in s.stages
    ]
    return Batch(ids, places, mask, chosen, ids.flatten()[chosen + 1], weights.flatten()[chosen + 1], replies)
