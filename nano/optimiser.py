"""Muon for the matrices inside the blocks, AdamW for everything else; float32 masters of bfloat16 weights.

Imported by train.py; nothing to run here.
"""

import torch
import torch.distributed as dist
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

    Several processes share the work: gradients are averaged over all, each matrix is orthogonalised by one of them.
    """

    def __init__(self, model: Nano, rank: int = 0, processes: int = 1) -> None:
        self.rank, self.processes = rank, processes
        self.parameters: dict[str, nn.Parameter] = dict(model.named_parameters())
        self.slices = {name: slices_of(name, model.shape) for name in self.parameters}
        self.masters = {name: p.detach().float().clone() for name, p in self.parameters.items()}
        self.momenta = {name: torch.zeros_like(m) for name, m in self.masters.items()}
        self.squares = {name: torch.zeros_like(self.masters[name]) for name, rows in self.slices.items() if rows is None}
        self.steps = 0

    def gradients(self) -> dict[str, Tensor]:
        found = {name: p.grad.float() for name, p in self.parameters.items() if p.grad is not None}
        self.share(list(found.values()), 1 / self.processes)
        return found

    def share(self, tensors: list[Tensor], scale: float) -> None:
        """Adds the tensors up over all processes, in one message."""
        if self.processes == 1:
            return
        flat = torch.cat([tensor.flatten() for tensor in tensors])
        dist.all_reduce(flat)
        for tensor, part in zip(tensors, flat.split([t.numel() for t in tensors]), strict=True):
            tensor.copy_(part.view_as(tensor).mul_(scale))

    @torch.no_grad()
    def step(self, muon_rate: float, adam_rate: float, decay: float) -> None:
        """One update from the gradients at hand, which are then forgotten."""
        self.steps += 1
        gradients = self.gradients()
        matrices = [name for name in gradients if self.slices[name] is not None]
        updates = {name: torch.zeros_like(self.masters[name]) for name in matrices}
        for at, name in enumerate(matrices):
            gradient, momentum = gradients[name], self.momenta[name]
            momentum.lerp_(gradient, 1 - MUON_MOMENTUM)
            # Every fourth matrix of a block is of the same kind: blocks are dealt out, not kinds.
            if at // 4 % self.processes == self.rank:
                self.muon(gradient.lerp(momentum, MUON_MOMENTUM), self.slices[name] or [], updates[name])
        self.share(list(updates.values()), 1.0)
        for name, update in updates.items():
            self.masters[name].mul_(1 - muon_rate * decay).add_(update, alpha=-muon_rate)
        for name in gradients.keys() - updates.keys():
            self.adam(name, gradients[name], adam_rate)
        for name in gradients:
            self.parameters[name].copy_(self.masters[name])
            self.parameters[name].grad = None

    def muon(self, gradient: Tensor, rows: list[int], update: Tensor) -> None:
        for part, target in zip(gradient.split(rows), update.split(rows), strict=True):
            target.copy_(orthogonalise(part)).mul_(max(1.0, part.shape[0] / part.shape[1]) ** 0.5)

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
