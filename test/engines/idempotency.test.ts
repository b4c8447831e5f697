// The key by which a server knows that two tries are one request, and the time that a reply did not take.
import { expect, test } from "vitest";

import { type Runtime, systemRuntime } from "../../src/core/runtime.ts";
import { createChatModel } from "../../src/engines/openai-compatible/create-chat-model.ts";
import type { ChatEvent, ChatRequest } from "../../src/spec/chat.ts";
import { createFakeModelServer, type FakeCall } from "../../src/testing/index.ts";
import { quickContext, quickRuntime, referenceOf } from "./quick-runtime.ts";

const PROMPT = [{ role: "user", content: "one two three" }] as const;
const BUSY = { kind: "answer", status: 429, headers: { "retry-after-ms": "60" }, body: "{}" } as const;

async function ask(request: Partial<ChatRequest>, runtime: Runtime = quickRuntime()) {
  await using server = await createFakeModelServer({ fault: ({ count }) => (count < 3 ? BUSY : undefined) });
  await using model = createChatModel(
    referenceOf(`openai-compatible:${server.origin}/v1#fake`),
    quickContext({ timeoutMs: 10_000 }, runtime),
  );
  const events: ChatEvent[] = await Array.fromAsync(model.generate({ prompt: PROMPT, ...request }));
  return { calls: server.calls(), finish: events.at(-1) };
}

function keysOf(calls: readonly FakeCall[]): readonly unknown[] {
  return calls.map(({ headers }) => headers["idempotency-key"]);
}

test("every try at a request names the same key, and where none was given none is named", async () => {
  expect(keysOf((await ask({ idempotencyKey: "k-1" })).calls)).toEqual(["k-1", "k-1", "k-1"]);
  expect(keysOf((await ask({})).calls)).toEqual([undefined, undefined, undefined]);
});

test("the time in which a busy server was waited for is told with the reply", async () => {
  const { finish } = await ask({}, systemRuntime());
  expect(finish).toMatchObject({ kind: "finish", waitedMs: expect.any(Number) });
  expect(finish?.kind === "finish" ? finish.waitedMs : 0).toBeGreaterThanOrEqual(60);
});
