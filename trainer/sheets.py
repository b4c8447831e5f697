"""Lays rows side by side in sheets, and sheets on stacks, so that little is padded and no row sees another; and the loss over them.

Imported by run.py and gradients.py; nothing to run here.
"""

import math
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
#: Sheets are stacked where the shortest has at least this part of the longest: what it lacks is padded.
ALIKE = 0.85
#: Widths of stacks are multiples of it: attention on graphics processors would pad the mask anew in each layer.
STACK_WIDTH = 16


@dataclass(frozen=True)
class Sheet:
    """Rows in a line: each begins at position 0 and sees itself only. Or several such lines on a stack, all of the width of the longest."""

    ids: Tensor
    positions: Tensor
    #: The row of each place; nothing where each line holds one row, and every earlier token may be seen.
    rows: Tensor | None
    #: Places whose next token is to be predicted, counted from line to line, that token, and how much it counts.
    places: Tensor
    targets: Tensor
    weights: Tensor

    def to(self, device: torch.device) -> "Sheet":
        parts = (self.ids, self.positions, self.rows, self.places, self.targets, self.weights)
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
    for row in longest_first(rows):
        room = next((held for held in filled if tokens_of(held) + len(row.ids) <= sheet_tokens), None)
        if room is None:
            filled.append([row])
        else:
            room.append(row)
    return [stack_of([held]) for held in filled]


def stacks_of(rows: list[Row], sheet_tokens: int, places: int) -> list[Sheet]:
    """Sheets of about one length on stacks of at most so many places; a stack of one sheet may have more."""
    stacks: list[list[list[Row]]] = []
    width = 0
    for held in sorted(even_sheets(rows, sheet_tokens), key=tokens_of, reverse=True):
        if stacks and tokens_of(held) >= ALIKE * width and (len(stacks[-1]) + 1) * width <= places:
            stacks[-1].append(held)
        else:
            stacks.append([held])
            width = up_to(STACK_WIDTH, tokens_of(held))
    return [stack_of(held, STACK_WIDTH) for held in stacks]


def even_sheets(rows: list[Row], sheet_tokens: int) -> list[list[Row]]:
    """As few sheets as the tokens fill, and each row on the emptiest: sheets of one length waste nothing on a stack."""
    least = math.ceil(tokens_of(rows) / sheet_tokens) if sheet_tokens > 0 else len(rows)
    filled: list[list[Row]] = [[] for _ in range(least)]
    for row in longest_first(rows):
        room = min(filled, key=tokens_of)
        if not room or tokens_of(room) + len(row.ids) <= sheet_tokens:
            room.append(row)
        else:
            filled.append([row])
    return [held for held in filled if held]


def longest_first(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: -len(row.ids))


def tokens_of(rows: list[Row]) -> int:
    return sum(len(row.ids) for row in rows)


def up_to(step: int, number: int) -> int:
    return -(-number // step) * step


def stack_of(lines: list[list[Row]], step: int = 1) -> Sheet:
    width = up_to(step, max(tokens_of(rows) for rows in lines))
    rest = [width - tokens_of(rows) for rows in lines]
    ids = torch.tensor([[token for row in rows for token in row.ids] + [0] * pad for rows, pad in zip(lines, rest, strict=True)])
    # A row's first token is never predicted, least of all from the row before it.
    weights = torch.tensor(
        [
            [row.weight * learnt if at > 0 else 0.0 for row in rows for at, learnt in enumerate(row.learnt)] + [0.0] * pad
            for rows, pad in zip(lines, rest, strict=True)
        ]
    )
    targets = weights.flatten().nonzero()[:, 0]
    # What is padded goes on where a line has one row, for no earlier token sees it; else it is a row of its own, from which nothing is learnt.
    alone = all(len(rows) == 1 for rows in lines)
    lengths = [[width] if alone else [len(row.ids) for row in rows] + [pad] for rows, pad in zip(lines, rest, strict=True)]
    positions = torch.stack([torch.cat([torch.arange(length) for length in line]) for line in lengths])
    numbers = torch.stack([torch.arange(len(line)).repeat_interleave(torch.tensor(line)) for line in lengths])
    return Sheet(
        ids,
        positions,
        None if alone else numbers,
        places=targets - 1,
        targets=ids.flatten()[targets],
        weights=weights.flatten()[targets],
    )


def block_mask(rows: Tensor) -> Tensor:
    """True where a token may look. On a graphics processor already in the form that attention would give it in every layer."""
    width = rows.shape[1]
    earlier = torch.ones(width, width, dtype=torch.bool, device=rows.device).tril()
    seen = ((rows[:, :, None] == rows[:, None]) & earlier)[:, None]
    if not (rows.is_cuda and torch.is_autocast_enabled("cuda")):
        return seen
    dtype = torch.get_autocast_dtype("cuda")
    return torch.zeros(seen.shape, dtype=dtype, device=rows.device).masked_fill_(~seen, torch.finfo(dtype).min)


def weight_of(row: Row) -> float:
    return row.weight * sum(row.learnt[1:])


def summed_loss(tuned: Any, sheet: Sheet) -> Tensor:
    """Weighted sum over what is learnt; logits are computed nowhere else."""
    model = tuned.get_base_model()
    mask = None if sheet.rows is None else block_mask(sheet.rows)
    hidden = model.base_model(
        input_ids=sheet.ids, position_ids=sheet.positions, attention_mask=mask, use_cache=False
    ).last_hidden_state
    wanted = hidden.flatten(0, 1)[sheet.places]
    head = model.get_output_embeddings()
    at_once = max(1, LOGIT_BYTES // (4 * model.config.vocab_size))
    if len(wanted) <= at_once:
        return part_loss(head, wanted, sheet.targets, sheet.weights)
    parts = zip(*(part.split(at_once) for part in (wanted, sheet.targets, sheet.weights)), strict=True)
    return torch.stack([checkpoint(part_loss, head, *part, use_reentrant=False) for part in parts]).sum()


def part_loss(head: Any, hidden: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
    return (F.cross_entropy(head(hidden).float(), targets, reduction="none") * weights).sum()
