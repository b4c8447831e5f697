"""The trainer beside a plain loop of transformers and peft on a graphics processor, on a randomly drawn Llama of 8B shape:
`python3 -B bench/school/peft_gpu.py [--shape 8b] [--rounds 5] [--methods lora,qlora] [--own no,checkpointing] [--plain 4,8,8c,32c] [--seconds 60]
[--base FOLDER]`; `--device cpu --shape toy` tries the bench itself.

Both loops take steps in turn with one model and one adapter. The trainer's loop is the trainer's own code, with its own layers, and as many
sheets of 2048 tokens at once as it finds to fit. The plain loop has the libraries' layers, pads rows to the longest of its batch and is tried with several
batch sizes, with and without gradient checkpointing: the fastest that fits is what the trainer is held against. Rows are short ones of mixed lengths, as company
examples are, and long ones, where little can be won by laying them side by side.
"""

import argparse
import gc
import json
import math
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

# As trainer/main.py has it, and before PyTorch reads it.
os.environ.setdefault("PYTORCH_ALLOC_CONF", "expandable_segments:True")

import torch
from torch.optim import AdamW
from transformers import LlamaConfig, LlamaForCausalLM

sys.path.insert(0, str(Path(__file__).parents[2] / "trainer"))

from base import add_adapter, load_base, load_tokenizer, trainable
from examples import Row, row_of
from peft_throughput import SETTINGS, WORDS, some_rows, update
from gradients import Desk, measure_places, step_gradient, total_of
from lora_linear import make_plain, make_quick
from quick_norm import make_norms_plain, make_norms_quick
from settings import Settings

