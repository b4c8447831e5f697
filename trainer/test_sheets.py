"""That laying rows side by side changes nothing: `python -m unittest discover -s trainer -p 'test_*.py'`, with the trainer's packages."""

import tempfile
import unittest
from dataclasses import replace
from itertools import chain
from pathlib import Path

import torch
from transformers import LlamaConfig, LlamaForCausalLM, Qwen3Config, Qwen3ForCausalLM

import sheets
from base import add_adapter, linear_layers, load_adapter, load_base, trainable
from checkpoints import newest_checkpoint, places_of, save_checkpoint, write_adapter
from errors import TrainerError
from examples import Row
from settings import Settings, read_settings
from sheets import batches_of, sheets_of, summed_loss, weight_of

SETTINGS = Settings(
    base="toy",
    base_name="toy",
    examples="",
    neutral_texts=[],
    folder="",
    method="lora",
    scaling="alpha/rank",
    quantise="none",
    rank=4,
    alpha=8,
    dropout=0,
    learning_rate=1e-3,
    warm_up_steps=0,
    weight_decay=0,
    clip=1,
    epochs=1,
    batch_size=4,
    max_tokens=64,
    sheet_tokens=64,
    seed=5,
    shuffle=True,
    initial_adapter=None,
    device="cpu",
    dtype="float32",
    threads=1,
    processes=1,
    gradient_checkpointing=False,
    checkpoint_every=1,
    wait_at_checkpoints=False,
)
SHAPE = {
    "vocab_size": 97,
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 8,
    "max_position_embeddings": 128,
}
MODELS = {"llama": (LlamaConfig, LlamaForCausalLM), "qwen3": (Qwen3Config, Qwen3ForCausalLM)}


def toy(family: str = "llama"):
    torch.manual_seed(3)
    config, model = MODELS[family]
    return model(config(**SHAPE, attn_implementation="sdpa"))


def tuned_toy(settings: Settings = SETTINGS, family: str = "llama"):
    """With an adapter whose B is no longer zero, so that everything has a gradient."""
    tuned = add_adapter(toy(family), settings)
    torch.manual_seed(4)
    with torch.no_grad():
        for name, value in trainable(tuned):
            if "lora_B" in name:
                value.normal_(0, 0.1)
    return tuned


