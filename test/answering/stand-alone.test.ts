import { expect, test } from "vitest";

import { rewriteQuestion } from "../../src/answer/model/history/rewrite-question.ts";
import { standAlone } from "../../src/answer/model/history/stand-alone.ts";
import { STANDARD_ANALYZER } from "../../src/library/index/analyze.ts";
import { createFakeChatModel } from "../../src/testing/index.ts";

const after = (earlier: string, question: string): string =>
  standAlone(
    question,
    [
      { role: "user", content: earlier },
      { role: "assistant", content: "…" },
    ],
    STANDARD_ANALYZER,
  );

test.each([
  ["What is the price of the Velora kettle?", "And its weight?", "And the Velora kettle's weight?"],
  ["What is the price of the Velora kettle?", "How heavy is it?", "How heavy is the Velora kettle?"],
  ["What is the price of the Velora kettle?", "And the weight?", "the weight of the Velora kettle?"],
  ["What is the lead time of Hirtfreg Ltd?", "What about Hirxfrer Ltd?", "What is the lead time of Hirxfrer Ltd?"],
  ["Who handles ticket INC-23/97699?", "When was it closed?", "When was INC-23/97699 closed?"],
  ["What is the price of the Velora kettle?", "Who is the CEO of Acme?", "Who is the CEO of Acme?"],
  [
    "What is the price of the Velora kettle?",
    "How many days of parental leave do employees get?",
    "How many days of parental leave do employees get?",
  ],
])("after %j, %j is %j", (earlier, question, wanted) => {
  expect(after(earlier, question)).toBe(wanted);
});

test("a question without anything before it stays as it is", () => {
  expect(standAlone("And its weight?", [], STANDARD_ANALYZER)).toBe("And its weight?");
});

const HISTORY = [{ role: "user", content: "What is the price of the Velora kettle?" }] as const;

function modelSaying(json: string) {
  const model = createFakeChatModel();
  const generate: typeof model.generate = async function* () {
    await Promise.resolve();
    yield { kind: "text-delta", text: json };
    yield {
      kind: "finish",
      reason: "stop",
      usage: { inputTokens: { total: 9, cached: 0 }, outputTokens: { total: 3, reasoning: 0 } },
    };
  };
  return { ...model, generate };
}

const by = "auto" as const;

test("a model that can rewrites the question", async () => {
  const model = modelSaying('{"question": "What is the weight of the Velora kettle?"}');
  const rewritten = await rewriteQuestion("And its weight?", HISTORY, { model, by, analyze: STANDARD_ANALYZER });
  expect(rewritten).toMatchObject({
    question: "What is the weight of the Velora kettle?",
    usage: { inputTokens: { total: 9 } },
  });
});

test.each(['{"question": "What is the weight of the Brasko 500?"}', "no JSON", '{"question": ""}'])(
  "what it makes up or garbles is not used: %s",
  async (json) => {
    const rewriting = { model: modelSaying(json), by, analyze: STANDARD_ANALYZER };
    const { question } = await rewriteQuestion("And its weight?", HISTORY, rewriting);
    expect(question).toBe("And the Velora kettle's weight?");
  },
);

test("a small model is not asked", async () => {
  const model = createFakeChatModel({ contextTokens: 2048 });
  await rewriteQuestion("And its weight?", HISTORY, { model, by, analyze: STANDARD_ANALYZER });
  expect(model.requests()).toEqual([]);
});
