// Tries and pauses: what the server asks for is done, storms are sat out, and what cannot be mended fails at once.
import { expect, test } from "vitest";

import { createLimiter } from "../../src/core/limiter.ts";
import { createChatModel } from "../../src/engines/openai-compatible/create-chat-model.ts";
import { createEmbedder } from "../../src/engines/openai-compatible/create-embedder.ts";
import type { ChatEvent } from "../../src/spec/chat.ts";
import { createFakeModelServer, type FakeCall, type ModelFault } from "../../src/testing/index.ts";
import { type QuickRuntime, quickContext, quickRuntime, referenceOf } from "./quick-runtime.ts";

const PROMPT = [{ role: "user", content: "one two three" }] as const;

type Tried = {
  readonly events: readonly ChatEvent[];
  readonly error: unknown;
  readonly calls: number;
  readonly pauses: readonly number[];
};

async function ask(fault: (call: FakeCall) => ModelFault | undefined, timeoutMs = 10_000): Promise<Tried> {
  const runtime = quickRuntime();
  await using server = await createFakeModelServer({ fault });
  await using model = createChatModel(
    referenceOf(`openai-compatible:${server.origin}/v1#fake`),
    quickContext({ timeoutMs }, runtime),
  );
  const events: ChatEvent[] = [];
  let error: unknown;
  try {
    for await (const event of model.generate({ prompt: PROMPT })) events.push(event);
  } catch (thrown) {
    error = thrown;
  }
  return { events, error, calls: server.calls().length, pauses: runtime.pauses() };
}

function status(code: number, headers: Readonly<Record<string, string>> = {}, message = "no"): ModelFault {
  return { kind: "answer", status: code, headers, body: JSON.stringify({ error: { message } }) };
}

// why: a date has whole seconds, and some of them pass between its writing and its reading.
test.each([
  ["retry-after-ms", () => ({ "retry-after-ms": "1234", "retry-after": "9" }), { least: 1234, most: 2734 }],
  ["retry-after in seconds", () => ({ "retry-after": "2" }), { least: 2000, most: 3500 }],
  ["retry-after as a date", () => ({ "retry-after": inThirtySeconds() }), { least: 20_000, most: 30_500 }],
] as const)("%s is honoured", async (_name, headers, { least, most }) => {
  const { error, calls, pauses } = await ask(({ count }) => (count === 1 ? status(429, headers()) : undefined));
  expect(error).toBeUndefined();
  expect(calls).toBe(2);
  expect(Math.max(...pauses)).toBeGreaterThanOrEqual(least);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(most);
});

function inThirtySeconds(): string {
  return new Date(Date.now() + 30_000).toUTCString();
}

test("without a wish of the server pauses grow from try to try", async () => {
  const { error, pauses } = await ask(({ count }) => (count < 4 ? status(500) : undefined));
  expect(error).toBeUndefined();
  expect(pauses).toEqual([375, 750, 1500]);
});

test("x-should-retry has the last word, both ways", async () => {
  const never = await ask(() => status(429, { "x-should-retry": "false" }));
  expect(never).toMatchObject({ calls: 1, error: { code: "engine_busy" } });
  const once = await ask(({ count }) => (count === 1 ? status(400, { "x-should-retry": "true" }) : undefined));
  expect(once).toMatchObject({ calls: 2, error: undefined });
});

test.each([400, 401, 403, 404, 422])("status %i fails at once, before anything was spent", async (code) => {
  const { calls, events, error } = await ask(() => status(code, {}, "because of you"));
  expect(calls).toBe(1);
  expect(events).toEqual([]);
  expect(error).toMatchObject({
    message: expect.stringContaining("because of you"),
    details: { status: code, requestId: "req-1" },
  });
});

test("a used-up quota is not waited for although its status says so", async () => {
  const fault: ModelFault = {
    kind: "answer",
    status: 429,
    body: '{"error":{"message":"You exceeded it","code":"insufficient_quota"}}',
  };
  expect(await ask(() => fault)).toMatchObject({ calls: 1, error: { code: "engine_failed", hint: /billing/u } });
});

test("a server that stays busy is given up after ten tries, and one that wants an hour at once", async () => {
  expect(await ask(() => status(429))).toMatchObject({
    calls: 10,
    error: { code: "engine_busy", details: { attempts: 10 } },
  });
  const hour = await ask(() => status(503, { "retry-after": "3600" }));
  expect(hour).toMatchObject({ calls: 1, error: { code: "engine_busy", hint: expect.stringContaining("3600 s") } });
});

