"""The Qwen3 architecture in plain PyTorch, laid out for training on a CPU or one GPU.

Imported by train.py, evaluate.py and export.py; nothing to run here.
Matrices that read the same input are one parameter (query, key and value; gate and up): fewer, larger products. export.py
writes them apart again under the names every Qwen3 reader expects.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn


@dataclass(frozen=True)
class Shape:
    """What fixes every tensor's size."""

    vocab: int
    width: int
    layers: int
    heads: int
    kv_heads: int
    head_width: int
    inner: int
    context: int
    rope_theta: float
    norm_epsilon: float
    #: Queries and keys are normalised, as in Qwen3; Llama does not.
    normed_heads: bool = True

    @property
    def query_width(self) -> int:
        return self.heads * self.head_width

    @property
    def kv_width(self) -> int:
        return self.kv_heads * self.head_width


def rotary_table(shape: Shape) -> Tensor:
    """Cosine and sine of every position, [2, context, head_width / 2], float32."""
    half = shape.head_width // 2
    rates = shape.rope_theta ** (-torch.arange(half, dtype=torch.float32) / half)
    angles = torch.arange(shape.context, dtype=torch.float32)[:, None] * rates
    return torch.stack((angles.cos(), angles.sin()))


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Turns the halves of each head against each other (the pairing Qwen3 and GPT-NeoX use)."""
    left, right = x.chunk(2, dim=-1)
    return torch.cat((left * cos - right * sin, right * cos + left * sin), dim=-1)


class Block(nn.Module):
    """One layer: attention with normalised queries and keys, then SwiGLU, both added to the stream."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.attention_norm = nn.Parameter(torch.ones(shape.width))
        self.qkv = nn.Parameter(torch.empty(shape.query_width + 2 * shape.kv_width, shape.width))
        self.query_norm = nn.Parameter(torch.ones(shape.head_width))
        self.key_norm = nn.Parameter(torch.ones(shape.head_width))
        self.out = nn.Parameter(torch.empty(shape.width, shape.query_width))
        self.feed_norm = nn.Parameter(torch.ones(shape.width))
        self.gate_up = nn.Parameter(torch.empty(2 * shape.inner, shape.width))
        self.down = nn.Parameter(torch.empty(shape.width, shape.inner))

    def norm(self, x: Tensor, weight: Tensor) -> Tensor:
        return F.rms_norm(x.float(), (x.shape[-1],), weight.float(), self.shape.norm_epsilon).to(x.dtype)

    def heads(self, x: Tensor, cos: Tensor, sin: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Queries, keys and values of [batch, time, width], each [batch, heads, time, head_width]."""
        s = self.shape
        parts = F.linear(self.norm(x, self.attention_norm), self.qkv).split((s.query_width, s.kv_width, s.kv_width), -1)
        query, key, value = (part.unflatten(-1, (-1, s.head_width)).transpose(1, 2) for part in parts)
        query, key = query.float(), key.float()
        if s.normed_heads:
            query, key = self.norm(query, self.query_norm), self.norm(key, self.key_norm)
        return rotate(query, cos, sin).to(x.dtype), rotate(key, cos, sin).to(x.dtype), value

    def finish(self, x: Tensor, mixed: Tensor) -> Tensor:
        """Adds what attention mixed, then the feed-forward part."""
        x = x + F.linear(mixed.transpose(1, 2).flatten(2), self.out)
        gate, up = F.linear(self.norm(x, self.feed_norm), self.gate_up).chunk(2, -1)
        return x + F.linear(F.silu(gate) * up, self.down)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, mask: Tensor) -> Tensor:
        query, key, value = self.heads(x, cos, sin)
        groups = self.shape.heads // self.shape.kv_heads
        if groups > 1:
            key, value = key.repeat_interleave(groups, 1), value.repeat_interleave(groups, 1)
        # Written out: compiled, it takes half the time of the ready-made attention on a CPU (5 x 448 tokens, bfloat16).
        scores = (query @ key.mT).float() * self.shape.head_width**-0.5
        shares = scores.masked_fill(~mask, float("-inf")).softmax(-1).to(value.dtype)
        return self.finish(x, shares @ value)


class Nano(nn.Module):
    """The decoder; the embedding is also the output matrix."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Parameter(torch.empty(shape.vocab, shape.width))
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.final_norm = nn.Parameter(torch.ones(shape.width))
        self.register_buffer("rotary", rotary_table(shape), persistent=False)

    def forward(self, ids: Tensor, positions: Tensor, mask: Tensor | None = None) -> Tensor:
        """The normalised stream [batch, time, width] that `logits` reads."""
        x = F.embedding(ids, self.embedding)
        if mask is None:
            mask = torch.ones(ids.shape[1], ids.shape[1], dtype=torch.bool, device=ids.device).tril()
        cos, sin = self.rotary[:, positions].unsqueeze(2)
        for block in self.blocks:
            x = block(x, cos, sin, mask)
        return F.rms_norm(x.float(), (self.shape.width,), self.final_norm.float(), self.shape.norm_epsilon).to(x.dtype)

    def logits(self, stream: Tensor) -> Tensor:
        return F.linear(stream, self.embedding)
