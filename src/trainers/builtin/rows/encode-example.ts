// A training example as tokens, and how much the prediction of each counts: the assistant's words and the end of its turn.
import { SchoolbookError } from "../../../core/errors.ts";
import type { ChatMessage } from "../../../spec/chat.ts";
import type { TrainExample } from "../../../spec/training.ts";
import type { BytePairTokenizer } from "../../../weights/byte-pair-tokenizer.ts";

export type EncodedRow = {
  readonly tokens: Int32Array;
  readonly weights: Float32Array;
};

/** `line` is where the example stands, for messages: counted from one. */
export type EncodeOptions = {
  readonly tokenizer: BytePairTokenizer;
  readonly maxTokens: number;
  readonly line: number;
};

/**
 * What the ChatML template writes. The assistant's turns are cut where a server begins to generate, so that what is trained
 * are the very tokens that it will write. No text can pass for the end of a turn. A row that is too long is refused, not cut:
 * its end would be lost, and with it how to stop.
 */
export function encodeExample(example: TrainExample, options: EncodeOptions): EncodedRow {
  const { tokenizer, maxTokens, line } = options;
  const [begin, end] = [specialOf(tokenizer, "<|im_start|>"), specialOf(tokenizer, "<|im_end|>")];
  const newline = tokenizer.encode("\n", "plain");
  const tokens: number[] = [];
  const weights: number[] = [];
  const add = (ids: readonly number[], weight: number): void => {
    // why: one by one, since a call takes no million arguments.
    for (const id of ids) {
      tokens.push(id);
      weights.push(weight);
    }
  };
  for (const message of example.messages) {
    const text = textOf(message, line);
    add([begin], 0);
    if (message.role === "assistant") {
      add(tokenizer.encode("assistant\n", "plain"), 0);
      add([...tokenizer.encode(text, "plain"), end], example.weight * (message.weight ?? 1));
    } else {
      add([...tokenizer.encode(`${message.role}\n${text}`, "plain"), end], 0);
    }
    add(newline, 0);
  }
  if (tokens.length > maxTokens) {
    throw wrong(
      line,
      `has ${tokens.length} tokens, and ${maxTokens} fit`,
      "Shorten it or leave it out; rows are never cut.",
    );
  }
  if (!weights.some((weight) => weight > 0)) {
    throw wrong(
      line,
      "has nothing to learn: no assistant's turn of a weight above zero",
      "Add the reply, or leave it out.",
    );
  }
  return { tokens: Int32Array.from(tokens), weights: Float32Array.from(weights) };
}

/** Text whose every token counts, such as what must not be forgotten. */
export function encodeText(text: string, tokenizer: BytePairTokenizer, maxTokens: number): EncodedRow {
  const tokens = Int32Array.from(tokenizer.encode(text, "plain")).subarray(0, maxTokens);
  return { tokens, weights: new Float32Array(tokens.length).fill(1) };
}

function textOf({ role, content }: ChatMessage, line: number): string {
  if (typeof content === "string" && role !== "tool") return content;
  if (typeof content !== "string" && role !== "tool" && content.every(({ kind }) => kind === "text")) {
    return content.map((part) => (part.kind === "text" ? part.text : "")).join("");
  }
  throw wrong(line, "calls tools", "The built-in trainer learns from plain text; use the peft trainer for tools.");
}

function specialOf(tokenizer: BytePairTokenizer, name: string): number {
  const id = tokenizer.idOf(name);
  if (id === undefined) throw new SchoolbookError("input_invalid", `The base's tokenizer lacks ${name}.`);
  return id;
}

function wrong(line: number, what: string, hint: string): SchoolbookError {
  return new SchoolbookError("input_invalid", `Example ${line} ${what}.`, { hint });
}
