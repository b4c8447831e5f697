"""Trains nano: `python nano/train.py --config nano/nano.json --run FOLDER --minutes 8 [--device cuda]`; the same command goes on after a stop.

Prints one JSON line for each event. The full state (masters, momenta, place in the curriculum) is written to the run's folder
in one rename, so that a kill at any moment loses at most the steps since the last save.
"""

import argparse
import json
import os
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from beginning import begin
from data import Batch, Sheets, batch_of, read_sheets
from export import load_public
from model import Nano, Shape
from optimiser import Optimiser


LONGEST_STEP_S = 60.0


@dataclass(frozen=True)
class Pool:
    """Sheets of one length: the files of that name, and how many make a batch."""

    files: list[str]
    sheets: int


@dataclass(frozen=True)
class Stage:
    """One lesson: its share of the time at work; rates run in a straight line from `rate` to `rate_end`."""

    name: str
    share: float
    #: How often a step takes its sheets from each pool.
    pools: dict[str, float]
    rate: float
    rate_end: float
    start_weight: float = 0.0
    ask_weight: float = 0.0


@dataclass(frozen=True)
class Config:
    shape: Shape
    tokenizer: str
    texts: str
    pools: dict[str, Pool]
    stages: list[Stage]
    adam_share: float
    decay: float
    seed: int
    save_minutes: float


def read_config(path: Path) -> Config:
    raw = json.loads(path.read_text())
    shape = Shape(**raw.pop("shape"))
    stages = [Stage(**stage) for stage in raw.pop("stages")]
    pools = {name: Pool(**pool) for name, pool in raw.pop("pools").items()}
    return Config(shape=shape, stages=stages, pools=pools, **raw)


def build(shape: Shape, seed: int, source: Path | None) -> Nano:
    """A new model, or the exported one of `source` to go on from."""
    if source is not None:
        return load_public(source)
    model = Nano(shape)
    begin(model, seed)
    return model


def to_training_types(model: Nano) -> None:
    """Matrices in bfloat16 (what processors multiply fastest), norms in float32."""
    for parameter in model.parameters():
        if parameter.ndim > 1:
            parameter.data = parameter.data.bfloat16()


class Feed:
    """Draws a pool's sheets in random order, each once before any comes twice."""

    def __init__(self, sheets: Sheets, count: int, seed: list[int]) -> None:
        self.sheets, self.count = sheets, count
        self.random = np.random.default_rng(seed)
        self.order = np.empty(0, np.int64)

    def draw(self, stage: Stage) -> Batch:
        while len(self.order) < self.count:
            self.order = np.concatenate((self.order, self.random.permutation(len(self.sheets.ids))))
        at, self.order = self.order[: self.count], self.order[self.count :]
        chosen = torch.from_numpy(at).to(self.sheets.ids.device)
        return batch_of(self.sheets, chosen, stage.start_weight, stage.ask_weight)


