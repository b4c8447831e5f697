"""A linear layer with LoRA in as few passes over memory as it can be done with: what peft's own layer computes, without its copies.

Imported by run.py and gradients.py; nothing to run here. peft keeps the adapter in float32 and turns each layer's input into float32 for it; with autocast
everything is turned back, and the weights are turned anew for every sheet. Here inputs stay what they are, the adapter's weights are
turned once a step, and what LoRA adds is added in place. Anything but plain LoRA is left to peft's own layer.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
import torch.nn.functional as F
from peft import PeftModel
from peft.tuners.lora import Linear, LoraLayer
from torch import Tensor, nn
from torch.autograd.function import once_differentiable


class QuickForward:
    """Mixed in before peft's layer, whose parameters and names stay."""

    turned: dict[tuple[str, torch.dtype], tuple[Tensor, Tensor]] | None = None

    def forward(self: Any, x: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        dtype = None if args or kwargs else plain_dtype(self, x)
        if dtype is None:
            return super().forward(x, *args, **kwargs)  # pyright: ignore[reportAttributeAccessIssue]
        name = self.active_adapters[0]
        down, up = self.lora_A[name].weight, self.lora_B[name].weight
        return LoraProduct.apply(x, down, up, *turned(self, name, dtype), self.scaling[name], self.base_layer)


class LoraProduct(torch.autograd.Function):
    """Kept for the way back: the input and its product with A, which is narrow."""

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, down: Tensor, up: Tensor, low: Tensor, scaled: Tensor, scaling: float, base: Any
    ) -> Tensor:
        flat = x.reshape(-1, x.shape[-1]).to(low.dtype)
        bias = None if base.bias is None else base.bias.to(low.dtype)
        wide = F.linear(flat, weight_of_base(base, low.dtype), bias)
        narrow = flat @ low.t()
        wide.addmm_(narrow, scaled.t())
        ctx.save_for_backward(flat, narrow)
        # Not saved as tensors: gradient checkpointing would count them as activations. They outlive the step anyway.
        ctx.low, ctx.scaled, ctx.scaling, ctx.base, ctx.shape = low, scaled, scaling, base, x.shape
        ctx.kinds = (down.dtype, up.dtype)
        return wide.view(*x.shape[:-1], wide.shape[-1])

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, *given: Tensor) -> tuple[Tensor | None, ...]:
        flat, narrow = ctx.saved_tensors
        (grad,) = given
        grad = grad.reshape(-1, grad.shape[-1])
        back = grad @ ctx.scaled
        into_x = None
        if ctx.needs_input_grad[0]:
            into_x = (grad @ weight_of_base(ctx.base, grad.dtype)).addmm_(back, ctx.low).view(ctx.shape)
        into_down = (back.t() @ flat).to(ctx.kinds[0])
        into_up = (grad.t() @ narrow).to(ctx.kinds[1]).mul_(ctx.scaling)
        return into_x, into_down, into_up, None, None, None, None


def weight_of_base(base: Any, dtype: torch.dtype) -> Tensor:
    """Of four bits, it is unpacked on the way there and on the way back, and not kept between."""
    state = getattr(base.weight, "quant_state", None)
    if state is None:
        return base.weight.to(dtype)
    from bitsandbytes.functional import dequantize_4bit

    return dequantize_4bit(base.weight, state).to(dtype)


def plain_dtype(layer: Any, x: Tensor) -> torch.dtype | None:
    """What to compute in; None where this is not plain LoRA that learns, and peft's own layer knows what to do."""
    names = layer.active_adapters
    if layer.disable_adapters or layer.merged or len(names) != 1 or not torch.is_grad_enabled():
        return None
    (name,) = names
    if name not in layer.lora_A or name in layer.lora_variant or layer.lora_bias.get(name) or layer.fan_in_fan_out:
        return None
    if type(layer.lora_dropout[name]) is not nn.Identity or not is_known(layer.base_layer):
        return None
    kind = x.device.type
    if torch.is_autocast_enabled(kind):
        return torch.get_autocast_dtype(kind)
    weights = (layer.lora_A[name].weight, layer.lora_B[name].weight)
    same = all(one.dtype == x.dtype for one in weights) and layer.base_layer.weight.dtype == x.dtype
    return x.dtype if same else None


def is_known(base: nn.Module) -> bool:
    """Frozen, and of a kind whose weight we can read."""
    if any(value.requires_grad for value in base.parameters(recurse=False)):
        return False
    state = getattr(base.weight, "quant_state", None)
    if state is not None:
        return type(base).__name__ == "Linear4bit" and not getattr(state, "packing_format_for_cpu", False)
    return type(base) is nn.Linear


def turned(layer: Any, name: str, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """A, and B times the scaling, in the kind that is computed in."""
    held = layer.turned
    if held is not None and (name, dtype) in held:
        return held[name, dtype]
    down, up = layer.lora_A[name].weight.detach(), layer.lora_B[name].weight.detach()
    both = down.to(dtype), (up * layer.scaling[name]).to(dtype)
    if held is not None:
        held[name, dtype] = both
    return both


@contextmanager
def weights_stay(tuned: PeftModel) -> Iterator[None]:
    """Within, the adapter's weights do not change, and are turned once. PyTorch does not tell: its fused AdamW leaves their versions as they were."""
    layers = [layer for layer in tuned.modules() if isinstance(layer, QuickForward)]
    for layer in layers:
        layer.turned = {}
    try:
        yield
    finally:
        for layer in layers:
            layer.turned = None


#: peft's kinds of layers, and ours.
QUICK: dict[type, type] = {}


def make_quick(tuned: PeftModel) -> None:
    """The model computes the same after, in less time while it learns."""
    for layer in tuned.modules():
        kind = type(layer)
        if isinstance(layer, LoraLayer) and (kind is Linear or kind.__name__ == "Linear4bit"):
            if kind not in QUICK:
                QUICK[kind] = type(f"Quick{kind.__name__}", (QuickForward, kind), {})
            layer.__class__ = QUICK[kind]


def make_plain(tuned: PeftModel) -> None:
    """As peft made it."""
    own = {quick: kind for kind, quick in QUICK.items()}
    for layer in tuned.modules():
        if type(layer) in own:
            layer.__class__ = own[type(layer)]
