"""That the quick LoRA layer computes what peft's own does, and stacked sheets what single ones do: `python -m unittest discover -s trainer -p 'test_*.py'`."""

import importlib.util
import tempfile
import unittest
from contextlib import ExitStack, nullcontext
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import torch
from peft import PeftModel, get_peft_model_state_dict, prepare_model_for_kbit_training
from torch.optim import AdamW
from transformers import AutoModelForCausalLM

import gradients
from base import add_adapter, choose_sheet_tokens, four_bits, trainable
from gradients import Desk, fullest_sheet, measure_places, places_that_fit, step_gradient, total_of
from lora_linear import LoraProduct, QuickForward, make_plain, make_quick, weights_stay
from quick_norm import QuickNorm, make_norms_plain, make_norms_quick
from sheets import even_sheets, stack_of, stacks_of, tokens_of
from test_sheets import MODELS, SETTINGS, loss_and_gradient, some_rows, toy, tuned_toy

CPU = torch.device("cpu")


def learnt(tuned: PeftModel, is_half: bool = False) -> tuple[float, torch.Tensor]:
    with torch.autocast("cpu", dtype=torch.bfloat16) if is_half else nullcontext():
        return loss_and_gradient(tuned, some_rows(), 64)


def on_desk(tuned: PeftModel, places: int, sheet_tokens: int = 32) -> tuple[float, torch.Tensor]:
    tuned.zero_grad()
    loss = step_gradient(Desk(tuned, CPU, False, sheet_tokens, places), some_rows(), total_of(some_rows()))
    return loss.item(), torch.cat([value.grad.flatten() for _, value in trainable(tuned)])


def unlike_call(*_all):
    raise RuntimeError("called in another way")


def products(run) -> int:
    """How often the quick way is taken."""
    with patch.object(LoraProduct, "apply", side_effect=LoraProduct.apply) as seen:
        run()
    return seen.call_count


class QuickLayer(unittest.TestCase):
    def test_loss_and_gradient_are_those_of_peft(self) -> None:
        for family in MODELS:
            for changes in ({}, {"scaling": "alpha/sqrt(rank)"}, {"alpha": 11}):
                with self.subTest(f"{family} {changes}"):
                    tuned = tuned_toy(replace(SETTINGS, **changes), family)
                    known, gradient = learnt(tuned)
                    make_quick(tuned)
                    quick, gradient_quick = learnt(tuned)
                    self.assertAlmostEqual(quick, known, places=5)
                    torch.testing.assert_close(gradient_quick, gradient, atol=1e-6, rtol=1e-5)
                    self.assertEqual(products(lambda tuned=tuned: learnt(tuned)), 2 * 3 * 7)

    def test_in_half_precision_the_gradient_points_where_that_of_peft_does(self) -> None:
        tuned = tuned_toy()
        known, gradient = learnt(tuned, is_half=True)
        make_quick(tuned)
        quick, gradient_quick = learnt(tuned, is_half=True)
        self.assertAlmostEqual(quick, known, delta=2e-3)
        self.assertLess(((gradient_quick - gradient).norm() / gradient.norm()).item(), 0.03)

    def test_gradient_checkpointing_changes_nothing(self) -> None:
        tuned = tuned_toy()
        make_quick(tuned)
        tuned.train()
        loss, gradient = on_desk(tuned, 0)
        tuned.get_base_model().gradient_checkpointing_enable({"use_reentrant": False})
        again, gradient_again = on_desk(tuned, 0)
        self.assertEqual(again, loss)
        torch.testing.assert_close(gradient_again, gradient, atol=0, rtol=0)

    def test_what_is_not_plain_lora_is_left_to_peft(self) -> None:
        for changes in ({"method": "dora"}, {"dropout": 0.5}):
            with self.subTest(str(changes)):
                tuned = tuned_toy(replace(SETTINGS, **changes))
                make_quick(tuned)
                tuned.train()
                self.assertEqual(products(lambda tuned=tuned: learnt(tuned)), 0)
        tuned = tuned_toy()
        make_quick(tuned)
        tuned.merge_adapter()
        self.assertEqual(products(lambda: tuned(input_ids=torch.tensor([some_rows()[3].ids]))), 0)

    def test_with_the_adapter_disabled_it_is_the_base_alone(self) -> None:
        tuned = tuned_toy()
        make_quick(tuned)
        ids = torch.tensor([some_rows()[3].ids])
        with tuned.disable_adapter():
            torch.testing.assert_close(tuned(input_ids=ids).logits, toy()(input_ids=ids).logits, atol=0, rtol=0)

    def test_names_and_files_stay_and_peft_s_layers_come_back(self) -> None:
        tuned, other = tuned_toy(), tuned_toy()
        kinds = [type(layer) for layer in other.modules()]
        make_quick(tuned)
        self.assertEqual(sum(isinstance(layer, QuickForward) for layer in tuned.modules()), 3 * 7)
        self.assertEqual(list(get_peft_model_state_dict(tuned)), list(get_peft_model_state_dict(other)))
        self.assertEqual(list(tuned.state_dict()), list(other.state_dict()))
        make_plain(tuned)
        self.assertEqual([type(layer) for layer in tuned.modules()], kinds)

    def test_after_a_step_of_the_optimiser_it_computes_with_the_new_weights(self) -> None:
        """PyTorch's fused AdamW leaves the tensors' version counters as they were: who goes by them trains with stale weights."""
        tuned = tuned_toy()
        make_quick(tuned)
        optimiser = AdamW([value for _, value in trainable(tuned)], lr=0.1, fused=True)
        before, _ = on_desk(tuned, 0)
        optimiser.step()
        after, gradient = on_desk(tuned, 0)
        make_plain(tuned)
        known, gradient_known = on_desk(tuned, 0)
        self.assertGreater(abs(after - before), 0.01)
        self.assertAlmostEqual(after, known, places=5)
        torch.testing.assert_close(gradient, gradient_known, atol=1e-6, rtol=1e-4)

    def test_weights_are_turned_once_a_step_and_kept_no_longer(self) -> None:
        tuned = tuned_toy()
        make_quick(tuned)
        layer = next(layer for layer in tuned.modules() if isinstance(layer, QuickForward))
        with weights_stay(tuned):
            learnt(tuned)
            self.assertEqual(len(layer.turned or {}), 1)
        self.assertIsNone(layer.turned)


