// The engine keeps the contracts over a real socket, for every shape of server.
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { systemRuntime } from "../../core/runtime.ts";
import {
  CHAT_SUITE,
  createFakeChatModel,
  createFakeModelServer,
  EMBEDDER_SUITE,
  type FakeModelServer,
  RERANKER_SUITE,
} from "../../testing/index.ts";
import type { EngineContext, ModelReference } from "../engine.ts";
import { MODEL_OPTIONS, type ModelOptions } from "../model-options.ts";
import { createChatModel } from "./create-chat-model.ts";
import { createEmbedder } from "./create-embedder.ts";
import { createReranker } from "./create-reranker.ts";
import { openaiCompatibleEngine } from "./engine.ts";

let server: FakeModelServer;

beforeAll(async () => {
  server = await createFakeModelServer();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

function reference(text: string): ModelReference {
  const at = text.indexOf(":");
  return { text, scheme: text.slice(0, at), name: text.slice(at + 1) };
}

function context(options: ModelOptions = {}, given: Partial<EngineContext> = {}): EngineContext {
  const runtime = systemRuntime({ random: () => 0.5, env: {} });
  return { runtime, offline: false, projectFolder: "/nowhere", cacheFolder: "/nowhere", options, ...given };
}

const here = (): string => `${server.origin}/v1`;
const longPrompt = [{ role: "user", content: "Count: one two three four five six seven eight nine ten" }] as const;

describe.each(["vllm", "openai", "ollama", "mistral", "deepseek"])("chat as %s", (scheme) => {
  test.for(CHAT_SUITE)("$name", async ({ check }, { skip }) => {
    const outcome = await check(async () => {
      const model = createChatModel(reference(`${scheme}:fake`), context({ baseUrl: here(), contextTokens: 4096 }));
      const subject = { model, deterministic: true, longPrompt, adapter: { name: "loud" } };
      return { ...subject, [Symbol.asyncDispose]: async () => model[Symbol.asyncDispose]() };
    });
    if (outcome.kind === "skipped") skip(outcome.reason);
  });
});

describe.each(["openai", "tei", "ollama"])("vectors as %s", (scheme) => {
  test.for(EMBEDDER_SUITE)("$name", async ({ check }, { skip }) => {
    const outcome = await check(async () => {
      const embedder = await createEmbedder(reference(`${scheme}:fake`), context({ baseUrl: here() }));
      const subject = { embedder, meaningful: true };
      return { ...subject, [Symbol.asyncDispose]: async () => embedder[Symbol.asyncDispose]() };
    });
    if (outcome.kind === "skipped") skip(outcome.reason);
  });
});

describe.each(["tei", "vllm", "cohere", "voyage"])("rankings as %s", (scheme) => {
  test.for(RERANKER_SUITE)("$name", async ({ check }, { skip }) => {
    const outcome = await check(async () => {
      const reranker = createReranker(reference(`${scheme}:fake`), context({ baseUrl: here() }));
      const subject = { reranker, meaningful: true };
      return { ...subject, [Symbol.asyncDispose]: async () => reranker[Symbol.asyncDispose]() };
    });
    if (outcome.kind === "skipped") skip(outcome.reason);
  });
});

test("a reference with its own address needs no preset and no key", async () => {
  const text = `openai-compatible:${here()}#fake`;
  await using model = createChatModel(reference(text), context());
  const events: unknown[] = [];
  for await (const event of model.generate({ prompt: longPrompt })) events.push(event);
  expect(events.at(-1)).toMatchObject({ kind: "finish", reason: "stop", requestId: /^req-/u, model: "fake" });
  expect(model.id).toBe(text);
});

test("the models that a server has are listed with their context", async () => {
  const found = await openaiCompatibleEngine.served?.(
    reference(`openai-compatible:${here()}#fake`),
    context(),
    undefined,
  );
  expect(found).toEqual([{ id: "fake", contextTokens: 4096 }]);
});

test("thoughts are told apart from the reply, in each of the three ways in which servers send them", async () => {
  const deltas = [
    { reasoning_content: "Hm. " },
    { reasoning: "Well. " },
    {
      content: [
        { type: "thinking", thinking: [{ type: "text", text: "So. " }] },
        { type: "text", text: "Four." },
      ],
    },
  ];
  const chunks = deltas.map((delta) => `data: ${JSON.stringify({ choices: [{ index: 0, delta }] })}\n\n`);
  const end = 'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n';
  const body = `${chunks.join("")}${end}data: [DONE]\n\n`;
  await using thinker = await createFakeModelServer({
    fault: () => ({ kind: "answer", status: 200, headers: { "content-type": "text/event-stream" }, body }),
  });
  await using model = createChatModel(reference("vllm:fake"), context({ baseUrl: `${thinker.origin}/v1` }));
  let [text, reasoning] = ["", ""];
  for await (const event of model.generate({ prompt: longPrompt })) {
    if (event.kind === "text-delta") text += event.text;
    if (event.kind === "reasoning-delta") reasoning += event.text;
  }
  expect({ text, reasoning }).toEqual({ text: "Four.", reasoning: "Hm. Well. So. " });
});

test("a setting that the server does not heed is named in a warning", async () => {
  await using model = createChatModel(reference("deepseek:fake"), context({ baseUrl: here() }));
  const events: unknown[] = [];
  for await (const event of model.generate({ prompt: longPrompt, seed: 7 })) events.push(event);
  expect(events.at(-1)).toMatchObject({ warnings: [{ kind: "unsupported", setting: "seed" }] });
});

test("arguments that are no JSON come as their text, marked", async () => {
  const chat = createFakeChatModel();
  await using broken = await createFakeModelServer({
    chat,
    fault: () => ({ kind: "edit", edit: (body) => body.replace(String.raw`sample\"}`, "sample") }),
  });
  await using model = createChatModel(reference("vllm:fake"), context({ baseUrl: `${broken.origin}/v1` }));
  const inputSchema = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
  const tools = [{ name: "find", description: "", inputSchema }];
  const events: unknown[] = [];
  for await (const event of model.generate({ prompt: longPrompt, tools, toolChoice: { kind: "required" } })) {
    events.push(event);
  }
  expect(events).toContainEqual(
    expect.objectContaining({ kind: "tool-call", input: '{"city":"sample', invalid: expect.any(String) }),
  );
});

test("what changes the vectors changes the fingerprint, and an identity holds over addresses", async () => {
  const print = async (options: ModelOptions, text = "ollama:fake"): Promise<string> =>
    (await createEmbedder(reference(text), context({ baseUrl: here(), ...options }))).fingerprint;
  const plain = await print({});
  expect(await print({})).toBe(plain);
  expect(await print({ queryPrefix: "query: " })).not.toBe(plain);
  expect(await print({ dimensions: 32 })).not.toBe(plain);
  expect(await print({ identity: "ours" }, "vllm:fake")).toBe(await print({ identity: "ours" }));
});

test("known dimensions save the first request, and the prefixes of a known model are put before texts", async () => {
  await using counted = await createFakeModelServer({ model: "nomic-embed-text" });
  const options = MODEL_OPTIONS.parse({ baseUrl: `${counted.origin}/v1` });
  const given = context(options, { knownDims: () => 32 });
  await using embedder = await createEmbedder(reference("ollama:nomic-embed-text"), given);
  expect(counted.calls()).toHaveLength(0);
  await embedder.embed(["warranty"], "query");
  await embedder.embed(["warranty"], "document");
  expect(counted.calls().map(({ body }) => body)).toMatchObject([
    { input: ["search_query: warranty"] },
    { input: ["search_document: warranty"] },
  ]);
});

test("many texts go in several requests, never more at once than allowed, and long texts are cut until they fit", async () => {
  await using counted = await createFakeModelServer();
  const options = { baseUrl: `${counted.origin}/v1`, concurrency: 2, maxTokens: 20_000 };
  await using embedder = await createEmbedder(reference("ollama:fake"), context(options));
  const texts = Array.from({ length: 100 }, (_, index) => `text ${index}`);
  expect(await embedder.embed([...texts, "word ".repeat(20_000)], "document")).toHaveLength(101);
  expect(counted.calls().length).toBeGreaterThan(4);
  expect(counted.mostActive()).toBeLessThanOrEqual(2);
});
