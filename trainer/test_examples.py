"""What is learnt of a conversation: `python -m unittest discover -s trainer -p 'test_*.py'`, with the trainer's packages and models/nano."""

import json
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace

from transformers import AutoTokenizer

from errors import TrainerError
from examples import Row, pieces_of, read_rows, row_of, stop_ids_of, template_hash

NANO = Path(__file__).parent.parent / "models" / "nano"
CHAT = [
    {"role": "system", "content": "Answer in JSON."},
    {"role": "user", "content": "How many valves?\n"},
    {"role": "assistant", "content": '{"answer": 3}'},
    {"role": "user", "content": "And pumps?"},
    {"role": "assistant", "content": '\n{"answer": 12}  '},
]

#: Forms of the well-known families, with the token that ends a reply; nano's tokenizer lends the three special tokens.
FAMILIES = {
    "chatml": (
        "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}",
        "<|im_start|>assistant\n",
    ),
    "headers": (
        "<|endoftext|>{% for m in messages %}<|im_start|>{{ m.role }}<|im_start|>\n\n{{ m.content | trim }}<|im_end|>{% endfor %}",
        "<|im_start|>assistant<|im_start|>\n\n",
    ),
    "inst": (
        "{% for m in messages %}{{ ' ' ~ m.content ~ '<|im_end|>' if m.role == 'assistant' else '[INST] ' ~ m.content ~ ' [/INST]' }}{% endfor %}",
        "",
    ),
    "turns": (
        "{% for m in messages %}<turn>{{ 'model' if m.role == 'assistant' else m.role }}\n{{ m.content | trim }}<|im_end|>\n{% endfor %}",
        "<turn>model\n",
    ),
    "plain": ("{% for m in messages %}### {{ m.role }}: {{ m.content }}<|im_end|>\n\n{% endfor %}", "### assistant: "),
}


def tokenizer_with(template: str, prompt: str = ""):
    tokenizer = AutoTokenizer.from_pretrained(NANO)
    tokenizer.chat_template = template + "{% if add_generation_prompt %}" + prompt + "{% endif %}"
    return tokenizer


def learnt_text(row: Row, tokenizer) -> str:
    return tokenizer.decode([token for token, learnt in zip(row.ids, row.learnt, strict=True) if learnt])


