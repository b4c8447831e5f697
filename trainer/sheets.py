"""Lays rows side by side in sheets, so that little is padded and no row sees another; and the loss over them.

Imported by run.py; nothing to run here.
"""

from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.utils.checkpoint import checkpoint

from examples import Row

#: Logits of so many bytes are held at once; what is beyond is computed in parts, and again on the way back.
LOGIT_BYTES = 256_000_000
#: Numbers of 32 bits, as JavaScript multiplies them.
WORD = 0xFFFFFFFF


@dataclass(frozen=True)
class Sheet:
    """Rows in a line: each begins at position 0 and sees itself only."""

    ids: Tensor
    positions: Tensor
    #: True where a token may look; nothing where the sheet holds one row, and every earlier token may be seen.
    mask: Tensor | None
    #: Places whose next token is to be predicted, that token, and how much it counts.
    places: Tensor
    targets: Tensor
    weights: Tensor

    def to(self, device: torch.device) -> "Sheet":
        parts = (self.ids, self.positions, self.mask, self.places, self.targets, self.weights)
        return Sheet(*(None if part is None else part.to(device) for part in parts))


def batches_of(rows: int, batch_size: int, epochs: int, seed: int, shuffle: bool) -> list[list[int]]:
    """Row numbers of each step: every row once an epoch, in an order that the seed fixes."""
    batches: list[list[int]] = []
    for epoch in range(epochs):
        order = order_of(rows, seed, epoch) if shuffle else list(range(rows))
        batches += [order[at : at + batch_size] for at in range(0, rows, batch_size)]
    return batches


def order_of(rows: int, seed: int, epoch: int) -> list[int]:
    """The very order of src/trainers/builtin/rows/plan-steps.ts: from one seed both trainers see the same rows at the same step."""
    state = (seed * 0x9E3779B1 ^ (epoch + 1) * 0x85EBCA6B) & WORD
    order = list(range(rows))
    for at in range(rows - 1, 0, -1):
        state = (state + 0x6D2B79F5) & WORD
        mixed = (state ^ state >> 15) * (1 | state) & WORD
        mixed = (mixed + ((mixed ^ mixed >> 7) * (61 | mixed) & WORD) & WORD) ^ mixed
        other = int(((mixed ^ mixed >> 14) & WORD) / 2**32 * (at + 1))
        order[at], order[other] = order[other], order[at]
    return order


def sheets_of(rows: list[Row], sheet_tokens: int) -> list[Sheet]:
    """First fit, longest first; a row that is longer than a sheet has one to itself."""
    filled: list[list[Row]] = []
    for row in sorted(rows, key=lambda row: -len(row.ids)):
        room = next((held for held in filled if sum(len(one.ids) for one in held) + len(row.ids) <= sheet_tokens), None)
        if room is None:
            filled.append([row])
        else:
            room.append(row)
    return [sheet_of(held) for held in filled]


def sheet_of(rows: list[Row]) -> Sheet:
    lengths = torch.tensor([len(row.ids) for row in rows])
    ids = torch.tensor([token for row in rows for token in row.ids])
    positions = torch.cat([torch.arange(len(row.ids)) for row in rows])
    # A row's first token is never predicted, least of all from the row before it.
    weights = torch.tensor([row.weight * learnt if at > 0 else 0.0 for row in rows for at, learnt in enumerate(row.learnt)])
    targets = weights.nonzero()[:, 0]
    return Sheet(
        ids[None], positions[None], block_mask(lengths), places=targets - 1, targets=ids[targets], weights=weights[targets]
    )


def block_mask(lengths: Tensor) -> Tensor | None:
    if len(lengths) == 1:
        return None
    row = torch.arange(len(lengths)).repeat_interleave(lengths)
    return ((row[:, None] == row[None]) & torch.ones(len(row), len(row), dtype=torch.bool).tril())[None, None]


def weight_of(row: Row) -> float:
    return row.weight * sum(row.learnt[1:])


def summed_loss(tuned: Any, sheet: Sheet) -> Tensor:
    """Weighted sum over what is learnt; logits are computed nowhere else."""
    model = tuned.get_base_model()
    hidden = model.base_model(
        input_ids=sheet.ids, position_ids=sheet.positions, attention_mask=sheet.mask, use_cache=False
    ).last_hidden_state[0]
    wanted = hidden[sheet.places]
    head = model.get_output_embeddings()
    at_once = max(1, LOGIT_BYTES // (4 * model.config.vocab_size))
    if len(wanted) <= at_once:
        return part_loss(head, wanted, sheet.targets, sheet.weights)
    parts = zip(*(part.split(at_once) for part in (wanted, sheet.targets, sheet.weights)), strict=True)
    return torch.stack([checkpoint(part_loss, head, *part, use_reentrant=False) for part in parts]).sum()


def part_loss(head: Any, hidden: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
    return (F.cross_entropy(head(hidden).float(), targets, reduction="none") * weights).sum()
