"""Trains nano: `python nano/train.py --config nano/nano.json --run FOLDER [--processes 2]`; the same command goes on after a stop.

Prints one JSON line for each event. The full state (masters, momenta, place in the curriculum) is written to the run's folder
in one rename, so that a kill at any moment loses at most the steps since the last save.
"""

import argparse
import json
import os
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist
import torch.multiprocessing as mp
import torch.nn.functional as F
from tokenizers import Tokenizer

from beginning import begin
from data import Batch, Row, pack, read_rows, repeats
from model import Nano, Shape
from optimiser import Optimiser


@dataclass(frozen=True)
class Stage:
    """One lesson of the curriculum; rates run in a straight line from `rate` to `rate_end`.

    It ends after `tokens`, after `minutes` at work, or when the share of reply tokens that are foretold right has reached `enough`.
    """

    name: str
    tokens: int
    length: int
    sequences: int
    rate: float
    rate_end: float
    start_weight: float = 0.0
    ask_weight: float = 0.0
    text: str = ""
    shortest: int = 8
    longest: int = 16
    enough: float = 1.0
    minutes: float = 1e9


@dataclass(frozen=True)
class Config:
    shape: Shape
    tokenizer: str
    texts: str
    exam: str
    stages: list[Stage]
    adam_share: float
    decay: float
    seed: int
    save_minutes: float
    exam_minutes: float


def read_config(path: Path) -> Config:
    raw = json.loads(path.read_text())
    shape = Shape(**raw.pop("shape"))
    stages = [Stage(**stage) for stage in raw.pop("stages")]
    return Config(shape=shape, stages=stages, **raw)


def build(shape: Shape, seed: int) -> Nano:
    model = Nano(shape)
    begin(model, seed)
    return model


def to_training_types(model: Nano) -> None:
    """Matrices in bfloat16 (what the processor multiplies fastest), norms in float32."""
    for parameter in model.parameters():
        if parameter.ndim > 1:
            parameter.data = parameter.data.bfloat16()


def rows_of(config: Config, stage: Stage, seed: int, rank: int) -> Iterator[Row]:
    if stage.text == "":
        return repeats(config.shape.vocab, stage.shortest, stage.longest, np.random.default_rng((seed, rank)))
    tokenizer = Tokenizer.from_file(config.tokenizer)
    return read_rows(Path(config.texts) / f"{stage.text}.{rank}.jsonl", tokenizer, skip=seed * 97 % 1000)


class Run:
    """The model, its optimiser and how far they have come."""

    def __init__(self, config: Config, folder: Path, rank: int, processes: int) -> None:
        self.config, self.folder, self.rank, self.processes = config, folder, rank, processes
        self.model = build(config.shape, config.seed)
        self.optimiser = Optimiser(self.model, rank, processes)
        to_training_types(self.model)
        # Block by block: six equal blocks are compiled once, not six times.
        for block in self.model.blocks:
            block.compile(dynamic=False)
        self.progress = {
            "stage": config.stages[0].name,
            "stage_tokens": 0,
            "stage_seconds": 0.0,
            "tokens": 0,
            "seconds": 0.0,
            "starts": 0,
        }
        self.load()

    @property
    def file(self) -> Path:
        return self.folder / "state.pt"

    def load(self) -> None:
        if self.file.exists():
            state = torch.load(self.file, weights_only=True)
            self.optimiser.load(state["optimiser"])
            self.progress |= state["progress"]
        self.progress["starts"] += 1

    def save(self) -> None:
        if self.rank > 0:
            return
        part = self.file.with_suffix(".part")
        torch.save({"optimiser": self.optimiser.state(), "progress": self.progress}, part)
        os.replace(part, self.file)

    def say(self, event: str, **values: object) -> None:
        if self.rank > 0:
            return
        line = json.dumps({"event": event, **self.progress, **values})
        print(line, flush=True)
        with (self.folder / "events.jsonl").open("a") as file:
            file.write(line + "\n")

    def step(self, batch: Batch, rate: float) -> tuple[float, float]:
        """One update; gives the loss of the replies and the share of right tokens among them."""
        stream = self.model(batch.ids, batch.places, batch.mask).flatten(0, 1)
        logits = self.model.logits(stream[batch.chosen]).float()
        losses = F.cross_entropy(logits, batch.targets, reduction="none")
        (losses * batch.weights).sum().div(batch.weights.sum()).backward()
        self.optimiser.step(rate, rate * self.config.adam_share, self.config.decay)
        replies = batch.weights == 1
        right = (logits.argmax(-1) == batch.targets)[replies].float().mean()
        return losses[replies].mean().item(), right.item()

    def share_done(self, stage: Stage) -> float:
        """By tokens or by time, whichever is further; the same number in every process."""
        minutes = self.progress["stage_seconds"] / 60
        done = torch.tensor([max(self.progress["stage_tokens"] / stage.tokens, minutes / stage.minutes)])
        self.optimiser.share([done], 1 / self.processes)
        return done.item()

    def knows_enough(self, recent: list[tuple[float, float]], enough: float) -> bool:
        """Asked every fifth step, of all processes together."""
        if enough >= 1 or len(recent) < 5 or len(recent) % 5 > 0:
            return False
        right = torch.tensor([np.mean([right for _, right in recent[-5:]])])
        self.optimiser.share([right], 1 / self.processes)
        return right.item() >= enough

    @torch.no_grad()
    def examine(self, batches: list[Batch]) -> dict[str, float]:
        """Share of replies of which every token is the likeliest one: what greedy decoding would get word for word."""
        counts: dict[str, list[int]] = defaultdict(list)
        for batch in batches:
            stream = self.model(batch.ids, batch.places, batch.mask).flatten(0, 1)
            for stage, first, last in batch.replies:
                found = self.model.logits(stream[first:last]).argmax(-1)
                counts[stage].append(int(torch.equal(found, batch.ids.flatten()[first + 1 : last + 1])))
        return {stage: round(sum(c) / len(c), 3) for stage, c in sorted(counts.items())}


