"""Stage 4: fits the table: a row of 256 numbers per vocabulary entry, whose sum stands for a text.

    python fit.py --work WORK --out WORK/table.npy [--stages teacher,pairs,spread] [--threads 1]

Each stage goes on from the one before. First, always, each entry gets the teacher's vector of it alone, brought to 256
dimensions by PCA and weighed by rarity (SIF). `teacher` moves the rows until sums point where the teacher's sentence
vectors do, `pairs` until a heading, a word or a sentence is nearer to its own text than to the others of the batch, and
`spread` evens out how much entries and directions count.
"""

import argparse
import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

DIMS = 256
BLOCK = 64


class Texts:
    """Texts as flat ids with offsets."""

    def __init__(self, flat: np.ndarray, offsets: np.ndarray) -> None:
        self.flat, self.offsets = flat.astype(np.int64), offsets

    def take(self, rows: np.ndarray, most: int = 256) -> tuple[torch.Tensor, torch.Tensor]:
        starts, lengths = self.offsets[rows], np.minimum(self.offsets[rows + 1] - self.offsets[rows], most)
        bounds = np.concatenate([[0], np.cumsum(lengths)])
        at = np.arange(bounds[-1]) - np.repeat(bounds[:-1] - starts, lengths)
        return torch.from_numpy(self.flat[at]), torch.from_numpy(bounds[:-1])


class Table(torch.nn.Module):
    """Rows and how much each counts."""

    def __init__(self, rows: np.ndarray, weights: np.ndarray) -> None:
        super().__init__()
        self.rows = torch.nn.Parameter(torch.from_numpy(rows.astype(np.float32)))
        self.weights = torch.nn.Parameter(torch.from_numpy(np.log(weights).astype(np.float32)))

    def forward(self, ids: torch.Tensor, offsets: torch.Tensor) -> torch.Tensor:
        weights = torch.exp(self.weights)[ids]
        summed = functional.embedding_bag(ids, self.rows, offsets, mode="sum", per_sample_weights=weights)
        return functional.normalize(summed, dim=1)

    def table(self) -> np.ndarray:
        return (self.rows * torch.exp(self.weights)[:, None]).detach().numpy()


def taught(work: Path) -> tuple[Texts, np.ndarray, np.ndarray]:
    """The lessons that have been taught so far: ids, kinds, the teacher's vectors."""
    shards = []
    for path in sorted((work / "taught").glob("*.npz")):
        if int(path.stem) != len(shards):
            break
        shards.append(np.load(path)["vectors"].astype(np.float32))
    vectors = np.concatenate(shards)
    file = np.load(work / "lessons.npz")
    return Texts(file["flat"], file["offsets"]), file["kinds"][: len(vectors)], vectors


