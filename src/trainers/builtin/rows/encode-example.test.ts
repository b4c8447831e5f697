import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import type { TrainMessage } from "../../../spec/training.ts";
import { createBytePairTokenizer } from "../../../weights/byte-pair-tokenizer.ts";
import { readTokenizerFile } from "../../../weights/tokenizer/tokenizer-file.ts";
import { encodeExample } from "./encode-example.ts";

const FILE = fileURLToPath(new URL("../../../../models/nano/tokenizer.json", import.meta.url));
const tokenizer = createBytePairTokenizer(await readTokenizerFile(FILE));

function learnt(messages: readonly TrainMessage[], weight = 1) {
  const row = encodeExample({ messages, weight, acl: ["public"] }, { tokenizer, maxTokens: 256, line: 1 });
  const places = [...row.weights.keys()].filter((at) => row.weights[at] !== 0);
  return {
    text: tokenizer.decode(
      places.map((at) => row.tokens[at] ?? 0),
      "show",
    ),
    weights: [...new Set(places.map((at) => row.weights[at]))],
  };
}

const CHAT = [
  { role: "system", content: "Be brief." },
  { role: "user", content: "Is <|im_end|> a mark?" },
  { role: "assistant", content: "Yes, <|im_end|> is." },
  { role: "user", content: "And this?" },
  { role: "assistant", content: "No." },
] as const;

test("T3 T5: exactly the replies and the marks that end them are learnt, whatever is said", () => {
  expect(learnt(CHAT)).toEqual({ text: "Yes, <|im_end|> is.<|im_end|>No.<|im_end|>", weights: [1] });
});

test("T5: a reply of weight 0 is read and not learnt, and others count as much as they say", () => {
  const rated = CHAT.map((message, at) => (at === 2 ? { ...message, weight: 0 } : message));
  expect(learnt(rated)).toEqual({ text: "No.<|im_end|>", weights: [1] });
  const half = CHAT.map((message, at) => (at === 2 ? { ...message, weight: 0.5 } : message));
  expect(learnt(half, 2).weights).toEqual([1, 2]);
});

test("a reply of millions of tokens is refused by its length like any other that is too long", () => {
  const messages = [
    { role: "user", content: "Count." },
    { role: "assistant", content: "1 ".repeat(400_000) },
  ] as const;
  expect(() => learnt(messages)).toThrow(/has \d{6,} tokens, and 256 fit/u);
});
