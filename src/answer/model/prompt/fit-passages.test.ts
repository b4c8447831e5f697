import { expect, test } from "vitest";

import type { Prompt } from "../../../spec/chat.ts";
import { contentOf, fitPassages } from "./fit-passages.ts";
import type { SourcePassage } from "./source-passage.ts";

const words = (prompt: Prompt): number => prompt.reduce((sum, one) => sum + contentOf(one).split(/\s+/u).length, 0);
const write = (passages: readonly SourcePassage[]): Prompt => [
  { role: "user", content: ["ask", ...passages.map(({ text }) => text)].join(" ") },
];

function passagesOf(count: number, length = 10): readonly SourcePassage[] {
  const text = "word ".repeat(length).trim();
  const one = { documentId: "d", contentHash: "", uri: "", start: 0, end: text.length, title: "", headings: [] };
  return Array.from({ length: count }, () => ({ ...one, format: "text", prefix: "", text }) as const);
}

test("as many passages as the model's own count allows, the best first", async () => {
  let calls = 0;
  const model = { countTokens: async (prompt: Prompt) => ((calls += 1), words(prompt)) };
  const fitted = await fitPassages(passagesOf(100), { model, maxTokens: 81, write });
  expect(fitted.passages).toHaveLength(8);
  expect(fitted.tokens).toEqual({ total: 81, estimated: false });
  expect(calls).toBeLessThan(12);
});

test("a first passage that is too long is cut at a space, with its end", async () => {
  const model = { countTokens: async (prompt: Prompt) => words(prompt) };
  const fitted = await fitPassages(passagesOf(2, 1000), { model, maxTokens: 301, write });
  const [cut] = fitted.passages;
  expect(fitted.tokens.total).toBeLessThanOrEqual(301);
  expect(cut?.text.endsWith("word")).toBe(true);
  expect(cut?.end).toBe(cut?.text.length);
});

test("without a tokenizer tokens are estimated, and said to be", async () => {
  const fitted = await fitPassages(passagesOf(3), { model: {}, maxTokens: 1000, write });
  expect(fitted.tokens.estimated).toBe(true);
  expect(fitted.passages).toHaveLength(3);
});