class QuickNorms(unittest.TestCase):
    """Of the formula; the fused pass itself is there on graphics processors only, and is tried there before it is used."""

    def test_loss_and_gradient_are_those_of_the_library_s_norm(self) -> None:
        for family in MODELS:
            for is_half in (False, True):
                with self.subTest(f"{family}, half precision: {is_half}"):
                    tuned = tuned_toy(family=family)
                    known, gradient = learnt(tuned, is_half)
                    kinds = [type(layer) for layer in tuned.modules()]
                    with patch("quick_norm.fits", lambda norm, x: x.dtype == norm.weight.dtype):
                        make_norms_quick(tuned)
                        quick, gradient_quick = learnt(tuned, is_half)
                    self.assertGreaterEqual(sum(isinstance(layer, QuickNorm) for layer in tuned.modules()), 3 * 2 + 1)
                    self.assertAlmostEqual(quick, known, delta=5e-3 if is_half else 1e-5)
                    apart = (gradient_quick - gradient).norm() / gradient.norm()
                    self.assertLess(apart.item(), 0.03 if is_half else 1e-5)
                    make_norms_plain(tuned)
                    self.assertEqual([type(layer) for layer in tuned.modules()], kinds)

    def test_where_a_trial_gives_something_else_the_library_s_norm_stays(self) -> None:
        for fused in (lambda x, *_rest: (2 * x, None), unlike_call, None):
            tuned = tuned_toy()
            with patch("quick_norm.fits", lambda *_all: True), patch("torch._fused_rms_norm", fused):
                make_norms_quick(tuned)
            self.assertFalse(any(isinstance(layer, QuickNorm) for layer in tuned.modules()))


