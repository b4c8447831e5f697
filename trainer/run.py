"""One training run from its settings to an adapter: prepares, goes on from the newest checkpoint, learns, writes.

Imported by main.py; nothing to run here.
"""

import math
import os
import platform
import time
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import peft
import torch
import transformers
from peft import PeftModel
from torch.optim import AdamW

from base import (
    add_adapter,
    choose_device,
    choose_dtype,
    choose_sheet_tokens,
    load_adapter,
    load_base,
    load_tokenizer,
    seed_everything,
    trainable,
)
from channel import Channel
from checkpoints import hash_of, load_state, newest_checkpoint, save_checkpoint, write_adapter
from errors import TrainerError, invalid
from examples import Row, file_hash, neutral_rows, read_rows, stop_ids_of, template_hash
from gradients import Desk, measure_places, step_gradient, total_of
from lora_linear import make_quick
from quick_norm import make_norms_quick
from settings import Settings
from sheets import batches_of, sheets_of, summed_loss
from world import World

#: Of a text that must not be forgotten, so many tokens are looked at.
NEUTRAL_TOKENS = 256
#: Likeliest tokens whose probabilities are compared with the base model's.
COMPARED = 5


@dataclass
class Run:
    """What a run works with; there is a loss for each finished step."""

    settings: Settings
    channel: Channel | None
    world: World
    desk: Desk
    optimiser: AdamW
    rows: list[Row]
    neutral: list[Row]
    batches: list[list[int]]
    fingerprint: str
    losses: list[float] = field(default_factory=list)

    @property
    def device(self) -> torch.device:
        return self.desk.device

    @property
    def tuned(self) -> PeftModel:
        return self.desk.tuned

    @property
    def parameters(self) -> list[torch.nn.Parameter]:
        """That are learnt, in the optimiser's order."""
        return self.optimiser.param_groups[0]["params"]

    @property
    def step(self) -> int:
        return len(self.losses)

    @property
    def root(self) -> Path:
        return Path(self.settings.folder) / "checkpoints"


def train(settings: Settings, channel: Channel | None, world: World) -> None:
    """Without a channel: one of the processes that help the one that has it."""
    torch.set_num_threads(settings.threads)
    began = time.monotonic()
    run, facts = prepare(settings, channel, world)
    before = neutral_loss(run, with_adapter=False)
    rehearse_end(run)
    measure_places(run.desk, run.rows)
    resume(run)
    told = {"step": run.step, "tokensAtOnce": tokens_at_once(run), "loadSeconds": time.monotonic() - began}
    tell(run, "ready", facts=facts | told)
    used = learn(run)
    if used is not None:
        load_adapter(run.tuned, used)
    if world.rank == 0:
        finish(run, before)
    world.wait()


def tell(run: Run, kind: str, **fields: Any) -> None:
    if run.channel is not None:
        run.channel.send(kind, **fields)


def tokens_at_once(run: Run) -> int:
    """What the memory was found to hold, or what a sheet holds."""
    return run.desk.places or run.desk.sheet_tokens


