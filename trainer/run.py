"""One training run from its settings to an adapter: prepares, goes on from the newest checkpoint, learns, writes.

Imported by main.py; nothing to run here.
"""

import math
import os
import platform
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import peft
import torch
import transformers
from peft import PeftModel
from torch.optim import AdamW

from base import add_adapter, choose_device, choose_dtype, load_adapter, load_base, load_tokenizer, seed_everything, trainable
from channel import Channel
from checkpoints import hash_of, load_state, newest_checkpoint, save_checkpoint, write_adapter
from errors import TrainerError, invalid
from examples import Row, file_hash, read_rows, stop_ids_of, template_hash
from settings import Settings
from sheets import batches_of, sheets_of, summed_loss, weight_of


@dataclass
class Run:
    """What a run works with; `step` counts finished steps."""

    settings: Settings
    channel: Channel
    device: torch.device
    tuned: PeftModel
    optimiser: AdamW
    rows: list[Row]
    batches: list[list[int]]
    fingerprint: str
    step: int = 0

    @property
    def root(self) -> Path:
        return Path(self.settings.folder) / "checkpoints"


def train(settings: Settings, channel: Channel) -> None:
    torch.set_num_threads(settings.threads)
    began = time.monotonic()
    run, facts = prepare(settings, channel)
    resume(run)
    channel.send("ready", facts=facts | {"step": run.step, "loadSeconds": time.monotonic() - began})
    used = learn(run)
    finish(run, used)


def prepare(settings: Settings, channel: Channel) -> tuple[Run, dict[str, Any]]:
    device = choose_device(settings, 0)
    torch.use_deterministic_algorithms(device.type == "cpu")
    tokenizer = load_tokenizer(settings)
    template = template_hash(tokenizer)
    model = load_base(settings, device)
    stop_ids = stop_ids_of(model, tokenizer)
    rows = read_rows(Path(settings.examples), tokenizer, stop_ids, settings.max_tokens)
    tuned = add_adapter(model, settings)
    tuned.train()
    parameters = [value for _, value in trainable(tuned)]
    optimiser = AdamW(parameters, lr=settings.learning_rate, weight_decay=settings.weight_decay, fused=True)
    batches = batches_of(len(rows), settings.batch_size, settings.epochs, settings.seed, settings.shuffle)
    examples_hash = file_hash(Path(settings.examples))
    print_of_run = fingerprint_of(settings, examples_hash)
    run = Run(settings, channel, device, tuned, optimiser, rows, batches, print_of_run)
    facts = {
        "steps": len(batches),
        "rows": len(rows),
        "tokens": sum(len(row.ids) for row in rows),
        "learntTokens": sum(sum(row.learnt[1:]) for row in rows),
        "cutRows": sum(row.is_cut for row in rows),
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
    return any(learnt and token in stop_ids for token, learnt in zip(row.ids, row.learnt, strict=True))


def resume(run: Run) -> None:
    found = newest_checkpoint(run.root, run.fingerprint)
    if found is None:
        return
    run.step, place = found
    load_adapter(run.tuned, place)
    state = load_state(place)
    run.optimiser.load_state_dict(state["optimiser"])
    torch.set_rng_state(state["rng"])
    if run.device.type == "cuda":
        torch.cuda.set_rng_state(state["cuda_rng"])


def learn(run: Run) -> Path | None:
    """Steps until the end, or until told to stop; the checkpoint that the adapter is to be taken from, where one was named."""
    every = run.settings.checkpoint_every
    if run.step == 0:
        seed_everything(run.settings.seed)
    while run.step < len(run.batches):
        began = time.monotonic()
        loss, tokens = take_step(run)
        run.step += 1
        fields = {"step": run.step, "steps": len(run.batches), "loss": loss, "tokens": tokens}
        run.channel.send("step", **fields, seconds=time.monotonic() - began)
        if run.step % every == 0 or run.step == len(run.batches):
            place = checkpoint(run)
            run.channel.send("checkpoint", step=run.step, path=str(place))
            order = run.channel.next_order(wait=run.settings.wait_at_checkpoints)
            if order is not None and order["kind"] == "stop":
                return place if order["use"] is None else run.root / f"step-{order['use']:08d}"
    return None


def take_step(run: Run) -> tuple[float, int]:
    rows = [run.rows[at] for at in run.batches[run.step]]
    total = sum(weight_of(row) for row in rows)
    rate = run.settings.learning_rate * min(1.0, (run.step + 1) / max(1, run.settings.warmup_steps))
    for group in run.optimiser.param_groups:
        group["lr"] = rate
    loss = 0.0
    for sheet in sheets_of(rows, run.settings.sheet_tokens):
        loss += backward(run, sheet.to(run.device), total)
    if not math.isfinite(loss):
        raise TrainerError(
            "engine_failed",
            f"The loss of step {run.step + 1} is {loss}.",
            "Lower the learning rate; the last checkpoint is kept.",
        )
    torch.nn.utils.clip_grad_norm_([value for _, value in trainable(run.tuned)], run.settings.clip or math.inf)
    run.optimiser.step()
    run.optimiser.zero_grad(set_to_none=True)
    return loss, sum(len(row.ids) for row in rows)


def backward(run: Run, sheet: Any, total: float) -> float:
    is_half = choose_dtype(run.settings, run.device) == torch.bfloat16
    with torch.autocast(run.device.type, dtype=torch.bfloat16, enabled=is_half):
        loss = summed_loss(run.tuned, sheet) / total
    loss.backward()
    return loss.item()


def checkpoint(run: Run) -> Path:
    state = {"optimiser": run.optimiser.state_dict(), "rng": torch.get_rng_state()}
    if run.device.type == "cuda":
        state["cuda_rng"] = torch.cuda.get_rng_state()
    run.root.mkdir(parents=True, exist_ok=True)
    return save_checkpoint(run.root, run.step, run.tuned, state, run.fingerprint)


def finish(run: Run, used: Path | None) -> None:
    if used is not None:
        load_adapter(run.tuned, used)
    moved = moved_by(run)
    if moved == 0:
        raise TrainerError("engine_failed", "The adapter changes nothing that the base model says.", "Raise the learning rate.")
    folder = Path(run.settings.folder) / "adapter"
    write_adapter(run.tuned, folder)
    run.channel.send("done", step=run.step, path=str(folder), moved=moved)


@torch.no_grad()
def moved_by(run: Run) -> float:
    """The largest difference that the adapter makes to a logit of the first row."""
    row = run.rows[0]
    ids = torch.tensor([row.ids], device=run.device)
    run.tuned.eval()
    tuned = run.tuned(input_ids=ids, use_cache=False).logits.float()
    with run.tuned.disable_adapter():
        plain = run.tuned(input_ids=ids, use_cache=False).logits.float()
    run.tuned.train()
    return (tuned - plain).abs().max().item()
