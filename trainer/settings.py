"""What a run is made of: read once from the `start` message, checked, trusted after.

Imported by the other files; nothing to run here. src/trainers/peft/sidecar-settings.ts writes them.
"""

import hashlib
import json
import re
from dataclasses import asdict, dataclass, fields
from typing import Any

from errors import TrainerError, invalid


@dataclass(frozen=True)
class Settings:
    #: Folder of the base model: config.json, safetensors, tokenizer, chat template.
    base: str
    #: What the adapter says that it belongs to.
    base_name: str
    #: JSON lines of {messages, weight}.
    examples: str
    #: What the base should not forget: its loss on these is measured before and after.
    neutral_texts: list[str]
    #: Where checkpoints and the adapter go; a run that is found here goes on.
    folder: str
    method: str
    scaling: str
    quantise: str
    rank: int
    alpha: float
    dropout: float
    learning_rate: float
    warm_up_steps: int
    weight_decay: float
    clip: float
    epochs: int
    batch_size: int
    max_tokens: int
    #: Rows are laid side by side in sheets of at most so many tokens; 0: each row alone; nothing: as suits the device.
    sheet_tokens: int | None
    seed: int
    shuffle: bool
    initial_adapter: str | None
    device: str
    dtype: str
    threads: int
    processes: int
    gradient_checkpointing: bool
    checkpoint_every: int
    #: After each checkpoint, wait for `go-on` or `stop`: the exam decides.
    wait_at_checkpoints: bool

    @property
    def fingerprint(self) -> str:
        """Of everything that changes the numbers: a run goes on only with its own settings."""
        shaping = {name: value for name, value in asdict(self).items() if name not in NOT_SHAPING}
        return hashlib.sha256(json.dumps(shaping, sort_keys=True).encode()).hexdigest()


NOT_SHAPING = {"base", "folder", "examples", "wait_at_checkpoints", "checkpoint_every", "neutral_texts"}

CHOICES = {
    "method": ("lora", "dora"),
    "scaling": ("alpha/rank", "alpha/sqrt(rank)"),
    "quantise": ("none", "4bit"),
    "device": ("auto", "cpu", "cuda"),
    "dtype": ("auto", "float32", "bfloat16"),
}

POSITIVE = ("rank", "alpha", "learning_rate", "epochs", "batch_size", "max_tokens", "threads", "processes", "checkpoint_every")


def read_settings(raw: dict[str, Any]) -> Settings:
    """From the names of JSON; what is missing, unknown or out of range is refused by name."""
    given = {re.sub("[A-Z]", lambda letter: "_" + letter[0].lower(), name): value for name, value in raw.items()}
    known = {field.name for field in fields(Settings)}
    if given.keys() != known:
        raise TrainerError("internal", f"The trainer's settings do not fit its version: {sorted(given.keys() ^ known)}.")
    settings = Settings(**given)
    for name, allowed in CHOICES.items():
        if given[name] not in allowed:
            raise invalid(f"`{name}` is {given[name]!r}; it can be {', '.join(allowed)}.")
    for name in POSITIVE:
        if not given[name] > 0:
            raise invalid(f"`{name}` is {given[name]}; it must be above 0.")
    return settings
