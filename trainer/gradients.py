"""The gradient of one step: sheet by sheet on a processor, on a graphics processor as many sheets at once as its memory holds.

Imported by run.py; nothing to run here. A graphics processor that is given one sheet at a time waits for Python most of the time.
"""

from contextlib import nullcontext
from dataclasses import dataclass

import torch
from peft import PeftModel
from torch import Tensor

from base import trainable
from examples import Row
from lora_linear import weights_stay
from sheets import STACK_WIDTH, Sheet, longest_first, sheets_of, stack_of, stacks_of, summed_loss, tokens_of, weight_of

#: Of the memory that is free; the rest is for what a measurement does not see, such as gaps between tensors.
USED_SHARE = 0.8
#: The optimiser's two averages and the gradient, of each number that is learnt.
BYTES_PER_TRAINED = 12


@dataclass
class Desk:
    """What sheets are laid on."""

    tuned: PeftModel
    device: torch.device
    #: Whether products are computed in bfloat16.
    is_half: bool
    sheet_tokens: int
    #: That a stack of sheets may have; 0: every sheet alone, in the order in which rows fill them.
    places: int = 0


def step_gradient(desk: Desk, rows: list[Row], total: float) -> Tensor:
    """Adds to the gradient and gives back the loss, without waiting for the device. What does not fit is laid on smaller stacks, from then on."""
    while True:
        try:
            return stacked_gradient(desk, rows, total)
        except torch.OutOfMemoryError:
            if desk.places <= desk.sheet_tokens:
                raise
        # Outside the handler: within, the error would hold the tensors of the failed attempt.
        desk.places //= 2
        clear(desk)


def stacked_gradient(desk: Desk, rows: list[Row], total: float) -> Tensor:
    stacks = stacks_of(rows, desk.sheet_tokens, desk.places) if desk.places > 0 else sheets_of(rows, desk.sheet_tokens)
    # All at once: the device is kept waiting once.
    moved = [stack.to(desk.device) for stack in stacks]
    loss = torch.zeros((), dtype=torch.float64, device=desk.device)
    with weights_stay(desk.tuned):
        for stack in moved:
            loss += backward(desk, stack, total)
    return loss


def backward(desk: Desk, sheet: Sheet, total: float) -> Tensor:
    with torch.autocast(desk.device.type, dtype=torch.bfloat16) if desk.is_half else nullcontext():
        loss = summed_loss(desk.tuned, sheet) / total
    loss.backward()
    return loss.detach()


def measure_places(desk: Desk, rows: list[Row]) -> None:
    """Learns one full sheet and forgets it: what it took says how many fit. Who lacks the memory for one learns so here."""
    if desk.device.type != "cuda":
        return
    sheet = fullest_sheet(rows, desk.sheet_tokens).to(desk.device)
    clear(desk)
    held = torch.cuda.memory_allocated(desk.device)
    torch.cuda.reset_peak_memory_stats(desk.device)
    with weights_stay(desk.tuned):
        backward(desk, sheet, 1.0)
    taken = torch.cuda.max_memory_allocated(desk.device) - held
    clear(desk)
    free, _ = torch.cuda.mem_get_info(desk.device)
    trained = sum(value.numel() for _, value in trainable(desk.tuned))
    desk.places = places_that_fit(free - BYTES_PER_TRAINED * trained, taken, sheet.ids.numel())


def places_that_fit(free: int, taken: int, places: int) -> int:
    """Where one sheet of so many places took so much."""
    return places * max(1, int(USED_SHARE * free / taken))


def fullest_sheet(rows: list[Row], sheet_tokens: int) -> Sheet:
    held: list[Row] = []
    for row in longest_first(rows):
        if not held or tokens_of(held) + len(row.ids) <= sheet_tokens:
            held.append(row)
    return stack_of([held], STACK_WIDTH)


def clear(desk: Desk) -> None:
    for value in desk.tuned.parameters():
        value.grad = None
    if desk.device.type == "cuda":
        torch.cuda.empty_cache()


def total_of(rows: list[Row]) -> float:
    return sum(weight_of(row) for row in rows)