def principal(vectors: np.ndarray) -> np.ndarray:
    """The 256 directions along which texts differ most."""
    covariance = np.cov(vectors[:: max(1, len(vectors) // 40_000)].T)
    return np.linalg.eigh(covariance)[1][:, ::-1][:, :DIMS].astype(np.float32)


def start_table(size: int, lessons: tuple[Texts, np.ndarray, np.ndarray], counts: np.ndarray, sif: float) -> tuple[Table, np.ndarray]:
    """The vocabulary alone, and the projected teacher vectors for the next stage."""
    texts, kinds, vectors = lessons
    running = vectors[kinds >= 2]
    middle, directions = running.mean(0), principal(running)
    targets = (vectors - middle) @ directions
    alone = kinds == 0
    middle_alone = targets[alone].mean(0)
    rows = np.zeros((size, DIMS), np.float32)
    first = texts.flat[texts.offsets[: len(kinds)]]
    single = (texts.offsets[1 : len(kinds) + 1] - texts.offsets[: len(kinds)]) == 1
    for kind in (0, 1):
        chosen = np.flatnonzero((kinds == kind) & single)
        rows[first[chosen]] = targets[chosen] - middle_alone
    rows[:2] = 0
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    rows = np.where(length > 0, rows / np.maximum(length, 1e-9), 0)
    probability = (counts + 0.5) / counts.sum()
    weights = sif / (sif + probability)
    return Table(rows, weights), targets


def batches(rows: np.ndarray, size: int, seed: int, block: int = 1) -> Iterator[np.ndarray]:
    """Blocks of neighbours: the texts lie by subject, so that a batch holds look-alikes that have to be told apart."""
    random = np.random.default_rng(seed)
    while True:
        order = random.permutation(len(rows) // block)
        for start in range(0, len(order) - size // block + 1, size // block):
            yield np.concatenate([rows[at * block : (at + 1) * block] for at in order[start : start + size // block]])


def schedule(step: int, steps: int) -> float:
    return min(1.0, step / (0.05 * steps + 1)) * 0.5 * (1 + math.cos(math.pi * step / steps))


def teacher_loss(table: Table, texts: Texts, targets: torch.Tensor, rows: np.ndarray) -> torch.Tensor:
    found, wanted = table(*texts.take(rows)), targets[rows]
    loss = (1 - (found * wanted).sum(1)).mean()
    part = slice(0, 512)
    return loss + 5 * ((found[part] @ found[part].T - wanted[part] @ wanted[part].T) ** 2).mean()


def pair_loss(table: Table, left: Texts, right: Texts, rows: np.ndarray, scale: float) -> torch.Tensor:
    """Both ways, against the rest of the batch."""
    asked, answers = table(*left.take(rows, 64)), table(*right.take(rows))
    scores = scale * asked @ answers.T
    own = torch.arange(len(rows))
    return (functional.cross_entropy(scores, own) + functional.cross_entropy(scores.T, own)) / 2


def cut_pairs(right: Texts, seed: int) -> tuple[Texts, Texts, np.ndarray]:
    """From each text of 40 tokens and more a stretch of 8 to 24, and what is left without it."""
    random = np.random.default_rng(seed)
    lengths = np.diff(right.offsets)
    chosen = np.flatnonzero(lengths >= 40)
    asked, rest = [], []
    for row in chosen:
        ids = right.flat[right.offsets[row] : right.offsets[row + 1]]
        size = int(random.integers(8, 25))
        at = int(random.integers(0, len(ids) - size))
        asked.append(ids[at : at + size])
        rest.append(np.concatenate([ids[:at], ids[at + size :]]))
    made = [Texts(np.concatenate(part), np.concatenate([[0], np.cumsum([len(one) for one in part])])) for part in (asked, rest)]
    return made[0], made[1], np.arange(len(chosen))


class Run:
    """Everything that the stages share."""

    def __init__(self, work: Path, sif: float) -> None:
        lessons = taught(work)
        self.texts, self.kinds, _ = lessons
        file = np.load(work / "pairs.npz")
        self.left = Texts(file["left_flat"], file["left_offsets"])
        self.right = Texts(file["right_flat"], file["right_offsets"])
        self.pair_kinds = file["kinds"]
        size = len((work / "vocabulary.txt").read_text("utf8").split("\n")) - 1
        counts = np.bincount(self.right.flat, minlength=size) + np.bincount(self.left.flat, minlength=size)
        self.table, targets = start_table(size, lessons, counts, sif)
        self.targets = functional.normalize(torch.from_numpy(targets), dim=1)

    def train(self, steps: int, rate: float, loss_of: Callable[[int], torch.Tensor]) -> None:
        optimiser = torch.optim.Adam(
            [{"params": [self.table.rows], "lr": rate}, {"params": [self.table.weights], "lr": rate * 5}], betas=(0.9, 0.99), fused=True
        )
        scheduler = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: schedule(step, steps))
        for step in range(steps):
            loss = loss_of(step)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            scheduler.step()
            if step % 100 == 0 or step == steps - 1:
                print(json.dumps({"step": step, "loss": round(float(loss.detach()), 4)}), flush=True)

    def teacher_stage(self, steps: int, rate: float) -> None:
        drawn = batches(np.arange(len(self.kinds)), 2048, 1)
        self.train(steps, rate, lambda _: teacher_loss(self.table, self.texts, self.targets, next(drawn)))

    def pairs_stage(self, steps: int, rate: float, scale: float, share: float) -> None:
        """`share` is how much the teacher's loss counts beside that of the pairs."""
        asked, rest, rows = cut_pairs(self.right, 3)
        named, cut = batches(np.arange(len(self.pair_kinds)), 1024, 2, BLOCK), batches(rows, 1024, 4, BLOCK)
        drawn = batches(np.arange(len(self.kinds)), 512, 5)

        def loss_of(step: int) -> torch.Tensor:
            if step % 2 == 0:
                loss = pair_loss(self.table, self.left, self.right, next(named), scale)
            else:
                loss = pair_loss(self.table, asked, rest, next(cut), scale)
            return loss if share == 0 else loss + share * teacher_loss(self.table, self.texts, self.targets, next(drawn))

        self.train(steps, rate, loss_of)


def spread(table: np.ndarray, texts: Texts, flatten: float, whiten: float) -> np.ndarray:
    """Takes a power of each row's length away, then of the variance of texts along each direction."""
    table = table / (np.linalg.norm(table, axis=1, keepdims=True) + 1e-9) ** flatten
    chosen = np.random.default_rng(6).choice(len(texts.offsets) - 1, 8000, replace=False)
    with torch.no_grad():
        ids, offsets = texts.take(chosen)
        sums = functional.normalize(functional.embedding_bag(ids, torch.from_numpy(table), offsets, mode="sum"), dim=1)
    variances, directions = np.linalg.eigh(np.cov(sums.numpy().T))
    return (table @ (directions * (variances / variances[-1]) ** (-whiten / 2)) @ directions.T).astype(np.float32)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--stages", default="teacher,pairs,spread")
    parser.add_argument("--sif", type=float, default=1e-4)
    parser.add_argument("--teacher-steps", type=int, default=800)
    parser.add_argument("--teacher-rate", type=float, default=3e-3)
    parser.add_argument("--pair-steps", type=int, default=400, help="in each round")
    parser.add_argument("--pair-rate", type=float, default=2e-3)
    parser.add_argument("--scale", type=float, default=20)
    parser.add_argument("--shares", default="0.5,0", help="what the teacher counts beside the pairs, round by round")
    parser.add_argument("--flatten", type=float, default=0.5)
    parser.add_argument("--whiten", type=float, default=0.7)
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    torch.manual_seed(20261125)
    run = Run(given.work, given.sif)
    stages = given.stages.split(",")
    if "teacher" in stages:
        run.teacher_stage(given.teacher_steps, given.teacher_rate)
    if "pairs" in stages:
        for share in given.shares.split(","):
            run.pairs_stage(given.pair_steps, given.pair_rate, given.scale, float(share))
    table = run.table.table()
    if "spread" in stages:
        np.save(given.out.with_suffix(".unspread.npy"), table)
        table = spread(table, run.right, given.flatten, given.whiten)
    np.save(given.out, table)


if __name__ == "__main__":
    main()