test("a server that never answers is asked twice and then given up", async () => {
  const { calls, error } = await ask(() => ({ kind: "silent" }), 400);
  expect(calls).toBe(2);
  expect(error).toMatchObject({ code: "engine_busy", message: expect.stringContaining("silent for too long (0.4 s") });
});

test("a redirect is not followed with the key in hand", async () => {
  const { calls, error } = await ask(() => status(307, { location: "http://127.0.0.1:9/elsewhere" }));
  expect(calls).toBe(1);
  expect(error).toMatchObject({
    message: expect.stringContaining("307"),
    hint: expect.stringContaining("another address"),
  });
});

test("where nobody listens, the message says so and what to do", async () => {
  const runtime = quickRuntime();
  await using model = createChatModel(
    referenceOf("openai-compatible:http://127.0.0.1:1/v1#x"),
    quickContext({}, runtime),
  );
  const asking = (async () => {
    for await (const event of model.generate({ prompt: PROMPT })) expect(event).toBeUndefined();
  })();
  await expect(asking).rejects.toMatchObject({
    code: "engine_failed",
    message: expect.stringMatching(/cannot be reached at http:\/\/127\.0\.0\.1:1\/v1/u),
    hint: expect.stringContaining("Start the server"),
  });
});

test("a storm of refusals is sat out: fewer at once, none during the pause, and everything arrives", async () => {
  const CAPACITY = 2;
  const runtime = quickRuntime();
  const refused: number[] = [];
  await using server = await createFakeModelServer({
    fault: ({ active, count }) => {
      if (active <= CAPACITY) return { kind: "pieces", bytes: 1000, pauseMs: 3 };
      refused.push(count);
      return status(429, { "retry-after-ms": "20" });
    },
  });
  const options = { baseUrl: `${server.origin}/v1`, concurrency: 16 };
  await using embedder = await createEmbedder(referenceOf("vllm:fake"), quickContext(options, runtime));
  const texts = Array.from({ length: 1200 }, (_, index) => `Text number ${index}`);
  const vectors = await embedder.embed(texts, "document");
  expect(vectors).toHaveLength(1200);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThan(server.calls().length);
  expect(embedder.spent?.()).toMatchObject({ estimated: false });
});

test("the limit halves once per burst, grows by one per round, and stays within its bounds", async () => {
  const limiter = createLimiter({ max: 6, runtime: stillRuntime() });
  const burst = await Promise.all([1, 2, 3, 4].map(async () => limiter.acquire(undefined)));
  for (const slot of burst) {
    slot.busy(0);
    slot.release();
  }
  expect(limiter.limit()).toBe(2);
  for (let round = 0; round < 60; round++) {
    const slot = await limiter.acquire(undefined);
    slot.succeeded();
    slot.release();
    slot.release();
  }
  expect(limiter.limit()).toBe(6);
});

test("whoever waits for a turn can give up, and the turn goes to the next", async () => {
  const limiter = createLimiter({ max: 1, runtime: stillRuntime() });
  const first = await limiter.acquire(undefined);
  const controller = new AbortController();
  const givesUp = limiter.acquire(controller.signal);
  const waits = limiter.acquire(undefined);
  controller.abort();
  await expect(givesUp).rejects.toMatchObject({ name: "AbortError" });
  first.release();
  (await waits).release();
});

function stillRuntime(): Pick<QuickRuntime, "monotonicMs" | "sleep"> {
  return { monotonicMs: () => 0, sleep: async () => undefined };
}

test("a prompt beyond the configured context is refused before it is sent", async () => {
  await using server = await createFakeModelServer();
  const options = { baseUrl: `${server.origin}/v1`, contextTokens: 64 };
  await using model = createChatModel(referenceOf("ollama:fake"), quickContext(options));
  const asking = (async () => {
    const prompt = [{ role: "user", content: "It rains. ".repeat(100) }] as const;
    for await (const event of model.generate({ prompt })) expect(event).toBeUndefined();
  })();
  await expect(asking).rejects.toMatchObject({ code: "input_invalid", message: expect.stringContaining("holds 64") });
  expect(server.calls()).toEqual([]);
});