class Run:
    """The model, its optimiser and how far they have come."""

    def __init__(self, config: Config, folder: Path, device: str, source: Path | None = None) -> None:
        self.config, self.folder, self.device = config, folder, device
        self.model = build(config.shape, config.seed, source).to(device)
        self.optimiser = Optimiser(self.model)
        to_training_types(self.model)
        # Block by block: equal blocks are compiled once for each length.
        for block in self.model.blocks:
            block.compile(dynamic=False)
        self.progress = {"stage": config.stages[0].name, "stage_seconds": 0.0, "tokens": 0, "seconds": 0.0, "starts": 0}
        self.load()
        self.feeds = {name: self.feed(name, pool) for name, pool in config.pools.items()}
        self.exam = read_sheets([Path(config.texts) / "exam.npz"], device)

    def feed(self, name: str, pool: Pool) -> Feed:
        sheets = read_sheets([Path(self.config.texts) / f"{file}.npz" for file in pool.files], self.device)
        # Another start draws another order.
        return Feed(sheets, pool.sheets, [self.config.seed, int(self.progress["starts"]), len(name)])

    @property
    def file(self) -> Path:
        return self.folder / "state.pt"

    def load(self) -> None:
        if self.file.exists():
            state = torch.load(self.file, weights_only=True, map_location=self.device)
            self.optimiser.load(state["optimiser"])
            self.progress |= state["progress"]
        self.progress["starts"] += 1

    def save(self) -> None:
        part = self.file.with_suffix(".part")
        torch.save({"optimiser": self.optimiser.state(), "progress": self.progress}, part)
        os.replace(part, self.file)

    def say(self, event: str, **values: object) -> None:
        line = json.dumps({"event": event, **self.progress, **values})
        print(line, flush=True)
        with (self.folder / "events.jsonl").open("a") as file:
            file.write(line + "\n")

    def step(self, batch: Batch, rate: float) -> Tensor:
        """One update; gives the loss of the replies and the share of right tokens among them."""
        stream = self.model(batch.ids, batch.places, batch.mask).flatten(0, 1)
        logits = self.model.logits(stream[batch.chosen]).float()
        losses = F.cross_entropy(logits, batch.targets, reduction="none")
        (losses * batch.weights).sum().div(batch.weights.sum()).backward()
        self.optimiser.step(rate, rate * self.config.adam_share, self.config.decay)
        with torch.no_grad():
            count = batch.reply.sum()
            right = ((logits.argmax(-1) == batch.targets) & batch.reply).sum() / count
            return torch.stack(((losses * batch.reply).sum() / count, right))

    @torch.no_grad()
    def examine(self) -> dict[str, float]:
        """Share of replies of which every token is the likeliest one: what greedy decoding would get word for word."""
        counts: dict[str, list[int]] = defaultdict(list)
        length, part = self.exam.length, 16
        with torch.compiler.set_stance("force_eager"):
            for first in range(0, len(self.exam.ids), part):
                at = torch.arange(first, min(first + part, len(self.exam.ids)), device=self.device)
                batch = batch_of(self.exam, at, 0.0, 0.0)
                stream = self.model(batch.ids, batch.places, batch.mask).flatten(0, 1)
                wrong = self.model.logits(stream[:-1]).argmax(-1) != batch.ids.flatten()[1:]
                wrong_before = F.pad(wrong.int().cumsum(0), (1, 0)).tolist()
                for name, begin_at, end_at in self.exam.replies:
                    a, b = begin_at - first * length, end_at - first * length
                    if 0 <= a and b < len(wrong_before):
                        counts[name].append(int(wrong_before[a] == wrong_before[b]))
        return {name: round(sum(c) / len(c), 3) for name, c in sorted(counts.items())}


def teach(run: Run, stage: Stage, seconds: float) -> None:
    """Goes through one stage from where it was left."""
    config, progress = run.config, run.progress
    names = list(stage.pools)
    shares = np.array(list(stage.pools.values())) / sum(stage.pools.values())
    random = np.random.default_rng([config.seed, int(progress["starts"])])
    saved = shown = time.monotonic()
    recent: list[Tensor] = []
    since = progress["tokens"]
    while progress["stage_seconds"] < seconds:
        started = time.monotonic()
        feed = run.feeds[names[random.choice(len(names), p=shares)]]
        rate = stage.rate + (stage.rate_end - stage.rate) * progress["stage_seconds"] / seconds
        recent.append(run.step(feed.draw(stage), rate))
        # Now and then the device is waited for, so that the clock tells the truth.
        if len(recent) % 8 == 0:
            recent[-1].tolist()
        progress["tokens"] += feed.count * feed.sheets.length
        # A process that was paused has not worked: no step takes so long.
        spent = min(time.monotonic() - started, LONGEST_STEP_S)
        progress["seconds"] += spent
        progress["stage_seconds"] += spent
        if time.monotonic() - shown > 10:
            loss, right = torch.stack(recent).mean(0).tolist()
            speed = (progress["tokens"] - since) / (time.monotonic() - shown)
            run.say("steps", loss=round(loss, 4), right=round(right, 4), rate=round(rate, 5), tokens_per_s=round(speed))
            shown, recent, since = time.monotonic(), [], progress["tokens"]
        if time.monotonic() - saved > config.save_minutes * 60:
            run.save()
            saved = time.monotonic()
    run.save()
    run.say("stage-done", **run.examine())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True, help="time at work, all stages together")
    parser.add_argument("--from", dest="source", type=Path, help="an exported model to go on from, instead of a new one")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.run.mkdir(parents=True, exist_ok=True)
    config = read_config(options.config)
    run = Run(config, options.run, options.device, options.source)
    total = sum(stage.share for stage in config.stages)
    names = [stage.name for stage in config.stages]
    for stage in config.stages[names.index(str(run.progress["stage"])) :]:
        if stage.name != run.progress["stage"]:
            run.progress |= {"stage": stage.name, "stage_seconds": 0.0}
        teach(run, stage, options.minutes * 60 * stage.share / total)


if __name__ == "__main__":
    main()
