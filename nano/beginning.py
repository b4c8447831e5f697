"""Where training begins: small random matrices, and two layers that can copy already.

Imported by train.py; `python nano/beginning.py` prints how many tokens of repeated random sequences the untrained model foretells.
Copying "a b … a → b" takes two steps that gradient descent finds slowly and that are easily written down: a head of the first
layer carries each token's predecessor along, and heads of the second look for a place whose predecessor is the token at hand,
and say what stands there. From there on everything is learned.
"""

import json
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from model import Nano, Shape

EMBEDDING = 0.05
CONSTANT = 4.0
SHARPNESS = 2.0
FAST_PAIRS = 8
NOISE = 0.02


@torch.no_grad()
def begin(model: Nano, seed: int) -> None:
    """Fills every matrix; what writes to the stream starts at zero except where copying needs it."""
    random = torch.Generator().manual_seed(seed)
    for parameter in model.parameters():
        if parameter.ndim > 1:
            nn.init.normal_(parameter, std=parameter.shape[1] ** -0.5, generator=random)
    for block in model.blocks:
        block.out.zero_()
        block.down.zero_()
        alike(block.qkv, model.shape)
    model.embedding.normal_(std=EMBEDDING, generator=random)
    # One direction is the same in every token: heads that look at places only need something that does not change.
    model.embedding[:, 0] = CONSTANT * EMBEDDING
    basis = directions(model.shape, random)
    carry_predecessors(model, basis)
    copy_what_followed(model, basis)


def alike(qkv: Tensor, shape: Shape) -> None:
    """Keys begin as the mean of their queries, so that a token first looks at tokens like itself."""
    queries = qkv[: shape.query_width].view(shape.kv_heads, -1, shape.head_width, shape.width)
    qkv[shape.query_width : shape.query_width + shape.kv_width] = queries.mean(1).flatten(0, 1) * queries.shape[1] ** 0.5


def directions(shape: Shape, random: torch.Generator) -> Tensor:
    """Orthonormal rows that leave the constant direction alone."""
    rows = torch.randn(shape.width - 1, shape.width, generator=random)
    rows[:, 0] = 0
    return torch.linalg.qr(rows.T).Q.T


def carry_predecessors(model: Nano, basis: Tensor) -> None:
    """First layer, first key head: look one place back; write a view of that token into directions of its own."""
    shape, block = model.shape, model.blocks[0]
    head, half = shape.head_width, shape.head_width // 2
    rates = shape.rope_theta ** (-torch.arange(half, dtype=torch.float32) / half)
    key = block.qkv[shape.query_width :][:head]
    key.mul_(NOISE)
    key[:FAST_PAIRS, 0] += rates[:FAST_PAIRS].cos()
    key[half : half + FAST_PAIRS, 0] += rates[:FAST_PAIRS].sin()
    block.qkv[shape.query_width + shape.kv_width :][:head] = basis[:head]
    group = shape.heads // shape.kv_heads
    for number in range(group):
        query = block.qkv[number * head : (number + 1) * head]
        query.mul_(NOISE)
        query[:FAST_PAIRS, 0] += 1
        block.out[:, number * head : (number + 1) * head] = 0.07 / group * basis[head : 2 * head].T
    block.query_norm.fill_(SHARPNESS)
    block.key_norm.fill_(SHARPNESS)


def copy_what_followed(model: Nano, basis: Tensor) -> None:
    """Second layer: find where the token at hand was the predecessor, in the pairs that hardly turn; say what stood there."""
    shape, block = model.shape, model.blocks[1]
    head, half = shape.head_width, shape.head_width // 2
    slow = torch.cat((torch.arange(half // 2, half), torch.arange(half + half // 2, head)))
    group = shape.heads // shape.kv_heads
    for number in range(shape.heads):
        query = block.qkv[number * head : (number + 1) * head]
        query.mul_(NOISE)
        query[slow] += basis[: len(slow)]
    for number in range(shape.kv_heads):
        key = block.qkv[shape.query_width + number * head :][:head]
        key.mul_(NOISE)
        key[slow] += basis[head : head + len(slow)]
        view = basis[(2 + number) * head :][:head]
        view = torch.cat((view, basis[: head - len(view)]))
        block.qkv[shape.query_width + shape.kv_width + number * head :][:head] = view
        for query_head in range(number * group, (number + 1) * group):
            block.out[:, query_head * head : (query_head + 1) * head] = 0.25 / group * view.T
    block.query_norm.fill_(SHARPNESS)
    block.key_norm.fill_(SHARPNESS)


def main() -> None:
    shape = Shape(**json.loads((Path(__file__).parent / "nano.json").read_text())["shape"])
    model = Nano(shape)
    begin(model, 1)
    random = np.random.default_rng(1)
    for length in (12, 60, 200):
        ids = torch.from_numpy(random.integers(3, shape.vocab, (4, length))).repeat(1, 2)
        with torch.no_grad():
            logits = model.logits(model(ids, torch.arange(2 * length).expand(4, -1)))
        found = logits[:, length:-1].argmax(-1) == ids[:, length + 1 :]
        chance = logits[:, length:-1].softmax(-1).gather(-1, ids[:, length + 1 :, None])
        print(
            json.dumps(
                {"event": "copying", "length": length, "right": found.float().mean().item(), "chance": chance.mean().item()}
            )
        )


if __name__ == "__main__":
    main()