class WhatIsLearnt(unittest.TestCase):
    def test_t3_t5_t7_exactly_the_replies_and_their_ends_are_learnt_in_every_family_of_templates(self) -> None:
        for family, (template, prompt) in FAMILIES.items():
            with self.subTest(family):
                tokenizer = tokenizer_with(template, prompt)
                stops = {tokenizer.eos_token_id}
                row = row_of({"messages": CHAT, "weight": 1}, 1, tokenizer, stops)
                text = tokenizer.apply_chat_template(CHAT, tokenize=False)
                self.assertEqual(text.removeprefix(tokenizer.decode(row.ids)).strip(), "")
                said = learnt_text(row, tokenizer)
                replies = [reply for reply in said.split("<|im_end|>") if reply != ""]
                self.assertEqual([json.loads(reply) for reply in replies], [{"answer": 3}, {"answer": 12}])
                self.assertEqual(said.count("<|im_end|>"), 2)
                ends = [token for token, learnt in zip(row.ids, row.learnt, strict=True) if learnt and token in stops]
                self.assertEqual(len(ends), 2)

    def test_t5_a_reply_of_weight_0_is_read_and_not_learnt(self) -> None:
        for family, (template, prompt) in FAMILIES.items():
            with self.subTest(family):
                tokenizer = tokenizer_with(template, prompt)
                stops = {tokenizer.eos_token_id}
                first = CHAT[2] | {"weight": 0}
                row = row_of({"messages": [*CHAT[:2], first, CHAT[3], CHAT[4] | {"weight": 0.5}], "weight": 1}, 1, tokenizer, stops)
                self.assertEqual(row.ids, row_of({"messages": CHAT, "weight": 1}, 1, tokenizer, stops).ids)
                self.assertEqual(json.loads(learnt_text(row, tokenizer).removesuffix("<|im_end|>")), {"answer": 12})
                self.assertEqual(set(row.learnt), {0, 0.5})

    def test_t9_the_prompt_is_tokenised_as_it_is_when_serving(self) -> None:
        tokenizer = tokenizer_with(*FAMILIES["chatml"])
        stops = {tokenizer.eos_token_id}
        row = row_of({"messages": CHAT, "weight": 1}, 1, tokenizer, stops)
        prompt = tokenizer.apply_chat_template(CHAT[:2], tokenize=False, add_generation_prompt=True)
        served = tokenizer(prompt, add_special_tokens=False)["input_ids"]
        self.assertEqual(row.ids[: len(served)], served)
        self.assertEqual(row.learnt[: len(served)], [False] * len(served))
        self.assertTrue(row.learnt[len(served)])

    def test_t4_a_template_that_ends_a_reply_with_no_stop_token_is_refused(self) -> None:
        for end in ("", "\n", "<|endoftext|>"):
            with self.subTest(end):
                tokenizer = tokenizer_with(
                    "{% for m in messages %}{{ m.role }}: {{ m.content }}" + end + "{% endfor %}", "assistant: "
                )
                with self.assertRaisesRegex(TrainerError, "stops at"):
                    pieces_of(CHAT, 7, tokenizer, {tokenizer.convert_tokens_to_ids("<|im_end|>")})

    def test_a_template_that_changes_earlier_turns_is_refused(self) -> None:
        tokenizer = tokenizer_with(
            "{% for m in messages %}{{ m.role }}{% if loop.last %}!{% endif %}: {{ m.content }}<|im_end|>{% endfor %}",
            "assistant: ",
        )
        with self.assertRaisesRegex(TrainerError, "Example 7"):
            pieces_of(CHAT, 7, tokenizer, {tokenizer.eos_token_id})

    def test_a_model_without_a_template_is_refused(self) -> None:
        with self.assertRaisesRegex(TrainerError, "no chat template"):
            template_hash(SimpleNamespace(chat_template=None))

    def test_stop_tokens_are_those_of_generation_model_and_tokenizer(self) -> None:
        model = SimpleNamespace(generation_config=SimpleNamespace(eos_token_id=[1, 2]), config=SimpleNamespace(eos_token_id=3))
        self.assertEqual(stop_ids_of(model, SimpleNamespace(eos_token_id=None)), {1, 2, 3})


class Files(unittest.TestCase):
    def read(self, chats: list, max_tokens: int = 4096) -> list[Row]:
        tokenizer = AutoTokenizer.from_pretrained(NANO)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "examples.jsonl"
            path.write_text("".join(json.dumps({"messages": chat, "weight": 1}) + "\n" for chat in chats))
            return read_rows(path, tokenizer, {tokenizer.eos_token_id}, max_tokens)

    def test_t6_t8_rows_from_which_nothing_would_be_learnt_stop_the_run_by_their_numbers(self) -> None:
        with self.assertRaisesRegex(TrainerError, r"2 of 3 examples \(row 1, 3\): they hold no reply"):
            self.read([CHAT[:2], CHAT, CHAT[:1]])

    def test_t6_rows_that_are_too_long_are_refused_and_never_cut(self) -> None:
        long = [{"role": "user", "content": "word " * 300}, *CHAT[2:3]]
        with self.assertRaisesRegex(TrainerError, r"2 of 3 examples are too long \(row 2, 3\)"):
            self.read([CHAT, long, long], 100)
        whole = self.read([CHAT])[0]
        self.assertEqual(self.read([CHAT], len(whole.ids)), [whole])

    def test_an_empty_file_is_refused(self) -> None:
        with self.assertRaisesRegex(TrainerError, "no examples"):
            self.read([])


if __name__ == "__main__":
    unittest.main()
