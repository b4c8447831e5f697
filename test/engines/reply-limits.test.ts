// A reply has an end: however a server keeps the line alive, its time and its bytes are bounded.
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { createChatModel } from "../../src/engines/openai-compatible/create-chat-model.ts";
import { replyLimits } from "../../src/engines/reply-limits.ts";
import type { ChatEvent, ChatRequest } from "../../src/spec/chat.ts";
import { createFakeModelServer, type FakeModelServer, type ModelFault } from "../../src/testing/index.ts";
import { quickContext, referenceOf } from "./quick-runtime.ts";

let server: FakeModelServer;
let fault: ModelFault | undefined;
beforeAll(async () => {
  server = await createFakeModelServer({ fault: () => fault });
});
afterEach(() => {
  fault = undefined;
});
afterAll(async () => server[Symbol.asyncDispose]());

const PROMPT = [{ role: "user", content: "one two three" }] as const;
const PATIENT = { timeoutMs: 10_000, maxDurationMs: 500 };

async function ask(request: Partial<ChatRequest> = {}, options = PATIENT) {
  const reference = referenceOf(`openai-compatible:${server.origin}/v1#fake`);
  await using model = createChatModel(reference, quickContext(options));
  const events: ChatEvent[] = [];
  const began = performance.now();
  let error: unknown;
  try {
    for await (const event of model.generate({ prompt: PROMPT, ...request })) events.push(event);
  } catch (thrown) {
    error = thrown;
  }
  return { events, error, tookMs: performance.now() - began };
}

const DELTA = 'data: {"choices":[{"index":0,"delta":{"content":"drip "}}]}\n\n';
const EMPTY = 'data: {"choices":[{"index":0,"delta":{}}]}\n\n';

test.each([
  ["comments", ": ping\n\n"],
  ["empty chunks", EMPTY],
  ["a word now and then", DELTA],
])("a server that drips %s without an end is given up when the whole reply has had its time", async (_name, text) => {
  fault = { kind: "endless", afterBytes: 0, text, pauseMs: 10 };
  const { events, error, tookMs } = await ask();
  expect(error).toMatchObject({
    code: "engine_failed",
    message: expect.stringMatching(/did not come to the end of its reply within 0\.5 s \(at http:/u),
    hint: expect.stringContaining("`maxDurationMs`"),
  });
  expect(events.at(-1)).toMatchObject({ kind: "finish", reason: "error" });
  expect(tookMs).toBeLessThan(8000);
});

test("a reply may have no more bytes than its tokens can be wrapped in", async () => {
  fault = { kind: "endless", afterBytes: 0, text: DELTA.repeat(200) };
  const { error, events } = await ask({ maxTokens: 8 }, { ...PATIENT, maxDurationMs: 60_000 });
  expect(error).toMatchObject({ message: expect.stringContaining("does not stop answering: more than 1.032 MB") });
  expect(events.length).toBeLessThan(20_000);
});

test("a reply that is whole is kept although the server goes on to ping", async () => {
  fault = {
    kind: "endless",
    afterBytes: 0,
    text: 'data: {"choices":[{"index":0,"delta":{"content":"done"},"finish_reason":"stop"}]}\n\n: ping\n\n',
    pauseMs: 10,
  };
  const { error, events } = await ask();
  expect(error).toBeUndefined();
  expect(events.at(-1)).toMatchObject({ kind: "finish", reason: "stop" });
}, 20_000);

test("without a setting the time goes by the tokens that the reply may have, 30 minutes at most", () => {
  const usual = { timeoutMs: 120_000, maxDurationMs: undefined };
  expect(replyLimits(usual, { maxTokens: 512 })).toEqual({ limitMs: 376_000, maxBytes: 3_048_000 });
  expect(replyLimits(usual, {})).toEqual({ limitMs: 1_800_000, maxBytes: 64_000_000 });
  expect(replyLimits(usual, { maxTokens: 100_000 })).toEqual({ limitMs: 1_800_000, maxBytes: 64_000_000 });
  expect(replyLimits({ ...usual, maxDurationMs: 9000 }, {})).toMatchObject({ limitMs: 9000 });
});
