"""Writes the trained model as others read it: `python nano/export.py --config nano/nano.json --run FOLDER --out models/nano`.

model.safetensors (bfloat16, the very numbers that training computed with), config.json and chat_template.jinja of a Qwen3 model.
With `--and FOLDER --share 0.2` every weight is a fifth that of another exported model: what a lesson has cost elsewhere comes back in part.
"""

import argparse
import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor

from data import END, STOP
from model import Nano, Shape

TEMPLATE = """{%- for message in messages -%}
{{- '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' -}}
{%- endfor -%}
{%- if add_generation_prompt -%}
{{- '<|im_start|>assistant\\n' -}}
{%- endif -%}
"""


def load_masters(run: Path, shape: Shape) -> Nano:
    """The model of a run's last save, in float32 holding bfloat16 numbers."""
    masters = torch.load(run / "state.pt", weights_only=True, map_location="cpu")["optimiser"]["masters"]
    model = Nano(shape)
    model.load_state_dict({name: value.bfloat16().float() for name, value in masters.items()}, strict=False)
    return model


@torch.no_grad()
def mix(model: Nano, other: Nano, share: float) -> Nano:
    """`share` of the other model's weights, the rest of this one's."""
    for mine, theirs in zip(model.parameters(), other.parameters(), strict=True):
        mine.lerp_(theirs, share)
    return model


def public_names(model: Nano) -> dict[str, Tensor]:
    """The tensors under the names of the Hugging Face library, stacked ones apart."""
    shape = model.shape
    tensors = {"model.embed_tokens.weight": model.embedding, "model.norm.weight": model.final_norm}
    for layer, block in enumerate(model.blocks):
        query, key, value = block.qkv.split((shape.query_width, shape.kv_width, shape.kv_width))
        gate, up = block.gate_up.chunk(2)
        tensors |= {
            f"model.layers.{layer}.{name}.weight": tensor
            for name, tensor in {
                "input_layernorm": block.attention_norm,
                "self_attn.q_proj": query,
                "self_attn.k_proj": key,
                "self_attn.v_proj": value,
                "self_attn.o_proj": block.out,
                "self_attn.q_norm": block.query_norm,
                "self_attn.k_norm": block.key_norm,
                "post_attention_layernorm": block.feed_norm,
                "mlp.gate_proj": gate,
                "mlp.up_proj": up,
                "mlp.down_proj": block.down,
            }.items()
        }
    return {name: tensor.detach().bfloat16().contiguous() for name, tensor in tensors.items()}


def load_public(folder: Path) -> Nano:
    """The model of the files that everybody reads, in float32 holding bfloat16 numbers."""
    config = json.loads((folder / "config.json").read_text())
    shape = Shape(
        vocab=config["vocab_size"],
        width=config["hidden_size"],
        layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        kv_heads=config["num_key_value_heads"],
        head_width=config["head_dim"],
        inner=config["intermediate_size"],
        context=config["max_position_embeddings"],
        rope_theta=config["rope_theta"],
        norm_epsilon=config["rms_norm_eps"],
        normed_heads=config["model_type"] == "qwen3",
    )
    tensors = {name: tensor.float() for name, tensor in load_file(folder / "model.safetensors").items()}
    state = {"embedding": tensors["model.embed_tokens.weight"], "final_norm": tensors["model.norm.weight"]}
    for layer in range(shape.layers):
        for own, names in STACKED.items():
            if shape.normed_heads or own not in HEAD_NORMS:
                state[f"blocks.{layer}.{own}"] = torch.cat([tensors[f"model.layers.{layer}.{name}.weight"] for name in names])
    model = Nano(shape)
    model.load_state_dict(state, strict=shape.normed_heads)
    return model


HEAD_NORMS = ("query_norm", "key_norm")

#: The model's own names, and what others call the parts.
STACKED = {
    "attention_norm": ["input_layernorm"],
    "qkv": ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"],
    "out": ["self_attn.o_proj"],
    "query_norm": ["self_attn.q_norm"],
    "key_norm": ["self_attn.k_norm"],
    "feed_norm": ["post_attention_layernorm"],
    "gate_up": ["mlp.gate_proj", "mlp.up_proj"],
    "down": ["mlp.down_proj"],
}


def public_config(shape: Shape, tokenizer: Tokenizer) -> dict[str, object]:
    return {
        "architectures": ["Qwen3ForCausalLM"],
        "model_type": "qwen3",
        "vocab_size": shape.vocab,
        "hidden_size": shape.width,
        "intermediate_size": shape.inner,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "num_key_value_heads": shape.kv_heads,
        "head_dim": shape.head_width,
        "hidden_act": "silu",
        "max_position_embeddings": shape.context,
        "rms_norm_eps": shape.norm_epsilon,
        "rope_theta": shape.rope_theta,
        "attention_bias": False,
        "tie_word_embeddings": True,
        "eos_token_id": tokenizer.token_to_id(END),
        "pad_token_id": tokenizer.token_to_id(STOP),
        "torch_dtype": "bfloat16",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--and", dest="other", type=Path, help="an exported model whose weights are mixed in")
    parser.add_argument("--share", type=float, default=0.2)
    options = parser.parse_args()
    config = json.loads(options.config.read_text())
    shape = Shape(**config["shape"])
    tokenizer = Tokenizer.from_file(config["tokenizer"])
    options.out.mkdir(parents=True, exist_ok=True)
    model = load_masters(options.run, shape)
    if options.other is not None:
        model = mix(model, load_public(options.other), options.share)
    save_file(public_names(model), options.out / "model.safetensors", {"format": "pt"})
    (options.out / "config.json").write_text(json.dumps(public_config(shape, tokenizer), indent=2) + "\n")
    (options.out / "chat_template.jinja").write_text(TEMPLATE)
    print(json.dumps({"event": "exported", "folder": str(options.out)}))


if __name__ == "__main__":
    main()