@unittest.skipUnless(importlib.util.find_spec("bitsandbytes"), "bitsandbytes is not installed")
class FourBits(unittest.TestCase):
    def test_over_a_base_of_four_bits_loss_and_gradient_are_those_of_peft(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            toy().save_pretrained(folder)
            options = {"dtype": torch.bfloat16, "quantization_config": four_bits(torch.bfloat16), "device_map": {"": CPU}}
            model = AutoModelForCausalLM.from_pretrained(Path(folder), attn_implementation="sdpa", **options)
        tuned = add_adapter(prepare_model_for_kbit_training(model, use_gradient_checkpointing=False), SETTINGS)
        torch.manual_seed(4)
        with torch.no_grad():
            for name, value in trainable(tuned):
                if "lora_B" in name:
                    value.normal_(0, 0.1)
        tuned.train()
        for again in (False, True):
            with self.subTest(f"checkpointing: {again}"):
                if again:
                    tuned.get_base_model().gradient_checkpointing_enable({"use_reentrant": False})
                make_plain(tuned)
                known, gradient = learnt(tuned, is_half=True)
                make_quick(tuned)
                quick, gradient_quick = learnt(tuned, is_half=True)
                self.assertEqual(products(lambda: learnt(tuned, is_half=True)), 2 * 3 * 7 * (2 if again else 1))
                self.assertAlmostEqual(quick, known, delta=2e-3)
                self.assertLess(((gradient_quick - gradient).norm() / gradient.norm()).item(), 0.03)


class Stacks(unittest.TestCase):
    def test_stacked_sheets_give_the_loss_and_the_gradient_of_single_ones(self) -> None:
        for family in MODELS:
            tuned = tuned_toy(family=family)
            known, gradient = on_desk(tuned, 0)
            for places, sheet_tokens in ((96, 32), (1000, 32), (1000, 0), (1, 32), (1000, 1000)):
                with self.subTest(f"{family}, {places} places, sheets of {sheet_tokens}"):
                    loss, gradient_stacked = on_desk(tuned, places, sheet_tokens)
                    self.assertAlmostEqual(loss, known, places=5)
                    torch.testing.assert_close(gradient_stacked, gradient, atol=2e-6, rtol=1e-4)

    def test_rows_of_unlike_lengths_on_one_stack_are_padded_and_none_sees_the_padding(self) -> None:
        tuned = tuned_toy()
        rows = some_rows()
        single = [gradients.backward(Desk(tuned, CPU, False, 0), stack_of([[row]]), 1.0).item() for row in rows]
        for lines in ([[row] for row in rows], [rows[:3], rows[3:4], rows[4:]]):
            stack = stack_of(lines, 16)
            self.assertEqual(tuple(stack.ids.shape), (len(lines), 32))
            self.assertEqual(stack.rows is None, len(lines) == len(rows))
            self.assertAlmostEqual(gradients.backward(Desk(tuned, CPU, False, 0), stack, 1.0).item(), sum(single), places=4)

    def test_a_stack_holds_no_more_places_than_it_may_and_little_padding(self) -> None:
        rows = [row for _ in range(12) for row in some_rows()]
        for places in (64, 200, 640):
            stacks = stacks_of(rows, 64, places)
            self.assertLessEqual(max(stack.ids.numel() for stack in stacks), places)
            self.assertLess(sum(stack.ids.numel() for stack in stacks), 1.2 * tokens_of(rows))
        self.assertEqual(sum(len(held) for held in even_sheets(rows, 64)), len(rows))
        self.assertLessEqual(max(tokens_of(held) for held in even_sheets(rows, 64)), 64)
        self.assertEqual([len(held) for held in even_sheets(rows, 0)], [1] * len(rows))

    def test_what_does_not_fit_is_laid_on_smaller_stacks_and_the_gradient_is_whole(self) -> None:
        tuned = tuned_toy()
        rows = 3 * some_rows()
        tuned.zero_grad()
        known = step_gradient(Desk(tuned, CPU, False, 32), rows, total_of(rows)).item()
        gradient = torch.cat([value.grad.flatten() for _, value in trainable(tuned)])
        tuned.zero_grad()
        desk = Desk(tuned, CPU, False, 32, 256)
        summed = gradients.summed_loss
        seen: list[int] = []

        def small_card(model, sheet):
            seen.append(sheet.ids.numel())
            # The first stack of the third attempt has been learnt from when the next does not fit.
            if sheet.ids.numel() > 96 or len(seen) == 4:
                raise torch.OutOfMemoryError
            return summed(model, sheet)

        with patch("gradients.summed_loss", small_card):
            loss = step_gradient(desk, rows, total_of(rows)).item()
        self.assertGreater(seen[0], 96)
        self.assertEqual(desk.places, 32)
        self.assertAlmostEqual(loss, known, places=5)
        found = torch.cat([value.grad.flatten() for _, value in trainable(tuned)])
        torch.testing.assert_close(found, gradient, atol=2e-6, rtol=1e-4)

    def test_one_sheet_that_does_not_fit_is_an_error(self) -> None:
        desk = Desk(tuned_toy(), CPU, False, 32, 64)
        with patch("gradients.summed_loss", side_effect=torch.OutOfMemoryError), self.assertRaises(torch.OutOfMemoryError):
            step_gradient(desk, some_rows(), 1.0)

    def test_how_many_places_fit_follows_from_what_one_sheet_took(self) -> None:
        self.assertEqual(places_that_fit(100, 10, 2048), 8 * 2048)
        self.assertEqual(places_that_fit(5, 10, 2048), 2048)
        self.assertEqual(places_that_fit(-5, 10, 2048), 2048)
        self.assertEqual(fullest_sheet(some_rows(), 64).ids.numel(), 64)

    def test_a_card_is_measured_with_one_full_sheet_and_nothing_of_it_stays(self) -> None:
        desk = Desk(tuned_toy(), torch.device("cuda"), False, 64)
        trained = sum(value.numel() for _, value in trainable(desk.tuned))
        taken, free = 1_000_000, 5_100_000 + 12 * trained
        numbers = {"memory_allocated": 500, "max_memory_allocated": 500 + taken, "mem_get_info": (free, free)}
        with ExitStack() as held:
            for name, value in (numbers | {"reset_peak_memory_stats": None, "empty_cache": None}).items():
                held.enter_context(patch(f"torch.cuda.{name}", return_value=value))
            held.enter_context(patch("gradients.Sheet.to", lambda sheet, _device: sheet))
            measure_places(desk, some_rows())
        self.assertEqual(desk.places, 4 * 64)
        self.assertTrue(all(value.grad is None for _, value in trainable(desk.tuned)))

    def test_sheets_are_as_long_as_suits_the_device_where_nothing_is_said(self) -> None:
        settings = replace(SETTINGS, sheet_tokens=None)
        self.assertEqual(choose_sheet_tokens(settings, CPU), 512)
        self.assertEqual(choose_sheet_tokens(settings, torch.device("cuda")), 2048)
        self.assertEqual(choose_sheet_tokens(replace(settings, sheet_tokens=0), torch.device("cuda")), 0)


if __name__ == "__main__":
    unittest.main()