def teach(run: Run, stage: Stage) -> None:
    """Goes through one stage from where it was left."""
    config, progress = run.config, run.progress
    rows = rows_of(config, stage, progress["starts"], run.rank)
    batches = pack(rows, stage.length, stage.sequences, (stage.start_weight, stage.ask_weight))
    exam = exam_batches(config, stage)
    saved = examined = shown = time.monotonic()
    recent: list[tuple[float, float]] = []
    while (done := run.share_done(stage)) < 1 and not run.knows_enough(recent, stage.enough):
        started = time.monotonic()
        rate = stage.rate + (stage.rate_end - stage.rate) * done
        recent.append(run.step(next(batches), rate))
        size = stage.length * stage.sequences * run.processes
        progress["stage_tokens"] += size
        progress["tokens"] += size
        progress["seconds"] += time.monotonic() - started
        progress["stage_seconds"] += time.monotonic() - started
        if len(recent) == 10:
            loss, right = np.mean(recent, axis=0)
            speed = len(recent) * size / (time.monotonic() - shown)
            run.say("steps", loss=round(loss, 4), right=round(right, 4), rate=rate, tokens_per_s=round(speed))
            shown, recent = time.monotonic(), []
        if time.monotonic() - saved > config.save_minutes * 60:
            run.save()
            saved = time.monotonic()
        if run.rank == 0 and exam and time.monotonic() - examined > config.exam_minutes * 60:
            run.say("exam", **run.examine(exam))
            examined = time.monotonic()
    run.say("stage-done", **run.examine(exam))
    run.save()


def exam_batches(config: Config, stage: Stage) -> list[Batch]:
    if stage.text == "":
        return []
    rows = read_rows(Path(config.texts) / f"{config.exam}.jsonl", Tokenizer.from_file(config.tokenizer))
    batches = pack(rows, stage.length, stage.sequences, (0.0, 0.0))
    return [next(batches) for _ in range(max(1, 7168 // (stage.length * stage.sequences)))]


def work(rank: int, processes: int, config: Config, folder: Path) -> None:
    torch.set_num_threads(1)
    if processes > 1:
        os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=os.environ.get("NANO_PORT", "29511"))
        dist.init_process_group("gloo", rank=rank, world_size=processes)
    run = Run(config, folder, rank, processes)
    names = [stage.name for stage in config.stages]
    for stage in config.stages[names.index(run.progress["stage"]) :]:
        if stage.name != run.progress["stage"]:
            run.progress |= {"stage": stage.name, "stage_tokens": 0, "stage_seconds": 0.0}
        teach(run, stage)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args()
    options.run.mkdir(parents=True, exist_ok=True)
    config = read_config(options.config)
    if options.processes == 1:
        work(0, 1, config, options.run)
    else:
        mp.spawn(work, (options.processes, config, options.run), nprocs=options.processes)


if __name__ == "__main__":
    main()
