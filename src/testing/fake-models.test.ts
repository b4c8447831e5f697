// The fakes keep the contracts that they stand in for; what they skip, they skip for a reason.
import { expect, test } from "vitest";

import { CHAT_SUITE } from "./chat-suite.ts";
import type { ChatSubject } from "./chat-suite/chat-subject.ts";
import { EMBEDDER_SUITE } from "./embedder-suite.ts";
import { createFakeChatModel, type FakeChatOptions } from "./fake-chat-model.ts";
import { createFakeEmbedder } from "./fake-embedder.ts";
import { createFakeReranker } from "./fake-reranker.ts";
import { RERANKER_SUITE } from "./reranker-suite.ts";

const nothing = async (): Promise<void> => undefined;
const longPrompt = [{ role: "user", content: "Count: one two three four five six seven eight nine ten" }] as const;

function chatSubject(options: FakeChatOptions): ChatSubject {
  const model = createFakeChatModel(options);
  return { model, deterministic: true, longPrompt, adapter: { name: "loud" }, [Symbol.asyncDispose]: nothing };
}

test.each(CHAT_SUITE.map((one) => [one.name, one] as const))("able chat: %s", async (_name, { check }) => {
  await check(async () => chatSubject({ adapters: { loud: "HEAR, HEAR:" } }));
});

test.each(CHAT_SUITE.map((one) => [one.name, one] as const))("plain chat: %s", async (_name, { check }) => {
  const can = { json: false, tools: false, score: false, adapters: false };
  await check(async () => chatSubject({ can }));
});

test.each(EMBEDDER_SUITE.map((one) => [one.name, one] as const))("embedder: %s", async (_name, { check }) => {
  await check(async () => ({
    embedder: createFakeEmbedder(),
    meaningful: true,
    [Symbol.asyncDispose]: nothing,
  }));
});

test.each(RERANKER_SUITE.map((one) => [one.name, one] as const))("reranker: %s", async (_name, { check }) => {
  await check(async () => ({ reranker: createFakeReranker(), meaningful: true, [Symbol.asyncDispose]: nothing }));
});

test("a model that cannot do anything skips what it cannot do, and says why", async () => {
  const can = { json: false, tools: false, score: false, adapters: false };
  const reasons: string[] = [];
  for (const { check } of CHAT_SUITE) {
    const outcome = await check(async () => chatSubject({ can }));
    if (outcome.kind === "skipped") reasons.push(outcome.reason);
  }
  expect(new Set(reasons)).toEqual(
    new Set(["`can.json` is false", "`can.tools` is false", "`can.score` is false", "`can.adapters` is false"]),
  );
});