def prepare(settings: Settings, channel: Channel | None, world: World) -> tuple[Run, dict[str, Any]]:
    device = choose_device(settings, world.rank)
    sheet_tokens = choose_sheet_tokens(settings, device)
    settings = replace(settings, sheet_tokens=sheet_tokens)
    torch.use_deterministic_algorithms(device.type == "cpu")
    tokenizer = load_tokenizer(settings)
    template = template_hash(tokenizer)
    model = load_base(settings, device)
    stop_ids = stop_ids_of(model, tokenizer)
    rows = read_rows(Path(settings.examples), tokenizer, stop_ids, settings.max_tokens)
    tuned = add_adapter(model, settings)
    make_quick(tuned)
    if device.type == "cuda":
        make_norms_quick(tuned)
    tuned.train()
    parameters = [value for _, value in trainable(tuned)]
    optimiser = AdamW(parameters, lr=settings.learning_rate, weight_decay=settings.weight_decay, fused=True)
    batches = batches_of(len(rows), settings.batch_size, settings.epochs, settings.seed, settings.shuffle)
    examples_hash = file_hash(Path(settings.examples))
    print_of_run = fingerprint_of(settings, examples_hash)
    neutral = neutral_rows(settings.neutral_texts, tokenizer, min(NEUTRAL_TOKENS, settings.max_tokens))
    desk = Desk(tuned, device, choose_dtype(settings, device) == torch.bfloat16, sheet_tokens)
    run = Run(settings, channel, world, desk, optimiser, rows, neutral, batches, print_of_run)
    facts = {
        "steps": len(batches),
        "rows": len(rows),
        "tokens": sum(len(row.ids) for row in rows),
        "learntTokens": sum(learnt > 0 for row in rows for learnt in row.learnt[1:]),
        "endsLearnt": sum(ends_learnt(row, stop_ids) for row in rows),
        "trainable": sum(value.numel() for value in parameters),
        "frozen": sum(value.numel() for value in tuned.parameters() if not value.requires_grad),
        "device": torch.cuda.get_device_name(device) if device.type == "cuda" else "cpu",
        "dtype": str(choose_dtype(settings, device)).removeprefix("torch."),
        "templateHash": template,
        "examplesHash": examples_hash,
        "versions": versions(),
        "pid": os.getpid(),
    }
    return run, facts


def fingerprint_of(settings: Settings, examples_hash: str) -> str:
    weights = sorted(Path(settings.base).glob("*.safetensors"))
    if not weights:
        raise invalid(f"{settings.base} holds no safetensors file.", "Name the folder of a base model in safetensors form.")
    sizes = ",".join(f"{file.name}:{file.stat().st_size}" for file in weights)
    # The first file's hash tells base models of one shape apart; all of a large model's would take minutes.
    return "-".join((settings.fingerprint[:16], examples_hash[:16], hash_of(weights[0])[:16], sizes))


def versions() -> dict[str, str]:
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "transformers": transformers.__version__,
        "peft": peft.__version__,
    }


def ends_learnt(row: Row, stop_ids: set[int]) -> bool:
    return any(learnt > 0 and token in stop_ids for token, learnt in zip(row.ids, row.learnt, strict=True))


def resume(run: Run) -> None:
    found = newest_checkpoint(run.root, run.fingerprint)
    if found is None:
        return
    _, place = found
    load_adapter(run.tuned, place)
    state = load_state(place)
    run.losses = state["losses"]
    run.optimiser.load_state_dict(state["optimiser"])
    torch.set_rng_state(state["rng"])
    if run.device.type == "cuda":
        torch.cuda.set_rng_state(state["cuda_rng"])


def learn(run: Run) -> Path | None:
    """Steps until the end, or until told to stop; the checkpoint that the adapter is to be taken from, where one was named."""
    if run.step == 0:
        seed_everything(run.settings.seed + run.world.rank)
    while run.step < len(run.batches):
        began = time.monotonic()
        loss, tokens = take_step(run)
        run.losses.append(loss)
        fields = {"step": run.step, "steps": len(run.batches), "loss": loss, "tokens": tokens}
        tell(run, "step", **fields, seconds=time.monotonic() - began)
        if run.step % run.settings.checkpoint_every == 0 or run.step == len(run.batches):
            order = run.world.told_by_first(checkpoint(run))
            if order is not None and order["kind"] == "stop":
                return None if order["use"] is None else run.root / f"step-{order['use']:08d}"
    return None


def take_step(run: Run) -> tuple[float, int]:
    batch = run.batches[run.step]
    for group in run.optimiser.param_groups:
        group["lr"] = rate_of(run)
    share = [run.rows[at] for at in run.world.share(batch)]
    loss = add_up(run, step_gradient(run.desk, share, total_of([run.rows[at] for at in batch])))
    if not math.isfinite(loss):
        raise TrainerError(
            "input_invalid",
            f"Training went astray at step {run.step + 1}: the loss is {loss}.",
            "Lower the learning rate and begin anew in another folder.",
        )
    torch.nn.utils.clip_grad_norm_(run.parameters, run.settings.clip or math.inf)
    run.optimiser.step()
    run.optimiser.zero_grad(set_to_none=True)
    return loss, sum(len(run.rows[at].ids) for at in batch)


