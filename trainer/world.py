"""Several processes on one run: each takes its share of a step's rows, and all add up their gradients.

Imported by main.py and run.py; nothing to run here. Every process holds the whole base model, on a graphics processor of its own;
only the adapter's gradients travel. The first one speaks with the program; the others end when it ends.
"""

import json
import os
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor

from settings import Settings


@dataclass(frozen=True)
class World:
    rank: int
    size: int

    def share(self, rows: list[int]) -> list[int]:
        return rows[self.rank :: self.size]

    def add_up(self, tensors: list[Tensor]) -> None:
        """In place, the same in every process."""
        if self.size > 1:
            flat = torch.cat([tensor.flatten() for tensor in tensors])
            dist.all_reduce(flat)
            for tensor, part in zip(tensors, flat.split([tensor.numel() for tensor in tensors]), strict=True):
                tensor.copy_(part.view_as(tensor))

    def told_by_first(self, value: Any) -> Any:
        """What the first process knows."""
        if self.size == 1:
            return value
        box = [value]
        dist.broadcast_object_list(box)
        return box[0]

    def wait(self) -> None:
        if self.size > 1:
            dist.barrier()


ALONE = World(0, 1)


def gather_world(raw: dict[str, Any], settings: Settings) -> World:
    """Starts the other processes of a run and meets them."""
    if settings.processes == 1:
        return ALONE
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    for rank in range(1, settings.processes):
        told = json.dumps({"rank": rank, "port": port, "settings": raw})
        # Not closed: its end tells the other process that this one is gone.
        other = subprocess.Popen([sys.executable, "-s", "-B", sys.argv[0], "--share"], stdin=subprocess.PIPE, stdout=2)
        other.stdin.write(told.encode() + b"\n")
        other.stdin.flush()
        HELD.append(other)
    return meet(0, port, settings)


HELD: list[subprocess.Popen] = []


def join_world() -> tuple[dict[str, Any], World]:
    """In one of the other processes: what to train, and with whom."""
    from settings import read_settings

    told = json.loads(sys.stdin.readline())
    threading.Thread(target=end_with_first, daemon=True).start()
    return told["settings"], meet(told["rank"], told["port"], read_settings(told["settings"]))


def end_with_first() -> None:
    sys.stdin.read()
    os._exit(0)


def meet(rank: int, port: int, settings: Settings) -> World:
    uses_cuda = settings.device != "cpu" and torch.cuda.is_available()
    if uses_cuda:
        torch.cuda.set_device(rank)
    address = f"tcp://127.0.0.1:{port}"
    dist.init_process_group("nccl" if uses_cuda else "gloo", init_method=address, rank=rank, world_size=settings.processes)
    return World(rank, settings.processes)