NANO = Path(__file__).parents[2] / "models" / "nano"
SHAPES = {
    "8b": {"hidden_size": 4096, "intermediate_size": 14336, "num_hidden_layers": 32, "num_attention_heads": 32, "vocab_size": 128256},
    "toy": {"hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 2, "num_attention_heads": 4, "vocab_size": 8192},
}
#: Rows at once in the plain loop, and whether it computes activations again on the way back.
PLAIN = {"4": (4, False), "8": (8, False), "8c": (8, True), "32c": (32, True)}
OWN = {"no": ("own", False), "checkpointing": ("own, checkpointing", True)}


@dataclass(frozen=True)
class Options:
    shape: str
    rounds: int
    seconds: float
    batch: int
    methods: list[str]
    own: list[str]
    plain: list[str]
    device: torch.device
    base: Path | None
    out: Path | None
    profile: bool
    #: Operations a second of the card in bf16 matrix products.
    rate: float


@dataclass
class Contestant:
    name: str
    is_own: bool
    checkpointing: bool
    step: Callable[[list[Row]], float]
    seconds: list[float] = field(default_factory=list)
    peak: float = 0.0
    #: Of the trainer's: what it lays its sheets on.
    desk: Desk | None = None
    fits: bool = True


@dataclass(frozen=True)
class Setting:
    settings: Settings
    device: torch.device
    tuned: Any
    optimiser: AdamW
    pad: int


def draw_base(shape: str, folder: Path, device: torch.device) -> None:
    """Weights as training begins with them, with nano's tokenizer: what the numbers say does not matter here, only how many there are."""
    sizes = SHAPES[shape]
    config = LlamaConfig(**sizes, num_key_value_heads=sizes["num_attention_heads"] // 4, max_position_embeddings=8192, rope_theta=500000.0)
    torch.manual_seed(1)
    torch.set_default_dtype(torch.bfloat16)
    with device:
        model = LlamaForCausalLM(config)
    torch.set_default_dtype(torch.float32)
    model.save_pretrained(folder)
    for name in ("tokenizer.json", "tokenizer_config.json", "chat_template.jinja"):
        shutil.copy(NANO / name, folder / name)


def long_rows(count: int, tokenizer: Any) -> list[Row]:
    """Questions with several passages, of about 900 to 1,900 tokens."""
    draw = random.Random(4)
    rows = []
    for _ in range(count):
        messages = [
            {"role": "user", "content": " ".join(draw.choices(WORDS, k=draw.randint(600, 1200)))},
            {"role": "assistant", "content": " ".join(draw.choices(WORDS, k=draw.randint(20, 60)))},
        ]
        rows.append(row_of({"messages": messages, "weight": 1}, 1, tokenizer, {tokenizer.eos_token_id}))
    return rows


def halves(device: torch.device) -> AbstractContextManager[None]:
    return torch.autocast(device.type, dtype=torch.bfloat16)


def desk_of(setting: Setting) -> Desk:
    return Desk(setting.tuned, setting.device, is_half=True, sheet_tokens=setting.settings.sheet_tokens or 0)


def own_loss(desk: Desk, rows: list[Row]) -> float:
    return step_gradient(desk, rows, total_of(rows)).item()


def plain_loss(setting: Setting, rows: list[Row], at_once: int) -> float:
    """Micro-batches in the rows' order, each padded to its longest; the mean is over all that is learnt, as the trainer of transformers has it."""
    total = sum(sum(learnt > 0 for learnt in row.learnt[1:]) for row in rows)
    loss = torch.zeros((), device=setting.device)
    for begin in range(0, len(rows), at_once):
        some = rows[begin : begin + at_once]
        longest = max(len(row.ids) for row in some)
        ids = torch.tensor([row.ids + [setting.pad] * (longest - len(row.ids)) for row in some], device=setting.device)
        mask = torch.tensor([[1] * len(row.ids) + [0] * (longest - len(row.ids)) for row in some], device=setting.device)
        labels = torch.tensor(
            [
                [token if learnt else -100 for token, learnt in zip(row.ids, row.learnt, strict=True)]
                + [-100] * (longest - len(row.ids))
                for row in some
            ],
            device=setting.device,
        )
        with halves(setting.device):
            part = setting.tuned(input_ids=ids, attention_mask=mask, labels=labels, num_items_in_batch=total).loss
        part.backward()
        loss += part.detach()
    return loss.item()


def open_setting(base: Path, method: str, device: torch.device) -> Setting:
    quantise = "4bit" if method == "qlora" else "none"
    settings = replace(SETTINGS, base=str(base), device=device.type, dtype="bfloat16", sheet_tokens=2048, quantise=quantise)
    tuned = add_adapter(load_base(settings, device), settings)
    tuned.train()
    optimiser = AdamW([value for _, value in trainable(tuned)], lr=1e-4, weight_decay=0, fused=True)
    return Setting(settings, device, tuned, optimiser, load_tokenizer(settings).pad_token_id)


def contestants_of(setting: Setting, own: list[str], plain: list[str]) -> list[Contestant]:
    def step(loss_of: Callable[[list[Row]], float]) -> Callable[[list[Row]], float]:
        return lambda rows: update(setting.tuned, setting.optimiser, loss_of(rows))

    found = []
    for name, again in (OWN[key] for key in own):
        desk = desk_of(setting)
        found.append(Contestant(name, True, again, step(lambda rows, desk=desk: own_loss(desk, rows)), desk=desk))
    for at_once, again in (PLAIN[key] for key in plain):
        name = f"plain, {at_once} rows at once{', checkpointing' if again else ''}"
        found.append(Contestant(name, False, again, step(lambda rows, at_once=at_once: plain_loss(setting, rows, at_once))))
    return found


def set_up(setting: Setting, is_own: bool, checkpointing: bool) -> None:
    """One model for all: the trainer's layers for the trainer's loop, the libraries' for the plain one."""
    (make_quick if is_own else make_plain)(setting.tuned)
    (make_norms_quick if is_own and setting.device.type == "cuda" else make_norms_plain)(setting.tuned)
    base = setting.tuned.get_base_model()
    if checkpointing:
        base.gradient_checkpointing_enable({"use_reentrant": False})
    else:
        base.gradient_checkpointing_disable()


def timed(setting: Setting, one: Contestant, rows: list[Row], counts: bool) -> None:
    set_up(setting, one.is_own, one.checkpointing)
    is_cuda = setting.device.type == "cuda"
    if is_cuda:
        torch.cuda.synchronize()
        torch.cuda.reset_peak_memory_stats()
    began = time.perf_counter()
    try:
        one.step(rows)
    except torch.OutOfMemoryError:
        one.fits = False
    if not one.fits:
        setting.optimiser.zero_grad(set_to_none=True)
        torch.cuda.empty_cache()
        return
    if is_cuda:
        torch.cuda.synchronize()
        one.peak = max(one.peak, torch.cuda.max_memory_allocated() / 1e9)
    if counts:
        one.seconds.append(time.perf_counter() - began)


def gradient_of(setting: Setting) -> torch.Tensor:
    found = torch.cat([value.grad.flatten() for _, value in trainable(setting.tuned)])
    setting.optimiser.zero_grad(set_to_none=True)
    return found


def compare(setting: Setting, rows: list[Row]) -> dict[str, float]:
    """That both loops compute the same; several sheets on a stack, too."""
    set_up(setting, False, False)
    known = plain_loss(setting, rows, 4), gradient_of(setting)
    set_up(setting, True, False)
    desk = desk_of(setting)
    desk.places = 3 * desk.sheet_tokens
    own = own_loss(desk, rows), gradient_of(setting)
    return {"losses": abs(own[0] - known[0]), "gradients": ((own[1] - known[1]).norm() / known[1].norm()).item()}


def operations(setting: Setting, rows: list[Row]) -> float:
    """That a step cannot do without: forward, and back to the inputs alone, for the frozen weights stay; no padding, no second forward."""
    config = setting.tuned.get_base_model().config
    wide, deep, layers = config.hidden_size, config.intermediate_size, config.num_hidden_layers
    keys = wide * config.num_key_value_heads // config.num_attention_heads
    matrices = layers * (2 * wide * wide + 2 * wide * keys + 3 * wide * deep)
    tokens = sum(len(row.ids) for row in rows)
    pairs = sum(len(row.ids) ** 2 / 2 for row in rows)
    learnt = sum(sum(one > 0 for one in row.learnt[1:]) for row in rows)
    return 4 * matrices * tokens + 12 * layers * wide * pairs + 4 * wide * config.vocab_size * learnt


def matmul_rate(device: torch.device) -> float:
    size = 8192 if device.type == "cuda" else 512
    one, other = (torch.randn(size, size, device=device, dtype=torch.bfloat16) for _ in range(2))
    seconds = []
    for _ in range(13):
        if device.type == "cuda":
            torch.cuda.synchronize()
        began = time.perf_counter()
        _ = one @ other
        if device.type == "cuda":
            torch.cuda.synchronize()
        seconds.append(time.perf_counter() - began)
    return 2 * size**3 / statistics.median(seconds[3:])


def race(setting: Setting, batches: list[list[Row]], method: str, kind: str, options: Options) -> dict[str, Any]:
    apart = compare(setting, batches[0][:8])
    runners = contestants_of(setting, options.own, options.plain)
    for one in runners:
        if one.desk is not None:
            set_up(setting, True, one.checkpointing)
            measure_places(one.desk, [row for batch in batches for row in batch])
    ends = time.perf_counter() + options.seconds
    for at, batch in enumerate(batches):
        if at > 1 and time.perf_counter() > ends:
            break
        fitting = [one for one in runners if one.fits]
        # Whoever goes first changes with each round; the first round warms up.
        turn = at % len(fitting)
        for one in fitting[turn:] + fitting[:turn]:
            timed(setting, one, batch, at > 0)
    tokens = [sum(len(row.ids) for row in batch) for batch in batches[1:]]
    work = [operations(setting, batch) for batch in batches[1:]]
    table = []
    for one in runners:
        if not one.fits:
            table.append({"name": one.name, "fits": False})
            continue
        speeds = [count / seconds for count, seconds in zip(tokens, one.seconds, strict=False)]
        shares = [count / seconds / options.rate for count, seconds in zip(work, one.seconds, strict=False)]
        table.append(
            {
                "name": one.name,
                "fits": True,
                "tokensPerSecond": statistics.median(speeds),
                "peakGb": one.peak,
                "share": statistics.median(shares),
                "placesAtOnce": None if one.desk is None else one.desk.places,
                "rounds": len(one.seconds),
            }
        )
    own = max((one for one in runners if one.fits and one.is_own), key=speed_of)
    plain = max((one for one in runners if one.fits and not one.is_own), key=speed_of)
    ratios = sorted(other / mine for mine, other in zip(own.seconds, plain.seconds, strict=True))
    return {
        "method": method,
        "rows": kind,
        "lengths": [min(len(row.ids) for row in batches[0]), max(len(row.ids) for row in batches[0])],
        "table": table,
        "best": {"own": own.name, "plain": plain.name, "ratio": statistics.median(ratios), "least": ratios[0], "most": ratios[-1]},
        "apart": apart,
    }


def profile(setting: Setting, rows: list[Row]) -> None:
    set_up(setting, True, False)
    desk = desk_of(setting)
    measure_places(desk, rows)
    kind = torch.profiler.ProfilerActivity
    with torch.profiler.profile(activities=[kind.CUDA if setting.device.type == "cuda" else kind.CPU]) as found:
        own_loss(desk, rows)
    setting.optimiser.zero_grad(set_to_none=True)
    print(found.key_averages().table(sort_by="self_device_time_total", row_limit=24, max_name_column_width=60))


def speed_of(one: Contestant) -> float:
    return -statistics.median(one.seconds)


def show(result: dict[str, Any]) -> None:
    least, most = result["lengths"]
    print(f"\n{result['method']}, {result['rows']} rows of {least} to {most} tokens; losses {result['apart']['losses']:.1e} apart, gradients {result['apart']['gradients']:.1e}")
    for row in result["table"]:
        if not row["fits"]:
            print(f"  {row['name']:<38} does not fit")
            continue
        print(
            f"  {row['name']:<38} {row['tokensPerSecond']:8,.0f} tokens/s  {row['peakGb']:5.1f} GB  {row['share']:6.1%} of the matmul rate"
            + (f", up to {row['placesAtOnce']:,} tokens at once" if row["placesAtOnce"] else "")
        )
    best = result["best"]
    print(f"  own / fastest plain ({best['plain']}): {best['ratio']:.2f} [{best['least']:.2f}, {best['most']:.2f}]", flush=True)


def run_method(base: Path, method: str, options: Options) -> list[dict[str, Any]]:
    began = time.perf_counter()
    setting = open_setting(base, method, options.device)
    print(f"{method}: loaded in {time.perf_counter() - began:.0f} s", flush=True)
    tokenizer = load_tokenizer(setting.settings)
    results = []
    for kind, make, size in (("short", some_rows, options.batch), ("long", long_rows, options.batch // 8)):
        rows = make((options.rounds + 1) * size, tokenizer)
        batches = [rows[at : at + size] for at in range(0, len(rows), size)]
        results.append(race(setting, batches, method, kind, options))
        show(results[-1])
        if options.profile:
            profile(setting, batches[0])
    return results


def free(device: torch.device) -> None:
    gc.collect()
    if device.type == "cuda":
        torch.cuda.empty_cache()


def options_of() -> Options:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shape", default="8b", choices=sorted(SHAPES))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=math.inf, help="no round of a race is begun after so many, but for the first that counts")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--methods", type=listed, default=["lora", "qlora"])
    parser.add_argument("--own", type=listed, default=list(OWN))
    parser.add_argument("--plain", type=listed, default=list(PLAIN))
    parser.add_argument("--device", type=torch.device, default=torch.device("cuda"))
    parser.add_argument("--base", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--profile", action="store_true", help="where one step of the trainer's spends its time")
    given = vars(parser.parse_args())
    return Options(**given, rate=matmul_rate(given["device"]))


def listed(text: str) -> list[str]:
    return text.split(",")


def main() -> None:
    options = options_of()
    card = torch.cuda.get_device_name(options.device) if options.device.type == "cuda" else "a processor"
    print(f"{card}, torch {torch.__version__}: {options.rate / 1e12:.1f} TFLOP/s in bf16 matrix products", flush=True)
    base = options.base or Path(tempfile.mkdtemp(prefix="peft-gpu-"))
    results: list[dict[str, Any]] = []
    failed = []
    try:
        if not (base / "config.json").exists():
            began = time.perf_counter()
            draw_base(options.shape, base, options.device)
            print(f"drawn and saved in {time.perf_counter() - began:.0f} s", flush=True)
        for method in options.methods:
            free(options.device)
            try:
                results += run_method(base, method, options)
            except Exception:  # noqa: BLE001 -- time on such a machine is dear: what fails takes no other figures along
                traceback.print_exc()
                failed.append(method)
    finally:
        if options.base is None:
            shutil.rmtree(base)
        if options.out is not None:
            told = {"card": card, "torch": torch.__version__, "rate": options.rate, "results": results}
            options.out.write_text(json.dumps(told, indent=2))
    sys.exit(f"failed: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
