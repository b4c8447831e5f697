"""Checkpoints that are whole or not there: the adapter, and everything that the next step depends on.

Imported by run.py; nothing to run here. Layout: checkpoints/step-00000020/{adapter_config.json, adapter_model.safetensors, state.pt,
checkpoint.json}, where the last holds the others' hashes and is written before the folder gets its name.
"""

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

import torch
from peft import PeftModel, get_peft_model_state_dict
from safetensors.torch import save_file

from base import ADAPTER_FILE
from errors import invalid

STATE = "state.pt"
SEAL = "checkpoint.json"
#: Older ones keep their adapter, of a few MB, and lose the optimiser's state.
FULL_KEPT = 2


def write_adapter(tuned: PeftModel, folder: Path) -> None:
    """In PEFT's own layout; equal adapters give equal bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {name: value.detach().cpu().float().contiguous() for name, value in get_peft_model_state_dict(tuned).items()}
    save_file(dict(sorted(tensors.items())), folder / ADAPTER_FILE, {"format": "pt"})
    config = tuned.peft_config["default"].to_dict()
    shown = {name: sorted(value) if isinstance(value, set) else value for name, value in config.items()}
    text = json.dumps({**shown, "inference_mode": True}, indent=2, sort_keys=True, default=str)
    (folder / "adapter_config.json").write_text(text + "\n")


def save_checkpoint(root: Path, step: int, tuned: PeftModel, state: dict[str, Any], fingerprint: str) -> Path:
    place = root / f"step-{step:08d}"
    part = root / f".writing-{place.name}"
    shutil.rmtree(part, ignore_errors=True)
    write_adapter(tuned, part)
    torch.save(state, part / STATE)
    hashes = {file.name: hash_of(file) for file in sorted(part.iterdir())}
    (part / SEAL).write_text(json.dumps({"step": step, "fingerprint": fingerprint, "files": hashes}, indent=2) + "\n")
    for file in part.iterdir():
        sync(file)
    if place.exists():
        shutil.rmtree(place)
    part.rename(place)
    sync(root)
    thin_out(root)
    return place


def thin_out(root: Path) -> None:
    full = [place for place in places_of(root) if (place / STATE).exists()]
    for place in full[:-FULL_KEPT]:
        (place / STATE).unlink()


def places_of(root: Path) -> list[Path]:
    return sorted(root.glob("step-*"))


def newest_checkpoint(root: Path, fingerprint: str) -> tuple[int, Path] | None:
    """The last one that is whole; one of other settings or other examples is refused, never mixed in."""
    for place in reversed(places_of(root)):
        seal = read_seal(place)
        if seal is None:
            continue
        if seal["fingerprint"] != fingerprint:
            raise invalid(
                f"{root.parent} holds a run with other settings, examples or another base model.",
                "Name another folder, or delete this one to begin anew.",
            )
        return seal["step"], place
    return None


def read_seal(place: Path) -> dict[str, Any] | None:
    try:
        seal = json.loads((place / SEAL).read_text())
        whole = all(hash_of(place / name) == digest for name, digest in seal["files"].items())
    except (OSError, ValueError, KeyError):
        # A disk that was full or torn: an earlier checkpoint takes over.
        return None
    return seal if whole else None


def load_state(place: Path) -> dict[str, Any]:
    return torch.load(place / STATE, weights_only=True, map_location="cpu")


def hash_of(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        # Folders cannot be synced on Windows.
        pass
    finally:
        os.close(handle)
