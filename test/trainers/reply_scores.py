"""Log-probabilities of replies as transformers and peft compute them: `python reply_scores.py BASE ADAPTER < rows.json`, with the trainer's packages.

Each row is `{"tokens": [...], "first": n}`; for each comes a list with one number for each token from `first` on.
"""

import json
import sys

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM


@torch.no_grad()
def main() -> None:
    base, adapter = sys.argv[1:]
    model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32, local_files_only=True)
    tuned = PeftModel.from_pretrained(model, adapter).eval()
    scores = []
    for row in json.load(sys.stdin):
        ids = torch.tensor([row["tokens"]])
        chances = tuned(input_ids=ids).logits[0].log_softmax(-1)
        scores.append([chances[at - 1, ids[0, at]].item() for at in range(row["first"], ids.shape[1])])
    print(json.dumps(scores))


main()
