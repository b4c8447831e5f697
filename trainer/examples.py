"""From conversations to token ids and the share of the loss that each has: only what the assistant says, and its end of turn.

Imported by run.py; nothing to run here. The model's own chat template lays the conversation out, as it will when serving.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from errors import invalid

#: Row numbers named in a message.
SHOWN = 5


@dataclass(frozen=True)
class Row:
    """One conversation; `learnt[i]` says how much the prediction of token i counts, 0 not at all."""

    ids: list[int]
    learnt: list[float]
    weight: float


@dataclass(frozen=True)
class Piece:
    """Text that is tokenised by itself, as it is when serving: a prompt up to a reply, or that reply with its end."""

    text: str
    learnt: float


def read_rows(path: Path, tokenizer: Any, stop_ids: set[int], max_tokens: int) -> list[Row]:
    """Every row of the file; refuses an empty file, rows that are too long, and rows from which nothing would be learnt.

    Rows are never cut: with its end, a row would lose how to stop.
    """
    with path.open(encoding="utf-8") as lines:
        rows = [row_of(json.loads(line), at, tokenizer, stop_ids) for at, line in enumerate(lines, 1)]
    if not rows:
        raise invalid("There are no examples to learn from.", "Give at least one conversation with a reply.")
    long = [at for at, row in enumerate(rows, 1) if len(row.ids) > max_tokens]
    if long:
        longest = max(len(row.ids) for row in rows)
        raise invalid(
            f"{len(long)} of {len(rows)} examples are too long (row {numbers(long)}): up to {longest} tokens, and {max_tokens} fit.",
            "Raise maxTokens, shorten them, or leave them out; rows are never cut.",
        )
    mute = [at for at, row in enumerate(rows, 1) if not any(row.learnt)]
    if mute:
        raise invalid(
            f"Nothing would be learnt from {len(mute)} of {len(rows)} examples (row {numbers(mute)}): they hold no reply.",
            "Add the replies, or leave these rows out.",
        )
    return rows


def numbers(rows: list[int]) -> str:
    shown = ", ".join(map(str, rows[:SHOWN]))
    return shown if len(rows) <= SHOWN else f"{shown} and {len(rows) - SHOWN} more"


def row_of(example: dict[str, Any], number: int, tokenizer: Any, stop_ids: set[int]) -> Row:
    pieces = pieces_of(example["messages"], number, tokenizer, stop_ids)
    ids: list[int] = []
    learnt: list[float] = []
    for piece in pieces:
        tokens = tokenizer(piece.text, add_special_tokens=False)["input_ids"]
        ids += tokens
        learnt += [piece.learnt] * len(tokens)
    if tokenizer.decode(ids, skip_special_tokens=False, clean_up_tokenization_spaces=False) != text_of(pieces):
        ids, learnt = tokens_by_place(pieces, tokenizer)
    return Row(ids, learnt, float(example["weight"]))


def text_of(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def tokens_by_place(pieces: list[Piece], tokenizer: Any) -> tuple[list[int], list[float]]:
    """For tokenizers that put a blank before each text: all at once, each token learnt that lies in a reply."""
    encoded = tokenizer(text_of(pieces), add_special_tokens=False, return_offsets_mapping=True)
    counts = [piece.learnt for piece in pieces for _ in piece.text]
    return encoded["input_ids"], [counts[end - 1] if end > 0 else 0 for _, end in encoded["offset_mapping"]]


def pieces_of(messages: list[dict[str, Any]], number: int, tokenizer: Any, stop_ids: set[int]) -> list[Piece]:
    """The rendered conversation cut where replies begin and where their end-of-turn token ends; a reply may have a weight of its own."""
    weights = [float(message.get("weight", 1)) for message in messages]
    messages = [{name: value for name, value in message.items() if name != "weight"} for message in messages]
    pieces: list[Piece] = []
    text = render(messages, tokenizer, begins_reply=False)
    done = 0
    for at, message in enumerate(messages):
        if message["role"] != "assistant":
            continue
        before = render(messages[:at], tokenizer, begins_reply=True)
        if not text.startswith(before) or len(before) < done:
            raise invalid(
                f"Example {number}: the model's chat template renders a conversation's beginning differently when it goes on, "
                "so that reply and prompt cannot be told apart.",
                "Train on conversations with one reply, or give the model a template that only appends.",
            )
        end = end_of_turn(text, len(before), message, number, tokenizer, stop_ids)
        pieces += [Piece(text[done : len(before)], 0), Piece(text[len(before) : end], weights[at])]
        done = end
    return pieces


def render(messages: list[dict[str, Any]], tokenizer: Any, begins_reply: bool) -> str:
    return tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=begins_reply)


def end_of_turn(text: str, begin: int, message: dict[str, Any], number: int, tokenizer: Any, stop_ids: set[int]) -> int:
    """Where the token that ends the reply ends; a template that ends it with none would teach the model never to stop."""
    said = message.get("content") or ""
    after = text.find(said.strip(), begin) + len(said.strip())
    encoded = tokenizer(text[after:], add_special_tokens=False, return_offsets_mapping=True)
    for token, (_, end) in zip(encoded["input_ids"], encoded["offset_mapping"], strict=True):
        if token in stop_ids:
            return after + end
        if token in tokenizer.all_special_ids:
            name = tokenizer.convert_ids_to_tokens(token)
            raise invalid(
                f"Example {number}: the chat template ends a reply with {name}, which is none of the tokens that the model stops at.",
                "Name it in eos_token_id of the model's generation_config.json, or use the template that belongs to the model.",
            )
    raise invalid(
        f"Example {number}: the chat template ends a reply without a token that the model stops at; it would never stop.",
        "Use the template that belongs to the model, or name its end-of-turn token in eos_token_id of config.json.",
    )


def stop_ids_of(model: Any, tokenizer: Any) -> set[int]:
    """What generation stops at: of the generation's settings, the model's, and the tokenizer's."""
    found: set[int] = set()
    for value in (model.generation_config.eos_token_id, model.config.eos_token_id, tokenizer.eos_token_id):
        if value is not None:
            found |= set(value) if isinstance(value, list) else {value}
    return found


def neutral_rows(texts: list[str], tokenizer: Any, max_tokens: int) -> list[Row]:
    """Texts of which every token counts."""
    encoded = [tokenizer(text, add_special_tokens=False)["input_ids"][:max_tokens] for text in texts]
    return [Row(ids, [1.0] * len(ids), 1.0) for ids in encoded if len(ids) > 1]


def file_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def template_hash(tokenizer: Any) -> str:
    """Served with another template, the adapter would see other prompts than it has learnt from."""
    template = tokenizer.chat_template
    if not isinstance(template, str) or template == "":
        raise invalid("The base model has no chat template.", "Put its chat_template.jinja into the model's folder.")
    return hashlib.sha256(template.encode()).hexdigest()
