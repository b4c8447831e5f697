"""Muon for the matrices inside the blocks, AdamW for everything else; float32 masters of bfloat16 weights.

Imported by train.py; nothing to run here.
"""

from collections import defaultdict

import torch
from torch import Tensor, nn

from model import Nano, Shape

ADAM_BETAS = (0.9, 0.95)
MUON_MOMENTUM = 0.95


def orthogonalise(gradient: Tensor, steps: int = 5) -> Tensor:
    """The nearest matrix with all singular values near one, by a Newton-Schulz iteration in bfloat16."""
    tall = gradient.shape[-2] > gradient.shape[-1]
    x = (gradient.mT if tall else gradient).bfloat16()
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(steps):
        square = x @ x.mT
        x = 3.4445 * x + (-4.7750 * square + 2.0315 * square @ square) @ x
    return (x.mT if tall else x).float()


def slices_of(name: str, shape: Shape) -> list[int] | None:
    """Row counts of the matrices stacked in one parameter, or nothing when Muon does not train it."""
    last = name.rsplit(".", 1)[-1]
    return {
        "qkv": [shape.query_width, shape.kv_width, shape.kv_width],
        "gate_up": [shape.inner, shape.inner],
        "out": [shape.width],
        "down": [shape.width],
    }.get(last)


class Optimiser:
    """Keeps the float32 masters and their momenta; `step` writes the model's weights anew.

    Matrices of one size are updated together: a graphics processor takes as long for one small product as for fifty.
    """

    def __init__(self, model: Nano) -> None:
        self.parameters: dict[str, nn.Parameter] = dict(model.named_parameters())
        self.masters = {name: p.detach().float().clone() for name, p in self.parameters.items()}
        self.momenta = {name: torch.zeros_like(m) for name, m in self.masters.items()}
        slices = {name: slices_of(name, model.shape) for name in self.parameters}
        self.squares = {name: torch.zeros_like(self.masters[name]) for name, rows in slices.items() if rows is None}
        #: Of each size: the parameters' names and the rows in them.
        self.groups: dict[tuple[int, int], list[tuple[str, slice]]] = defaultdict(list)
        for name, counts in slices.items():
            first = 0
            for rows in counts or []:
                self.groups[rows, self.masters[name].shape[1]].append((name, slice(first, first + rows)))
                first += rows
        self.steps = 0

    @torch.no_grad()
    def step(self, muon_rate: float, adam_rate: float, decay: float) -> None:
        """One update from the gradients at hand, which are then forgotten."""
        self.steps += 1
        gradients = {name: p.grad.float() for name, p in self.parameters.items() if p.grad is not None}
        for (rows, columns), members in self.groups.items():
            gradient = torch.stack([gradients[name][part] for name, part in members])
            momentum = torch.stack([self.momenta[name][part] for name, part in members]).lerp_(gradient, 1 - MUON_MOMENTUM)
            update = orthogonalise(gradient.lerp(momentum, MUON_MOMENTUM)) * max(1.0, rows / columns) ** 0.5
            for at, (name, part) in enumerate(members):
                self.momenta[name][part] = momentum[at]
                self.masters[name][part].mul_(1 - muon_rate * decay).sub_(update[at], alpha=muon_rate)
        for name in self.squares:
            self.adam(name, gradients[name], adam_rate)
        for name, parameter in self.parameters.items():
            parameter.copy_(self.masters[name])
            parameter.grad = None

    def adam(self, name: str, gradient: Tensor, rate: float) -> None:
        first, second = ADAM_BETAS
        mean, square = self.momenta[name], self.squares[name]
        mean.lerp_(gradient, 1 - first)
        square.lerp_(gradient.square(), 1 - second)
        correction = (1 - second**self.steps) ** 0.5 / (1 - first**self.steps)
        self.masters[name].addcdiv_(mean, square.sqrt() + 1e-8, value=-rate * correction)

    def state(self) -> dict[str, object]:
        return {"masters": self.masters, "momenta": self.momenta, "squares": self.squares, "steps": self.steps}

    @torch.no_grad()
    def load(self, state: dict[str, object]) -> None:
        for key in ("masters", "momenta", "squares"):
            for name, value in state[key].items():  # type: ignore[attr-defined]
                getattr(self, key)[name].copy_(value)
        self.steps = int(state["steps"])  # type: ignore[call-overload]
        for name, parameter in self.parameters.items():
            parameter.copy_(self.masters[name])
