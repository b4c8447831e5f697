"""Packed text in memory: sheets of tokens, and the batches that training takes from them.

Imported by pack.py, train.py and evaluate.py; nothing to run here.
A row is a start (system message and passages) and branches (a question and its reply). Every branch sees the start and
itself, at the places that it would have if it stood alone; so eight questions cost little more than one.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

START, END, STOP = "<|im_start|>", "<|im_end|>", "<|endoftext|>"

# What a token belongs to.
EMPTY, BEGINNING, ASKED, REPLY = 0, 1, 2, 3


@dataclass(frozen=True)
class Sheets:
    """Every tensor is [sheets, length]; `replies` names stretches of the flattened sheets, for exams."""

    ids: Tensor
    places: Tensor
    rows: Tensor
    branches: Tensor
    kinds: Tensor
    replies: list[tuple[str, int, int]]

    @property
    def length(self) -> int:
        return self.ids.shape[1]


def write_sheets(path: Path, arrays: dict[str, np.ndarray], replies: list[tuple[str, int, int]]) -> None:
    np.savez(path, **arrays, replies=np.frombuffer(json.dumps(replies).encode(), np.uint8))


def read_sheets(paths: list[Path], device: str) -> Sheets:
    """The files' sheets one after another; stretches of replies are kept of the first file only."""
    files = [np.load(path) for path in paths]
    together = lambda name: torch.from_numpy(np.concatenate([file[name] for file in files]).astype(np.int32)).to(device)  # noqa: E731
    replies = [(stage, begin, end) for stage, begin, end in json.loads(files[0]["replies"].tobytes())]
    tensors = {name: together(name) for name in ("ids", "places", "rows", "branches", "kinds")}
    return Sheets(**tensors, replies=replies)


@dataclass(frozen=True)
class Batch:
    ids: Tensor
    places: Tensor
    mask: Tensor
    chosen: Tensor
    targets: Tensor
    weights: Tensor
    #: Which of the targets belong to a reply.
    reply: Tensor


def batch_of(sheets: Sheets, at: Tensor, start_weight: float, ask_weight: float) -> Batch:
    """The sheets with the numbers `at`: what may see what, and which tokens are to be foretold."""
    ids, places, rows = sheets.ids[at].long(), sheets.places[at].long(), sheets.rows[at]
    branches, kinds = sheets.branches[at], sheets.kinds[at]
    same = rows[:, :, None] == rows[:, None, :]
    seen = (branches[:, None, :] == 0) | (branches[:, :, None] == branches[:, None, :])
    ones = torch.ones(sheets.length, sheets.length, dtype=torch.bool, device=ids.device)
    mask = (same & seen & ones.tril()).unsqueeze(1)
    weight = torch.tensor([0.0, start_weight, ask_weight, 1.0], device=ids.device)[kinds.long()]
    # A token is foretold by the one before it in its branch; the first of a branch by nobody, since many share that place.
    ahead = (rows[:, 1:] == rows[:, :-1]) & (branches[:, 1:] == branches[:, :-1]) & (weight[:, 1:] > 0)
    chosen = torch.nn.functional.pad(ahead, (0, 1)).flatten().nonzero().squeeze(1)
    flat = chosen + 1
    return Batch(ids, places, mask, chosen, ids.flatten()[flat], weight.flatten()[flat], kinds.flatten()[flat] == REPLY)
