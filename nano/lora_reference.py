"""A plain LoRA in PyTorch that the built-in trainer is held against:
`python nano/lora_reference.py --plan FOLDER --golden test/golden/training/curve.json`.

`node bench/school/write-reference.ts --out FOLDER` writes the folder: what is learnt at each step (tokens, weights), the
initial adapter in PEFT's form and the settings. Everything is written out with automatic gradients and torch's own AdamW
and clipping; nothing is shared with the trainer in TypeScript. float32, one thread.
"""

import argparse
import json
import math
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor

Weights = dict[str, Tensor]


def rms(x: Tensor, weight: Tensor, epsilon: float) -> Tensor:
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + epsilon) * weight


class LoraModel:
    """Qwen3 or Llama from a folder's weights, with an adapter on every matrix but the head."""

    def __init__(self, folder: Path, adapter: Weights, scale: float) -> None:
        self.config = json.loads((folder / "config.json").read_text())
        self.weights = {name: tensor.float() for name, tensor in load_file(folder / "model.safetensors").items()}
        self.adapter = {name: tensor.clone().requires_grad_() for name, tensor in adapter.items()}
        self.scale = scale

    def linear(self, x: Tensor, name: str) -> Tensor:
        a, b = (self.adapter[f"base_model.model.{name}.lora_{half}.weight"] for half in "AB")
        return F.linear(x, self.weights[f"{name}.weight"]) + self.scale * F.linear(F.linear(x, a), b)

    def heads(self, x: Tensor, name: str, norm: str | None) -> Tensor:
        """[heads, time, head_dim], normalised where the architecture does, turned by place."""
        width = self.config["head_dim"]
        parts = self.linear(x, name).unflatten(-1, (-1, width)).transpose(0, 1)
        if norm is None:
            return parts
        if self.config["model_type"] == "qwen3":
            parts = rms(parts, self.weights[f"{norm}.weight"], self.config["rms_norm_eps"])
        rates = self.config["rope_theta"] ** (-torch.arange(width // 2, dtype=torch.float32) / (width // 2))
        angles = torch.arange(x.shape[0], dtype=torch.float32)[:, None] * rates
        left, right = parts.chunk(2, -1)
        cos, sin = angles.cos(), angles.sin()
        return torch.cat((left * cos - right * sin, right * cos + left * sin), -1)

    def layer(self, x: Tensor, name: str) -> Tensor:
        epsilon = self.config["rms_norm_eps"]
        normed = rms(x, self.weights[f"{name}.input_layernorm.weight"], epsilon)
        attention = f"{name}.self_attn"
        query = self.heads(normed, f"{attention}.q_proj", f"{attention}.q_norm")
        key = self.heads(normed, f"{attention}.k_proj", f"{attention}.k_norm")
        value = self.heads(normed, f"{attention}.v_proj", None)
        groups = self.config["num_attention_heads"] // self.config["num_key_value_heads"]
        key, value = key.repeat_interleave(groups, 0), value.repeat_interleave(groups, 0)
        ahead = torch.ones(x.shape[0], x.shape[0], dtype=torch.bool).triu(1)
        scores = (query @ key.mT / math.sqrt(self.config["head_dim"])).masked_fill(ahead, float("-inf"))
        mixed = (scores.softmax(-1) @ value).transpose(0, 1).flatten(1)
        x = x + self.linear(mixed, f"{attention}.o_proj")
        normed = rms(x, self.weights[f"{name}.post_attention_layernorm.weight"], epsilon)
        gate, up = self.linear(normed, f"{name}.mlp.gate_proj"), self.linear(normed, f"{name}.mlp.up_proj")
        return x + self.linear(F.silu(gate) * up, f"{name}.mlp.down_proj")

    def loss(self, tokens: list[int], weights: list[float]) -> Tensor:
        """Sum of weight times negative log-probability of each token."""
        embedding = self.weights["model.embed_tokens.weight"]
        x = embedding[torch.tensor(tokens)]
        for at in range(self.config["num_hidden_layers"]):
            x = self.layer(x, f"model.layers.{at}")
        x = rms(x, self.weights["model.norm.weight"], self.config["rms_norm_eps"])
        head = embedding if self.config["tie_word_embeddings"] else self.weights["lm_head.weight"]
        losses = F.cross_entropy(F.linear(x[:-1], head), torch.tensor(tokens[1:]), reduction="none")
        return (losses * torch.tensor(weights[1:])).sum()


def rate(settings: dict, step: int) -> float:
    """Straight up, then a cosine down."""
    if step < settings["warmUpSteps"]:
        return settings["learningRate"] * (step + 1) / settings["warmUpSteps"]
    done = (step - settings["warmUpSteps"]) / max(1, settings["steps"] - settings["warmUpSteps"])
    return settings["learningRate"] * 0.5 * (1 + math.cos(math.pi * done))


def train(plan: Path) -> list[float]:
    settings = json.loads((plan / "settings.json").read_text())
    adapter = load_file(plan / "adapter_model.safetensors")
    model = LoraModel(Path(settings["base"]), adapter, settings["alpha"] / settings["rank"])
    trained = list(model.adapter.values())
    optimiser = torch.optim.AdamW(trained, lr=1.0, betas=(0.9, 0.999), eps=1e-8, weight_decay=settings["weightDecay"])
    losses = []
    for step, line in enumerate((plan / "steps.jsonl").open()):
        rows = json.loads(line)
        total = sum(sum(row["weights"][1:]) for row in rows)
        loss = sum(model.loss(row["tokens"], row["weights"]) for row in rows) / total
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, settings["maxGradient"])
        optimiser.param_groups[0]["lr"] = rate(settings, step)
        optimiser.step()
        losses.append(round(loss.item(), 6))
    return losses


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plan", type=Path, required=True)
    parser.add_argument("--golden", type=Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)
    losses = train(options.plan)
    options.golden.parent.mkdir(parents=True, exist_ok=True)
    options.golden.write_text(json.dumps({"losses": losses}) + "\n")
    print(json.dumps({"event": "golden", "first": losses[0], "last": losses[-1]}))


if __name__ == "__main__":
    main()
