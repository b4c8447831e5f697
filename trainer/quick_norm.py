"""RMSNorm in one pass over memory, on a graphics processor: the libraries' own takes seven, and keeps two copies in float32.

Imported by run.py; nothing to run here. Used where a trial on the very device gives what the library's layer gives.
"""

from typing import Any

import torch
from torch import Tensor, nn

#: Layers that norm in float32 and multiply by their weight; others, such as Gemma's, have another formula.
KNOWN = ("LlamaRMSNorm", "MistralRMSNorm", "Qwen2RMSNorm", "Qwen3RMSNorm")
#: Of bfloat16: three of its steps at 1.
TOLERANCE = 0.024


class QuickNorm:
    """Mixed in before the library's layer."""

    def forward(self: Any, x: Tensor) -> Tensor:
        if not fits(self, x):
            return super().forward(x)  # pyright: ignore[reportAttributeAccessIssue]
        normed = torch._fused_rms_norm(x, [x.shape[-1]], self.weight, self.variance_epsilon)[0]
        kind = x.device.type
        # Of a stream in float32, all layers that come next are given one copy in half precision, in place of one each.
        return normed.to(torch.get_autocast_dtype(kind)) if torch.is_autocast_enabled(kind) else normed


def fits(norm: Any, x: Tensor) -> bool:
    return x.device.type == "cuda" and x.dtype == norm.weight.dtype and not norm.weight.requires_grad


QUICK: dict[type, type] = {}


def make_norms_quick(model: nn.Module) -> None:
    for kind in {type(layer) for layer in model.modules() if type(layer).__name__ in KNOWN}:
        quick = QUICK.setdefault(kind, type(f"Quick{kind.__name__}", (QuickNorm, kind), {}))
        alike = [layer for layer in model.modules() if type(layer) is kind]
        if gives_the_same(alike[0], quick):
            for layer in alike:
                layer.__class__ = quick


def make_norms_plain(model: nn.Module) -> None:
    own = {quick: kind for kind, quick in QUICK.items()}
    for layer in model.modules():
        if type(layer) in own:
            layer.__class__ = own[type(layer)]


def gives_the_same(norm: nn.Module, quick: type) -> bool:
    """Forward and back, where the layer lies."""
    kind = type(norm)
    known = tried(norm)
    norm.__class__ = quick
    try:
        found = tried(norm)
    except (RuntimeError, AttributeError, TypeError):
        # Another PyTorch: none such there, or called in another way.
        return False
    finally:
        norm.__class__ = kind
    return all(torch.allclose(one, other, atol=TOLERANCE, rtol=TOLERANCE) for one, other in zip(found, known, strict=True))


def tried(norm: Any) -> tuple[Tensor, Tensor]:
    """Draws nothing from the run's own random numbers."""
    weight = norm.weight
    draw = torch.Generator(weight.device).manual_seed(1)
    shape = (64, weight.shape[0])
    x, back = (torch.randn(shape, device=weight.device, generator=draw).to(weight.dtype) for _ in range(2))
    normed = norm(x.requires_grad_())
    (grad,) = torch.autograd.grad(normed, x, back)
    return normed.detach().float(), grad.float()