def add_up(run: Run, loss: torch.Tensor) -> float:
    if run.world.size == 1:
        return loss.item()
    for value in run.parameters:
        if value.grad is None:
            value.grad = torch.zeros_like(value)
    told = loss.float()[None]
    run.world.add_up([told, *(value.grad for value in run.parameters if value.grad is not None)])
    return told.item()


def rate_of(run: Run) -> float:
    """A straight way up, then a cosine down to nothing."""
    rate, warm_up = run.settings.learning_rate, run.settings.warm_up_steps
    if run.step < warm_up:
        return rate * (run.step + 1) / warm_up
    done = (run.step - warm_up) / max(1, len(run.batches) - warm_up)
    return rate * 0.5 * (1 + math.cos(math.pi * done))


def checkpoint(run: Run) -> dict[str, Any] | None:
    """Saves, says so, and gives back what is to be done, where somebody has said it."""
    if run.world.rank > 0:
        return None
    state = {"optimiser": run.optimiser.state_dict(), "rng": torch.get_rng_state(), "losses": run.losses}
    if run.device.type == "cuda":
        state["cuda_rng"] = torch.cuda.get_rng_state()
    run.root.mkdir(parents=True, exist_ok=True)
    place = save_checkpoint(run.root, run.step, run.tuned, state, run.fingerprint)
    tell(run, "checkpoint", step=run.step, path=str(place))
    return run.channel.next_order(wait=run.settings.wait_at_checkpoints) if run.channel is not None else None


def finish(run: Run, before: float | None) -> None:
    shift = largest_shift(run)
    if shift == 0:
        raise TrainerError("input_invalid", "Training changed nothing: the adapter answers exactly as its base.", HINT)
    folder = Path(run.settings.folder) / "adapter"
    write_adapter(run.tuned, folder)
    after = neutral_loss(run, with_adapter=True)
    neutral = None if before is None or after is None else {"before": before, "after": after}
    tell(run, "done", step=run.step, path=str(folder), largestShift=shift, losses=run.losses, neutral=neutral)


HINT = "Raise the learning rate or the number of epochs."


@torch.no_grad()
def largest_shift(run: Run) -> float:
    """At the first token that is learnt of the first row, where the adapter has had the most to say."""
    row = run.rows[0]
    ids = torch.tensor([row.ids[: first_learnt(row)] or row.ids[:1]], device=run.device)
    run.tuned.eval()
    tuned = next_chances(run, ids)
    with run.tuned.disable_adapter():
        base = next_chances(run, ids)
    run.tuned.train()
    best = base.topk(COMPARED).indices
    return (tuned[best] - base[best]).abs().max().item()


def next_chances(run: Run, ids: torch.Tensor) -> torch.Tensor:
    """Log-probabilities after the last token. Logits of the others would be most of the memory, and nobody asks for them."""
    return run.tuned(input_ids=ids, use_cache=False, logits_to_keep=1).logits[0, -1].float().log_softmax(-1)


@torch.no_grad()
def rehearse_end(run: Run) -> None:
    """What is measured after the last step, once before the first: who lacks the memory for it learns so at once."""
    largest_shift(run)
    run.tuned.eval()
    longest = max(run.rows, key=lambda row: len(row.ids))
    summed_loss(run.tuned, sheets_of([longest], run.desk.sheet_tokens)[0].to(run.device))
    run.tuned.train()


def first_learnt(row: Row) -> int:
    return next(at for at, learnt in enumerate(row.learnt) if learnt > 0)


@torch.no_grad()
def neutral_loss(run: Run, with_adapter: bool) -> float | None:
    """Mean loss per token of the texts that must not be forgotten."""
    if not run.neutral:
        return None
    run.tuned.eval()
    total = total_of(run.neutral)
    with nullcontext() if with_adapter else run.tuned.disable_adapter():
        sheets = (sheet.to(run.device) for sheet in sheets_of(run.neutral, run.desk.sheet_tokens))
        loss = sum(summed_loss(run.tuned, sheet).item() for sheet in sheets)
    run.tuned.train()
    return loss / total
