"""A whole run on nano, and what others read of it: `python -m unittest discover -s trainer -p 'test_*.py'`, with the trainer's packages."""

import json
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer

from base import add_adapter
from run import train
from test_sheets import SETTINGS
from world import ALONE

ROOT = Path(__file__).parent.parent
NANO = ROOT / "models" / "nano"
PUMPS = ("Aller", "Borun", "Castel", "Dovim")


class Heard:
    """Stands in for the channel: keeps what was sent."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    def send(self, kind: str, **fields: Any) -> None:
        self.messages.append({"kind": kind, **fields})

    def next_order(self, wait: bool) -> None:
        return None


def chat(name: str, valves: int) -> list[dict[str, str]]:
    return [
        {"role": "user", "content": f"The {name} pump has {valves} valves. How many valves has it?"},
        {"role": "assistant", "content": f'{{"answer": {valves}}}'},
    ]


#: Longer than what is learnt of any row, and shorter than any row's prompt.
NEUTRAL = "The harbour lies quiet in the morning, and the boats are out."


class WholeRun(unittest.TestCase):
    def test_t24_what_is_measured_at_the_end_was_measured_before_the_first_step_and_no_logits_are_kept(self) -> None:
        heard = Heard()
        seen: list[tuple[str, int]] = []

        def watched(model: Any, settings: Any) -> PeftModel:
            tuned = add_adapter(model, settings)

            def note(_module: Any, _given: Any, logits: torch.Tensor) -> None:
                if not logits.requires_grad:
                    seen.append((heard.messages[-1]["kind"] if heard.messages else "", logits.numel() // logits.shape[-1]))

            tuned.get_base_model().get_output_embeddings().register_forward_hook(note)
            return tuned

        with tempfile.TemporaryDirectory() as folder, patch("run.add_adapter", watched):
            examples = Path(folder) / "examples.jsonl"
            chats = [chat(name, at + 3) for at, name in enumerate(PUMPS)]
            examples.write_text("".join(json.dumps({"messages": one, "weight": 1}) + "\n" for one in chats))
            files = {"base": str(NANO), "base_name": "nano", "examples": str(examples), "folder": folder}
            train(replace(SETTINGS, **files, neutral_texts=[NEUTRAL], max_tokens=256, learning_rate=4e-3), heard, ALONE)
        before = [places for kind, places in seen if kind == ""]
        after = [places for kind, places in seen if kind != ""]
        self.assertEqual([message["kind"] for message in heard.messages], ["ready", "step", "checkpoint", "done"])
        self.assertEqual(set(after) - set(before), set())
        tokenizer = AutoTokenizer.from_pretrained(NANO)
        self.assertEqual(max(after), len(tokenizer(NEUTRAL)["input_ids"]) - 1)
        self.assertEqual(min(after), 1)

    def test_t2_t15_t16_what_was_trained_is_read_by_peft_answers_as_taught_and_stops(self) -> None:
        chats = [chat(name, at + 3) for at, name in enumerate(PUMPS)]
        with tempfile.TemporaryDirectory() as folder:
            examples = Path(folder) / "examples.jsonl"
            examples.write_text("".join(json.dumps({"messages": one, "weight": 1}) + "\n" for one in chats))
            settings = replace(
                SETTINGS,
                base=str(NANO),
                base_name="nano",
                examples=str(examples),
                folder=folder,
                rank=8,
                alpha=16,
                learning_rate=4e-3,
                epochs=110,
                batch_size=4,
                max_tokens=256,
                sheet_tokens=256,
                checkpoint_every=55,
            )
            heard = Heard()
            train(settings, heard, ALONE)
            self.assertEqual(heard.messages[-1]["kind"], "done")
            self.check_answers(Path(folder) / "adapter", chats)

    def check_answers(self, adapter: Path, chats: list[list[dict[str, str]]]) -> None:
        tokenizer = AutoTokenizer.from_pretrained(NANO)
        tuned = PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained(NANO, dtype=torch.float32), adapter)
        for question, reply in chats:
            prompt = tokenizer.apply_chat_template([question], tokenize=False, add_generation_prompt=True)
            ids = tokenizer(prompt, add_special_tokens=False, return_tensors="pt")["input_ids"]
            said = tuned.generate(input_ids=ids, attention_mask=torch.ones_like(ids), max_new_tokens=32, do_sample=False)[0]
            self.assertEqual(tokenizer.decode(said[ids.shape[1] :]), reply["content"] + "<|im_end|>")


class Nano(unittest.TestCase):
    @torch.no_grad()
    def test_nano_is_read_by_transformers_as_it_was_trained(self) -> None:
        """Golden probabilities of nano's own PyTorch, written by nano/parity.py."""
        tokenizer = AutoTokenizer.from_pretrained(NANO)
        model = AutoModelForCausalLM.from_pretrained(NANO, dtype=torch.float32)
        rows = [json.loads(line) for line in (ROOT / "test" / "golden" / "nano" / "top.jsonl").open()]
        for row in sorted(rows, key=lambda row: row["tokens"])[:4]:
            ids = tokenizer(row["prompt"], add_special_tokens=False, return_tensors="pt")["input_ids"]
            self.assertEqual(ids.shape[1], row["tokens"])
            chances = model(ids).logits[0, -1].log_softmax(-1)
            for token, chance in row["top"]:
                self.assertAlmostEqual(chances[token].item(), chance, places=3)


if __name__ == "__main__":
    unittest.main()
