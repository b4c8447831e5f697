"""Trains LoRA adapters: `python trainer/main.py`, started by Schoolbook, which sends one `start` message as a line of JSON.

Answers in lines of JSON: ready, step, checkpoint, done or failed, and `alive` every second. Takes stop and go-on; ends when
stdin is closed.
`python trainer/main.py --trial` loads what it needs, says which versions there are, and ends.
"""

import json
import os
import sys
import traceback

from errors import TrainerError


def trial() -> None:
    import accelerate
    import peft
    import torch
    import transformers

    found = {"torch": torch, "transformers": transformers, "peft": peft, "accelerate": accelerate}
    told = {name: module.__version__ for name, module in found.items()}
    print(json.dumps({"versions": told, "python": sys.version.split()[0], "cuda": torch.cuda.device_count()}))


def serve() -> None:
    from channel import Channel

    channel = Channel()
    try:
        start = channel.next_order(wait=True)
        if start is None or start["kind"] != "start":
            raise TrainerError("internal", "The trainer was not told what to train.")
        # Stacks of sheets differ in size from step to step: without it, memory would go to pieces.
        os.environ.setdefault("PYTORCH_ALLOC_CONF", "expandable_segments:True")
        # Imported late: it takes seconds, and the program hears that we are alive meanwhile.
        from run import train
        from settings import read_settings
        from world import gather_world

        settings = read_settings(start["settings"])
        train(settings, channel, gather_world(start["settings"], settings))
    except TrainerError as error:
        channel.send("failed", code=error.code, message=error.message, hint=error.hint)
        sys.exit(1)
    except MemoryError:
        channel.send("failed", code="engine_crashed", message="The trainer ran out of memory.", hint=MEMORY_HINT)
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 -- whatever it is, the program is told
        traceback.print_exc()
        is_memory = type(error).__name__ == "OutOfMemoryError"
        hint = MEMORY_HINT if is_memory else ""
        channel.send("failed", code="engine_crashed" if is_memory else "engine_failed", message=str(error), hint=hint)
        sys.exit(1)


def help_out() -> None:
    """One of several processes on a run: `--share`, started by the first."""
    from run import train
    from settings import read_settings
    from world import join_world

    raw, world = join_world()
    train(read_settings(raw), None, world)


MEMORY_HINT = "Lower sheetTokens or maxTokens, turn gradientCheckpointing on, or train with `quantise: 4bit` on a CUDA card."


if __name__ == "__main__":
    modes = {"--trial": trial, "--share": help_out}
    modes.get(sys.argv[-1], serve)()
