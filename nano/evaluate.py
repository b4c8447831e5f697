"""Answers exam rows greedily in PyTorch:
`python nano/evaluate.py --config nano/nano.json --run FOLDER --exam FILE --out REPLIES`.

Reads the rows of lab/world/write-exam.ts and writes {"id", "reply"} lines, which
`node lab/world/score-exam.ts --exam FILE --replies REPLIES` counts.
"""

import argparse
import json
from pathlib import Path

import torch
from tokenizers import Tokenizer

from data import END, START
from export import load_masters
from model import Nano, Shape


def prompt_of(messages: list[dict[str, str]]) -> str:
    said = "".join(f"{START}{message['role']}\n{message['content']}{END}\n" for message in messages)
    return f"{said}{START}assistant\n"


@torch.no_grad()
def answer(model: Nano, prompts: list[list[int]], end: int, most: int) -> list[list[int]]:
    """Greedy replies to prompts of any lengths; the whole text is read again for each token, padded on the left."""
    longest = max(map(len, prompts))
    ids = torch.tensor([[0] * (longest - len(prompt)) + prompt for prompt in prompts])
    empty = torch.tensor([longest - len(prompt) for prompt in prompts])
    done = torch.zeros(len(prompts), dtype=torch.bool)
    for _ in range(most):
        time = torch.arange(ids.shape[1])
        places = (time - empty[:, None]).clamp(min=0)
        real = time >= empty[:, None]
        mask = (torch.ones(len(time), len(time), dtype=torch.bool).tril() & real[:, None, :]) | torch.eye(
            len(time), dtype=torch.bool
        )
        following = model.logits(model(ids, places, mask.unsqueeze(1))[:, -1]).argmax(-1)
        ids = torch.cat((ids, following[:, None]), dim=1)
        done |= following == end
        if done.all():
            break
    replies = [row[longest:].tolist() for row in ids]
    return [reply[: reply.index(end)] if end in reply else reply for reply in replies]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--exam", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--batch", type=int, default=16)
    options = parser.parse_args()
    torch.set_num_threads(1)
    config = json.loads(options.config.read_text())
    tokenizer = Tokenizer.from_file(config["tokenizer"])
    model = load_masters(options.run, Shape(**config["shape"]))
    rows = [json.loads(line) for line in options.exam.open()]
    prompts = sorted(
        ((tokenizer.encode(prompt_of(row["messages"]), add_special_tokens=False).ids, row["id"]) for row in rows),
        key=lambda pair: len(pair[0]),
    )
    with options.out.open("w") as file:
        for at in range(0, len(prompts), options.batch):
            part = prompts[at : at + options.batch]
            replies = answer(model, [ids for ids, _ in part], tokenizer.token_to_id(END), 64)
            for (_, row), reply in zip(part, replies, strict=True):
                file.write(json.dumps({"id": row, "reply": tokenizer.decode(reply)}) + "\n")


if __name__ == "__main__":
    main()