def some_rows() -> list[Row]:
    torch.manual_seed(9)
    lengths = [5, 17, 9, 30, 12, 7]
    rows = []
    for at, length in enumerate(lengths):
        ids = torch.randint(0, 97, (length,)).tolist()
        rows.append(Row(ids, [place >= length // 2 for place in range(length)], 1.0 + at % 2))
    return rows


def loss_and_gradient(tuned, rows: list[Row], sheet_tokens: int):
    tuned.zero_grad()
    total = sum(weight_of(row) for row in rows)
    loss = sum(summed_loss(tuned, sheet) / total for sheet in sheets_of(rows, sheet_tokens))
    loss.backward()
    return loss.item(), torch.cat([value.grad.flatten() for _, value in trainable(tuned)])


class Sheets(unittest.TestCase):
    def test_rows_side_by_side_give_the_loss_and_the_gradient_of_rows_alone(self) -> None:
        for family in MODELS:
            with self.subTest(family):
                tuned = tuned_toy(family=family)
                alone, gradient_alone = loss_and_gradient(tuned, some_rows(), 0)
                packed, gradient_packed = loss_and_gradient(tuned, some_rows(), 64)
                self.assertEqual(len(sheets_of(some_rows(), 64)), 2)
                self.assertAlmostEqual(alone, packed, places=6)
                torch.testing.assert_close(gradient_packed, gradient_alone, atol=2e-6, rtol=1e-4)

    def test_rows_that_saw_each_other_would_have_another_loss(self) -> None:
        tuned = tuned_toy()
        (sheet, *_) = sheets_of(some_rows(), 64)
        right = summed_loss(tuned, sheet).item()
        mixed = replace(sheet, rows=None, positions=torch.arange(sheet.ids.shape[1])[None])
        self.assertGreater(abs(summed_loss(tuned, mixed).item() - right), 1e-3)

    def test_it_is_the_loss_that_the_library_computes_from_labels(self) -> None:
        tuned = tuned_toy()
        for row in some_rows():
            labels = [token if learnt else -100 for token, learnt in zip(row.ids, row.learnt, strict=True)]
            known = tuned(input_ids=torch.tensor([row.ids]), labels=torch.tensor([labels])).loss.item()
            own = summed_loss(tuned, sheets_of([row], 0)[0]).item() / weight_of(row)
            self.assertAlmostEqual(own, known, places=5)

    def test_t23_one_batch_of_eight_is_eight_batches_of_one(self) -> None:
        tuned = tuned_toy()
        rows = some_rows()
        together, gradient = loss_and_gradient(tuned, rows, 1000)
        tuned.zero_grad()
        total = sum(weight_of(row) for row in rows)
        parts = 0.0
        for row in rows:
            part = summed_loss(tuned, sheets_of([row], 0)[0]) / total
            part.backward()
            parts += part.item()
        self.assertAlmostEqual(parts, together, places=5)
        summed = torch.cat([value.grad.flatten() for _, value in trainable(tuned)])
        torch.testing.assert_close(summed, gradient, atol=2e-6, rtol=1e-4)

    def test_logits_in_parts_give_the_same_loss(self) -> None:
        tuned = tuned_toy()
        whole, gradient = loss_and_gradient(tuned, some_rows(), 64)
        bytes_before, sheets.LOGIT_BYTES = sheets.LOGIT_BYTES, 4 * 97 * 5
        try:
            parts, gradient_parts = loss_and_gradient(tuned, some_rows(), 64)
        finally:
            sheets.LOGIT_BYTES = bytes_before
        self.assertAlmostEqual(parts, whole, places=6)
        torch.testing.assert_close(gradient_parts, gradient, atol=2e-6, rtol=1e-4)

    def test_every_row_is_seen_once_an_epoch_in_an_order_of_the_seed(self) -> None:
        batches = batches_of(10, 4, 2, 1, True)
        self.assertEqual([len(batch) for batch in batches], [4, 4, 2, 4, 4, 2])
        self.assertEqual(sorted(chain(*batches[:3])), list(range(10)))
        self.assertEqual(batches, batches_of(10, 4, 2, 1, True))
        self.assertNotEqual(batches, batches_of(10, 4, 2, 2, True))
        self.assertEqual(batches_of(3, 2, 1, 1, False), [[0, 1], [2]])

    def test_the_order_is_that_of_the_trainer_in_the_box(self) -> None:
        """Golden rows of src/trainers/builtin/rows/plan-steps.ts."""
        orders = [[2, 5, 8, 4, 3, 6, 1, 7, 0, 9], [7, 5, 3, 2, 6, 1, 9, 0, 8, 4], [1, 6, 5, 4, 3, 8, 7, 2, 0, 9]]
        self.assertEqual(batches_of(10, 10, 3, 7, True), orders)
        self.assertEqual(batches_of(5, 5, 2, 123456789, True), [[4, 2, 0, 3, 1], [4, 2, 3, 0, 1]])


class Adapters(unittest.TestCase):
    def test_t1_the_seed_alone_draws_the_adapter(self) -> None:
        first = dict(trainable(add_adapter(toy(), SETTINGS)))
        torch.rand(100)
        again = dict(trainable(add_adapter(toy(), SETTINGS)))
        other = dict(trainable(add_adapter(toy(), replace(SETTINGS, seed=6))))
        self.assertTrue(all(torch.equal(value, again[name]) for name, value in first.items()))
        self.assertFalse(all(torch.equal(value, other[name]) for name, value in first.items()))

    def test_t17_every_linear_layer_but_the_head_is_adapted_and_nothing_else(self) -> None:
        model = toy()
        self.assertEqual(len(linear_layers(model)), 3 * 7)
        tuned = add_adapter(model, SETTINGS)
        names = [name for name, _ in trainable(tuned)]
        self.assertEqual(len(names), 3 * 7 * 2)
        self.assertFalse([name for name in names if "lm_head" in name or "embed" in name])

    def test_t16_t22_alpha_and_count_survive_a_round_trip_in_every_method(self) -> None:
        for changes in ({}, {"method": "dora"}, {"scaling": "alpha/sqrt(rank)"}):
            with self.subTest(str(changes)), tempfile.TemporaryDirectory() as folder:
                settings = replace(SETTINGS, **changes)
                tuned = tuned_toy(settings)
                write_adapter(tuned, Path(folder))
                other = add_adapter(toy(), replace(settings, seed=99))
                count = sum(value.numel() for _, value in trainable(other))
                load_adapter(other, Path(folder))
                self.assertEqual(sum(value.numel() for _, value in trainable(other)), count)
                ids = torch.tensor([some_rows()[3].ids])
                torch.testing.assert_close(other(input_ids=ids).logits, tuned(input_ids=ids).logits, atol=0, rtol=0)
                scaling = tuned.base_model.model.model.layers[0].mlp.up_proj.scaling["default"]
                self.assertEqual(scaling, 4.0 if "scaling" in changes else 2.0)

    def test_an_adapter_of_another_rank_or_method_is_refused(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            write_adapter(tuned_toy(), Path(folder))
            with self.assertRaisesRegex(TrainerError, "another rank"):
                load_adapter(add_adapter(toy(), replace(SETTINGS, rank=8)), Path(folder))
            with self.assertRaisesRegex(TrainerError, "no adapter for the layers"):
                load_adapter(add_adapter(toy(), replace(SETTINGS, method="dora")), Path(folder))

    def test_qlora_is_refused_on_a_processor(self) -> None:
        with self.assertRaisesRegex(TrainerError, "CUDA"):
            load_base(replace(SETTINGS, quantise="4bit"), torch.device("cpu"))

    def test_gradient_checkpointing_and_half_precision_give_about_the_same_gradient(self) -> None:
        tuned = tuned_toy()
        loss, gradient = loss_and_gradient(tuned, some_rows(), 64)
        tuned.base_model.model.gradient_checkpointing_enable({"use_reentrant": False})
        tuned.train()
        again, gradient_again = loss_and_gradient(tuned, some_rows(), 64)
        self.assertEqual(again, loss)
        torch.testing.assert_close(gradient_again, gradient, atol=0, rtol=0)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            half, _ = loss_and_gradient(tuned, some_rows(), 64)
        self.assertAlmostEqual(half, loss, delta=0.02)


class Checkpoints(unittest.TestCase):
    def test_a_checkpoint_that_is_not_whole_is_passed_over(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            tuned = tuned_toy()
            for step in (1, 2, 3):
                save_checkpoint(root, step, tuned, {"step": step}, "mine")
            damaged = root / "step-00000003" / "adapter_model.safetensors"
            damaged.write_bytes(damaged.read_bytes()[:-1])
            (root / ".writing-step-00000004").mkdir()
            self.assertEqual(newest_checkpoint(root, "mine"), (2, root / "step-00000002"))

    def test_a_run_of_other_settings_is_refused(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            save_checkpoint(Path(folder), 1, tuned_toy(), {}, "mine")
            with self.assertRaisesRegex(TrainerError, "other settings"):
                newest_checkpoint(Path(folder), "another")

    def test_older_checkpoints_keep_their_adapter_and_lose_their_state(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for step in range(1, 5):
                save_checkpoint(Path(folder), step, tuned_toy(), {}, "mine")
            self.assertEqual([(place / "state.pt").exists() for place in places_of(Path(folder))], [False, False, True, True])
            self.assertTrue(all((place / "adapter_model.safetensors").exists() for place in places_of(Path(folder))))


class GivenSettings(unittest.TestCase):
    def test_unknown_missing_and_impossible_settings_are_refused_by_name(self) -> None:
        given = {to_camel(name): value for name, value in vars(SETTINGS).items()}
        self.assertEqual(read_settings(given), SETTINGS)
        with self.assertRaisesRegex(TrainerError, "colour"):
            read_settings(given | {"colour": 1})
        with self.assertRaisesRegex(TrainerError, "quantise"):
            read_settings(given | {"quantise": "3bit"})
        with self.assertRaisesRegex(TrainerError, "rank"):
            read_settings(given | {"rank": 0})


def to_camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


if __name__ == "__main__":
    unittest.main()
