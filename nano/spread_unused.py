"""Gives tokens that never occurred in nano's training rows of their own: `python nano/spread_unused.py --model models/nano --out FOLDER`.

Unused rows of the tied embedding are pushed into one corner together, until no state of the model can name one of them: with
a frozen head no adapter can ever write `{`. Each such row keeps the corner, which keeps it unlikely, and gets a direction of
its own, so that an adapter can reach it. Nothing is trained; other rows stay as they are.
"""

import argparse
import shutil
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

#: Rows nearer to another row than this are taken for unused; used ones are further apart than 1.
NEAR = 0.5
#: Length of the new direction: as far from its neighbours as used rows are.
OWN = 1.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)
    shutil.copytree(options.model, options.out, dirs_exist_ok=True)
    weights = load_file(options.model / "model.safetensors")
    rows = weights["model.embed_tokens.weight"].float()
    seen = rows * weights["model.norm.weight"].float()
    distances = torch.cdist(seen, seen).fill_diagonal_(float("inf"))
    unused = distances.min(1).values < NEAR
    directions = torch.randn(rows.shape, generator=torch.Generator().manual_seed(1))
    directions = OWN * directions / directions.norm(dim=1, keepdim=True)
    spread = torch.where(unused[:, None], rows + directions, rows)
    weights["model.embed_tokens.weight"] = spread.to(torch.bfloat16)
    save_file(weights, options.out / "model.safetensors", metadata={"format": "pt"})
    print(f"{int(unused.sum())} of {len(rows)} tokens got a direction of their own")


if __name__ == "__main__":
    main()
