"""The frozen base model with a fresh adapter on it.

Imported by run.py; nothing to run here. The seed is set before the adapter is drawn: the same settings give the same adapter.
"""

import random
from pathlib import Path
from typing import Any

import torch
from peft import (
    LoraConfig,
    PeftModel,
    get_peft_model,
    get_peft_model_state_dict,
    prepare_model_for_kbit_training,
    set_peft_model_state_dict,
)
from safetensors.torch import load_file
from torch import nn
from transformers import AutoModelForCausalLM, AutoTokenizer, BitsAndBytesConfig

from errors import TrainerError, invalid
from settings import Settings

#: What a checkpoint and a resumed run are checked by.
ADAPTER_FILE = "adapter_model.safetensors"


def seed_everything(seed: int) -> None:
    random.seed(seed)
    torch.manual_seed(seed)


def choose_device(settings: Settings, rank: int) -> torch.device:
    has_cuda = torch.cuda.is_available()
    if settings.device == "cuda" and not has_cuda:
        raise TrainerError("engine_missing", "There is no CUDA device that PyTorch can use.", "Train with `device: cpu`.")
    if settings.device == "cpu" or not has_cuda:
        return torch.device("cpu")
    return torch.device("cuda", rank)


def choose_dtype(settings: Settings, device: torch.device) -> torch.dtype:
    """bfloat16 on graphics processors; on a processor float32 is faster and exact."""
    if settings.dtype == "auto":
        return torch.bfloat16 if device.type == "cuda" else torch.float32
    return {"float32": torch.float32, "bfloat16": torch.bfloat16}[settings.dtype]


def choose_sheet_tokens(settings: Settings, device: torch.device) -> int:
    """On a processor, longer sheets lose more to attention than they save; on a graphics processor they fill it."""
    if settings.sheet_tokens is not None:
        return settings.sheet_tokens
    return 2048 if device.type == "cuda" else 512


def load_tokenizer(settings: Settings) -> Any:
    if not (Path(settings.base) / "config.json").exists():
        raise TrainerError("not_found", f"{settings.base} holds no config.json.", "Name the folder of a base model.")
    return AutoTokenizer.from_pretrained(settings.base, local_files_only=True)


def load_base(settings: Settings, device: torch.device) -> Any:
    if settings.quantise == "4bit" and device.type != "cuda":
        raise invalid(
            "QLoRA (`quantise: 4bit`) needs a CUDA graphics processor, and this run is on the processor.",
            "Train with `quantise: none`, or on a machine with a CUDA card after `schoolbook school setup --cuda`.",
        )
    dtype = choose_dtype(settings, device)
    options: dict[str, Any] = {"dtype": dtype, "local_files_only": True, "attn_implementation": "sdpa"}
    if settings.quantise == "4bit":
        options |= {"quantization_config": four_bits(dtype), "device_map": {"": device}}
    model = AutoModelForCausalLM.from_pretrained(settings.base, **options)
    model.config.use_cache = False
    if settings.quantise == "4bit":
        return prepare_model_for_kbit_training(model, use_gradient_checkpointing=settings.gradient_checkpointing)
    if settings.gradient_checkpointing:
        model.gradient_checkpointing_enable({"use_reentrant": False})
    return model.to(device)


def four_bits(dtype: torch.dtype) -> BitsAndBytesConfig:
    return BitsAndBytesConfig(
        load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_use_double_quant=True, bnb_4bit_compute_dtype=dtype
    )


def linear_layers(model: Any) -> list[str]:
    """Every linear layer but the head, in the model's order. Embeddings and head stay: llama.cpp cannot adapt them."""
    head = model.get_output_embeddings()
    return [name for name, module in model.named_modules() if is_linear(module) and module is not head]


def is_linear(module: nn.Module) -> bool:
    return isinstance(module, nn.Linear)


def add_adapter(model: Any, settings: Settings) -> PeftModel:
    """Drawn from the seed alone, or as the given adapter says."""
    config = LoraConfig(
        r=settings.rank,
        lora_alpha=settings.alpha,
        lora_dropout=settings.dropout,
        target_modules=sorted({name.rsplit(".", 1)[-1] for name in linear_layers(model)}),
        use_dora=settings.method == "dora",
        use_rslora=settings.scaling == "alpha/sqrt(rank)",
        bias="none",
        task_type="CAUSAL_LM",
        base_model_name_or_path=settings.base_name,
    )
    seed_everything(settings.seed)
    tuned = get_peft_model(model, config)
    if settings.initial_adapter is not None:
        load_adapter(tuned, Path(settings.initial_adapter))
    return tuned


def load_adapter(tuned: PeftModel, folder: Path) -> None:
    """The numbers of an adapter of the same form; the base stays frozen."""
    own = get_peft_model_state_dict(tuned)
    given = load_file(folder / ADAPTER_FILE)
    odd = sorted(own.keys() ^ given.keys())
    if odd:
        raise invalid(f"{folder} is no adapter for the layers of this model and method: {odd[0]} stands on one side only.")
    for name, value in own.items():
        if value.shape != given[name].shape:
            raise invalid(f"{folder} has another rank: {name} is {list(given[name].shape)}, not {list(value.shape)}.")
    set_peft_model_state_dict(tuned, given)


def trainable(tuned: PeftModel) -> list[tuple[str, nn.Parameter]]:
    return [(name, value) for name, value in tuned.named_parameters() if value.requires_grad]
