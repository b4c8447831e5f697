"""The trainer beside a plain loop of transformers and peft, steps in turn, in one process:
`OMP_NUM_THREADS=1 PYTHON -B bench/school/peft_throughput.py [--base models/nano] [--steps 12] [--batch 16]`, PYTHON being what
`schoolbook school setup` prints.

The plain loop is what the libraries' own examples do: rows padded to the longest, labels of -100 where nothing is learnt, the
model's own loss over all places. Both begin with the same adapter, see the same rows in the same order and must come to the same loss.
"""

import argparse
import random
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path

import torch
from torch.optim import AdamW

sys.path.insert(0, str(Path(__file__).parents[2] / "trainer"))

from base import add_adapter, load_base, load_tokenizer, trainable
from examples import Row, row_of
from gradients import Desk, step_gradient, total_of
from lora_linear import make_quick
from settings import Settings

WORDS = "the pump valve filter of a station has is with code part pressure litre hour year green left old number order".split()
SETTINGS = Settings(
    base="",
    base_name="",
    examples="",
    neutral_texts=[],
    folder="",
    method="lora",
    scaling="alpha/rank",
    quantise="none",
    rank=16,
    alpha=32,
    dropout=0,
    learning_rate=5e-4,
    warm_up_steps=0,
    weight_decay=0,
    clip=1,
    epochs=1,
    batch_size=16,
    max_tokens=1024,
    sheet_tokens=512,
    seed=1,
    shuffle=False,
    initial_adapter=None,
    device="cpu",
    dtype="float32",
    threads=1,
    processes=1,
    gradient_checkpointing=False,
    checkpoint_every=1,
    wait_at_checkpoints=False,
)


def some_rows(count: int, tokenizer) -> list[Row]:
    """Questions with a passage, most of 60 to 250 tokens, with replies of 10 to 40."""
    draw = random.Random(3)
    rows = []
    for _ in range(count):
        passage = " ".join(draw.choices(WORDS, k=int(min(400, max(20, draw.lognormvariate(4.6, 0.6))))))
        reply = " ".join(draw.choices(WORDS, k=draw.randint(8, 30)))
        messages = [{"role": "user", "content": passage}, {"role": "assistant", "content": reply}]
        rows.append(row_of({"messages": messages, "weight": 1}, 1, tokenizer, {tokenizer.eos_token_id}))
    return rows


def own_step(tuned, optimiser, rows: list[Row], sheet_tokens: int) -> float:
    desk = Desk(tuned, torch.device("cpu"), is_half=False, sheet_tokens=sheet_tokens)
    return update(tuned, optimiser, step_gradient(desk, rows, total_of(rows)).item())


def plain_step(tuned, optimiser, rows: list[Row], pad: int) -> float:
    longest = max(len(row.ids) for row in rows)
    ids = torch.tensor([row.ids + [pad] * (longest - len(row.ids)) for row in rows])
    mask = torch.tensor([[1] * len(row.ids) + [0] * (longest - len(row.ids)) for row in rows])
    labels = torch.tensor(
        [
            [token if learnt else -100 for token, learnt in zip(row.ids, row.learnt, strict=True)]
            + [-100] * (longest - len(row.ids))
            for row in rows
        ]
    )
    loss = tuned(input_ids=ids, attention_mask=mask, labels=labels).loss
    loss.backward()
    return update(tuned, optimiser, loss.item())


def update(tuned, optimiser, loss: float) -> float:
    torch.nn.utils.clip_grad_norm_([value for _, value in trainable(tuned)], 1.0)
    optimiser.step()
    optimiser.zero_grad(set_to_none=True)
    return loss


def make(settings: Settings, fused: bool):
    tuned = add_adapter(load_base(settings, torch.device("cpu")), settings)
    tuned.train()
    return tuned, AdamW([value for _, value in trainable(tuned)], lr=settings.learning_rate, weight_decay=0, fused=fused)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", default="models/nano")
    parser.add_argument("--steps", type=int, default=12)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--sheet", type=int, default=512)
    options = parser.parse_args()
    torch.set_num_threads(1)
    settings = replace(SETTINGS, base=options.base, batch_size=options.batch, sheet_tokens=options.sheet)
    tokenizer = load_tokenizer(settings)
    rows = some_rows(options.steps * options.batch, tokenizer)
    own, own_optimiser = make(settings, True)
    make_quick(own)
    plain, plain_optimiser = make(settings, False)
    seconds: dict[str, list[float]] = {"own": [], "plain": []}
    apart = 0.0
    for step in range(options.steps):
        batch = rows[step * options.batch : (step + 1) * options.batch]
        tokens = sum(len(row.ids) for row in batch)
        losses = {}
        # Whoever goes first changes with each step: a cache that is warm helps the second.
        for name in ("own", "plain") if step % 2 == 0 else ("plain", "own"):
            began = time.process_time()
            if name == "own":
                losses[name] = own_step(own, own_optimiser, batch, options.sheet)
            else:
                losses[name] = plain_step(plain, plain_optimiser, batch, tokenizer.pad_token_id)
            if step > 0:
                seconds[name].append((time.process_time() - began) / tokens)
        apart = max(apart, abs(losses["own"] - losses["plain"]))
    speed = {name: 1 / statistics.median(values) for name, values in seconds.items()}
    ratios = sorted(plain / own for own, plain in zip(seconds["own"], seconds["plain"], strict=True))
    print(
        f"rows of {min(len(row.ids) for row in rows)} to {max(len(row.ids) for row in rows)} tokens, batches of {options.batch}"
    )
    print(f"own {speed['own']:.0f} tokens/s, plain {speed['plain']:.0f} tokens/s of processor time, one thread")
    print(
        f"own / plain: median {statistics.median(ratios):.2f}, least {ratios[0]:.2f}, most {ratios[-1]:.2f} of {len(ratios)} pairs"
    )
    print(f"losses at most {apart:.1e} apart over {options.steps} steps")


if __name__ == "__main__":
    main()
