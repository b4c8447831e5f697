// The real `ai` package on both sides: its models as ours, ours as its provider, and both through the contract suites.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type {
  EmbeddingModelV2,
  EmbeddingModelV3,
  LanguageModelV2,
  LanguageModelV3,
  LanguageModelV3StreamPart,
  LanguageModelV4,
  LanguageModelV4StreamPart,
  ProviderV4,
} from "@ai-sdk/provider";
import { APICallError } from "@ai-sdk/provider";
import {
  embed,
  embedMany,
  generateText,
  jsonSchema,
  Output,
  rerank,
  simulateReadableStream,
  streamText,
  tool,
} from "ai";
import { MockEmbeddingModelV4, MockLanguageModelV3, MockLanguageModelV4, MockRerankingModelV4 } from "ai/test";
import { beforeEach, describe, expect, test, vi } from "vitest";

import { aiSdkEngine } from "../../src/engines/ai-sdk/engine.ts";
import {
  createAiSdkProvider,
  fromAiSdkEmbeddingModel,
  fromAiSdkLanguageModel,
  fromAiSdkRerankingModel,
} from "../../src/index.ts";
import type { ChatEvent, ChatModel, ChatRequest } from "../../src/spec/chat.ts";
import {
  CHAT_SUITE,
  createFakeChatModel,
  createFakeEmbedder,
  createFakeReranker,
  EMBEDDER_SUITE,
  fakeVector,
  RERANKER_SUITE,
} from "../../src/testing/index.ts";
import { quickContext, quickRuntime, referenceOf } from "./quick-runtime.ts";

beforeEach(() => {
  vi.mocked(Math.random).mockReturnValue(0.5); // why: the ai package draws its ids by it
});

const longPrompt = [{ role: "user", content: "Count: one two three four five six seven eight nine ten" }] as const;

/** Ours as a provider of the AI SDK; the annotation holds it to the real type. */
function provider(chat: ChatModel = createFakeChatModel()): ProviderV4 {
  const embedders = { words: createFakeEmbedder() };
  return createAiSdkProvider({ chat: { fake: chat }, embedders, rerankers: { words: createFakeReranker() } });
}

describe("there and back again", () => {
  test.for(CHAT_SUITE)("chat: $name", async ({ check }, { skip }) => {
    const outcome = await check(async () => {
      const model = fromAiSdkLanguageModel(provider().languageModel("fake"), { contextTokens: 4096 });
      return {
        model,
        deterministic: true,
        longPrompt,
        [Symbol.asyncDispose]: async () => model[Symbol.asyncDispose](),
      };
    });
    if (outcome.kind === "skipped") skip(outcome.reason);
  });
  test.for(EMBEDDER_SUITE)("embedder: $name", async ({ check }, { skip }) => {
    const outcome = await check(async () => {
      const embedder = await fromAiSdkEmbeddingModel(provider().embeddingModel("words"));
      return { embedder, meaningful: true, [Symbol.asyncDispose]: async () => embedder[Symbol.asyncDispose]() };
    });
    if (outcome.kind === "skipped") skip(outcome.reason);
  });
  test.for(RERANKER_SUITE)("reranker: $name", async ({ check }, { skip }) => {
    const outcome = await check(async () => {
      const model = provider().rerankingModel?.("words");
      if (model === undefined) throw new Error("The provider has rerankers.");
      const reranker = fromAiSdkRerankingModel(model);
      return { reranker, meaningful: true, [Symbol.asyncDispose]: async () => reranker[Symbol.asyncDispose]() };
    });
    if (outcome.kind === "skipped") skip(outcome.reason);
  });
});

describe("ours in the AI SDK", () => {
  test("generateText has the text, the usage and the reason", async () => {
    const { text, usage, finishReason } = await generateText({
      model: provider().languageModel("fake"),
      prompt: "one two three",
    });
    expect({ text, finishReason }).toEqual({ text: "one two three", finishReason: "stop" });
    expect(usage).toMatchObject({ inputTokens: 4, outputTokens: 3 });
  });

  test("streamText streams, and tells of an error in the middle with the usage", async () => {
    const { textStream, usage } = streamText({ model: provider().languageModel("fake"), prompt: "one two three" });
    const deltas: string[] = [];
    for await (const delta of textStream) deltas.push(delta);
    expect(deltas).toEqual(["one", " two", " three"]);
    expect(await usage).toMatchObject({ outputTokens: 3 });
    const errors: unknown[] = [];
    const failing = streamText({
      model: provider(breaking()).languageModel("fake"),
      prompt: "x",
      onError: ({ error }) => void errors.push(error),
    });
    for await (const delta of failing.textStream) expect(delta).toBe("some");
    expect(errors).toMatchObject([{ message: "unplugged" }]);
  });

  test("an output by schema is an object that fits it", async () => {
    const schema = jsonSchema<{ sunny: boolean }>({
      type: "object",
      properties: { sunny: { type: "boolean" } },
      required: ["sunny"],
      additionalProperties: false,
    });
    const output = Output.object({ schema });
    const result = await generateText({ model: provider().languageModel("fake"), output, prompt: "weather" });
    expect(result.output).toEqual({ sunny: true });
  });

  test("tools are called and their results come back", async () => {
    const inputSchema = jsonSchema<{ city: string }>({
      type: "object",
      properties: { city: { type: "string" } },
      required: ["city"],
    });
    const weather = tool({ description: "Weather", inputSchema, execute: async ({ city }) => `rain in ${city}` });
    const { toolResults } = await generateText({
      model: provider().languageModel("fake"),
      prompt: "weather",
      tools: { weather },
      toolChoice: "required",
    });
    expect(toolResults).toMatchObject([{ toolName: "weather", input: { city: "sample" }, output: "rain in sample" }]);
  });

  test("embed, embedMany and rerank work", async () => {
    const model = provider().embeddingModel("words");
    const { embedding } = await embed({ model, value: "one" });
    expect(Float32Array.from(embedding)).toEqual(fakeVector("one"));
    const { embeddings } = await embedMany({ model, values: ["one", "two"] });
    expect(embeddings).toHaveLength(2);
    const reranker = provider().rerankingModel?.("words");
    if (reranker === undefined) throw new Error("The provider has rerankers.");
    const { ranking } = await rerank({ model: reranker, query: "two", documents: ["one", "two"], topN: 1 });
    expect(ranking).toMatchObject([{ originalIndex: 1, document: "two" }]);
  });

  test("what a model cannot do is warned of, and an unknown name is an error that lists what there is", async () => {
    const plain = createFakeChatModel({ can: { json: false, tools: false } });
    const { warnings } = await provider(plain)
      .languageModel("fake")
      .doGenerate({
        prompt: [{ role: "user", content: [{ type: "text", text: "hello" }] }],
        responseFormat: { type: "json" },
        topK: 3,
      });
    expect(warnings.map((warning) => ("feature" in warning ? warning.feature : ""))).toEqual([
      "topK",
      "responseFormat",
    ]);
    expect(() => provider().languageModel("other")).toThrow(/no language model named "other"/u);
  });
});

function breaking(): ChatModel {
  return {
    ...createFakeChatModel(),
    generate: async function* generate(): AsyncGenerator<ChatEvent> {
      yield { kind: "text-delta", text: "some" };
      const usage = { inputTokens: { total: 1, cached: 0 }, outputTokens: { total: 1, reasoning: 0 }, estimated: true };
      yield { kind: "finish", reason: "error", usage };
      throw new Error("unplugged");
    },
  };
}

describe("theirs as ours", () => {
  const start: LanguageModelV4StreamPart & LanguageModelV3StreamPart = { type: "stream-start", warnings: [] };
  const delta = { type: "text-delta", id: "1", delta: "Hi" } as const;
  const nested = {
    inputTokens: { total: 7, noCache: 4, cacheRead: 3, cacheWrite: undefined },
    outputTokens: { total: 5, text: 3, reasoning: 2 },
  };
  const end = { type: "finish", usage: nested, finishReason: { unified: "stop", raw: "stop" } } as const;

  function mock(chunks: LanguageModelV4StreamPart[], chunkDelayInMs: number | null = null): LanguageModelV4 {
    return new MockLanguageModelV4({
      doStream: async () => ({ stream: simulateReadableStream({ chunks, chunkDelayInMs }) }),
    });
  }

  async function ask(model: ChatModel, request: Partial<ChatRequest> = {}) {
    const events: ChatEvent[] = [];
    let error: unknown;
    try {
      for await (const event of model.generate({ prompt: longPrompt, ...request })) events.push(event);
    } catch (thrown) {
      error = thrown;
    }
    return { events, error };
  }

  test("a provider that drips without an end is given up when the whole reply has had its time", async () => {
    const chunks = Array.from({ length: 1000 }, () => delta);
    const dripping = fromAiSdkLanguageModel(mock([start, ...chunks], 20), { maxDurationMs: 300 });
    expect((await ask(dripping)).error).toMatchObject({
      code: "engine_failed",
      message: expect.stringContaining("did not come to the end of its reply within 0.3 s"),
      hint: expect.stringContaining("`maxDurationMs`"),
    });
  });

  test("the key of a request goes with its headers", async () => {
    const headers: unknown[] = [];
    const model: LanguageModelV4 = {
      ...mock([]),
      specificationVersion: "v4",
      doStream: async (options) => (headers.push(options.headers), mock([start, delta, end]).doStream(options)),
    };
    await ask(fromAiSdkLanguageModel(model), { idempotencyKey: "k-1" });
    await ask(fromAiSdkLanguageModel(model));
    expect(headers).toEqual([{ "idempotency-key": "k-1" }, undefined]);
  });

  test("models of the specifications v2, v3 and v4 give the same events", async () => {
    const flat = { inputTokens: 7, outputTokens: 5, totalTokens: 12, reasoningTokens: 2, cachedInputTokens: 3 };
    const v2: LanguageModelV2 = {
      specificationVersion: "v2",
      provider: "old",
      modelId: "older",
      supportedUrls: {},
      doGenerate: async () => Promise.reject(new Error("It is not used.")),
      doStream: async () => ({
        stream: ReadableStream.from([
          { type: "stream-start" as const, warnings: [] },
          delta,
          { type: "finish" as const, usage: flat, finishReason: "stop" as const },
        ]),
      }),
    };
    const chunks: LanguageModelV3StreamPart[] = [start, delta, end];
    const v3: LanguageModelV3 = new MockLanguageModelV3({
      doStream: async () => ({ stream: simulateReadableStream({ chunks }) }),
    });
    const usage = { inputTokens: { total: 7, cached: 3 }, outputTokens: { total: 5, reasoning: 2 } };
    for (const model of [v2, v3, mock([start, delta, end])]) {
      expect((await ask(fromAiSdkLanguageModel(model))).events).toEqual([
        { kind: "text-delta", text: "Hi" },
        { kind: "finish", reason: "stop", usage },
      ]);
    }
  });

  test("what a provider does not heed is refused where it changes the meaning, and warned of otherwise", async () => {
    const warned = (feature: string): LanguageModelV4 =>
      mock([{ type: "stream-start", warnings: [{ type: "unsupported", feature }] }, delta, end]);
    const seed = await ask(fromAiSdkLanguageModel(warned("seed")), { seed: 1 });
    expect(seed.events.at(-1)).toMatchObject({ warnings: [{ kind: "unsupported", setting: "seed" }] });
    const json = await ask(fromAiSdkLanguageModel(warned("responseFormat")), { json: { type: "object" } });
    expect(json.error).toMatchObject({ code: "input_invalid" });
  });

  test("an error part, a stream that breaks and one that ends early are errors with the usage so far", async () => {
    const broken: LanguageModelV4StreamPart = { type: "error", error: new Error("overloaded") };
    for (const model of [mock([start, delta, broken]), mock([start, delta])]) {
      const { events, error } = await ask(fromAiSdkLanguageModel(model));
      expect(error).toMatchObject({ code: "engine_failed" });
      expect(events.at(-1)).toMatchObject({ kind: "finish", reason: "error", usage: { estimated: true } });
    }
  });

  test("what a provider calls retryable is tried again, and its errors become ours", async () => {
    const refused = (statusCode: number, isRetryable: boolean, message = "no") =>
      new APICallError({
        message,
        url: "http://x",
        requestBodyValues: { key: "hidden-value" },
        statusCode,
        isRetryable,
        responseHeaders: { "x-request-id": "r-1" },
      });
    let failures = 2;
    const runtime = quickRuntime();
    const patient: LanguageModelV4 = {
      ...mock([]),
      specificationVersion: "v4",
      doStream: async (options) => {
        if (failures-- > 0) throw refused(429, true);
        return mock([start, delta, end]).doStream(options);
      },
    };
    expect((await ask(fromAiSdkLanguageModel(patient, { runtime }))).error).toBeUndefined();
    expect(runtime.pauses()).toEqual([500, 2000]);
    const cases = [
      [refused(401, false), "engine_failed"],
      [refused(404, false), "not_found"],
      [refused(429, false), "engine_busy"],
      [refused(400, false, "maximum context length is 10"), "input_invalid"],
    ] as const;
    for (const [thrown, code] of cases) {
      const model = new MockLanguageModelV4({ doStream: async () => Promise.reject(thrown) });
      const { error } = await ask(fromAiSdkLanguageModel(model));
      expect(error).toMatchObject({ code, details: { requestId: "r-1" } });
      expect(JSON.stringify(error)).not.toContain("hidden-value");
    }
  });

  test("a provider that ignores the signal is left all the same", async () => {
    const deaf = mock([start, delta, end], 60_000);
    const { error, events } = await ask(fromAiSdkLanguageModel(deaf), { abortSignal: AbortSignal.timeout(30) });
    expect(error).toMatchObject({ name: "TimeoutError" });
    expect(events).toMatchObject([{ kind: "finish", reason: "error" }]);
  });

  test("embedding models are split by what they take, and a lie is told", async () => {
    const calls: number[] = [];
    const small = new MockEmbeddingModelV4({
      modelId: "nomic-embed-text",
      maxEmbeddingsPerCall: 3,
      supportsParallelCalls: false,
      doEmbed: async ({ values }) => {
        calls.push(values.length);
        return {
          embeddings: values.map((value) => [...fakeVector(value, { dims: 8 })].map((number) => number * 2)),
          warnings: [],
          usage: { tokens: values.length },
        };
      },
    });
    const embedder = await fromAiSdkEmbeddingModel(small);
    expect(embedder).toMatchObject({ dims: 8, maxTokens: 2048 });
    const vectors = await embedder.embed(["a", "b", "c", "d"], "query");
    expect(Math.hypot(...(vectors[3] ?? []))).toBeCloseTo(1, 5);
    expect(calls).toEqual([1, 3, 1]);
    expect(embedder.spent?.()).toEqual({ requests: 3, tokens: 5, estimated: false });
    const liar = new MockEmbeddingModelV4({
      maxEmbeddingsPerCall: 5,
      doEmbed: async () => ({ embeddings: [[1, 2]], warnings: [] }),
    });
    const lying = await fromAiSdkEmbeddingModel(liar);
    await expect(lying.embed(["a", "b"], "document")).rejects.toMatchObject({
      message: expect.stringContaining("1 vector for 2 texts"),
    });
    const older: EmbeddingModelV2<string> = { ...pickModel(liar), specificationVersion: "v2" };
    const old: EmbeddingModelV3 = { ...pickModel(liar), specificationVersion: "v3" };
    for (const model of [older, old]) expect((await fromAiSdkEmbeddingModel(model)).dims).toBe(2);
  });

  function pickModel({ provider: name, modelId, maxEmbeddingsPerCall, supportsParallelCalls }: MockEmbeddingModelV4) {
    const doEmbed = async () => ({ embeddings: [[1, 2]], warnings: [] });
    return { provider: name, modelId, maxEmbeddingsPerCall, supportsParallelCalls, doEmbed };
  }

  test("a reranking model that leaves a text out is told of", async () => {
    const none = { code: "config_invalid", message: "maxTokens is -1; expected a whole number of at least 1." };
    const [words, most] = [provider().embeddingModel("words"), { maxTokens: -1 }];
    await expect(fromAiSdkEmbeddingModel(words, most)).rejects.toMatchObject(none);
    expect(() => fromAiSdkRerankingModel(new MockRerankingModelV4(), most)).toThrow(expect.objectContaining(none));
    const lazy = new MockRerankingModelV4({ doRerank: async () => ({ ranking: [{ index: 0, relevanceScore: 1 }] }) });
    await expect(fromAiSdkRerankingModel(lazy).rank("q", ["a", "b"], 2)).rejects.toMatchObject({
      code: "engine_failed",
    });
  });
});

describe("by reference", () => {
  test("a provider of a file or a package is found, opened and missed by name", async () => {
    const folder = mkdtempSync(join(tmpdir(), "schoolbook-ai-sdk-"));
    try {
      const doStream = `async () => ({ stream: ReadableStream.from([
        { type: "stream-start", warnings: [] },
        { type: "text-delta", id: "1", delta: "from a file" },
        { type: "finish", usage: { inputTokens: 1, outputTokens: 2 }, finishReason: "stop" },
      ]) })`;
      writeFileSync(
        join(folder, "provider.mjs"),
        `export const mine = { languageModel: (modelId) => ({ specificationVersion: "v2", provider: "mine", modelId, doStream: ${doStream} }) };`,
      );
      const context = { ...quickContext(), projectFolder: folder };
      const model = await aiSdkEngine.chat?.(referenceOf("ai-sdk:./provider.mjs#small"), context);
      const events: ChatEvent[] = [];
      for await (const event of model?.generate({ prompt: longPrompt }) ?? []) events.push(event);
      expect(events[0]).toEqual({ kind: "text-delta", text: "from a file" });
      expect(model?.id).toBe("ai-sdk:./provider.mjs#small");
      const missing = await aiSdkEngine.inspect(referenceOf("ai-sdk:@ai-sdk/nowhere#x"), context);
      expect(missing.missing).toMatchObject([{ remedy: expect.stringContaining("npm install @ai-sdk/nowhere") }]);
      const gateway = await aiSdkEngine.inspect(referenceOf("ai-sdk:@ai-sdk/gateway#x"), {
        ...context,
        projectFolder: process.cwd(),
      });
      expect(gateway.missing).toEqual([]);
      await expect(aiSdkEngine.embedder?.(referenceOf("ai-sdk:./provider.mjs#small"), context)).rejects.toMatchObject({
        code: "config_invalid",
      });
      await expect(
        aiSdkEngine.chat?.(referenceOf("ai-sdk:./provider.mjs#small"), { ...context, offline: true }),
      ).rejects.toMatchObject({ code: "offline" });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test("a package that only `import` can load is loaded", async () => {
    const context = { ...quickContext(), projectFolder: process.cwd() };
    const model = await aiSdkEngine.chat?.(referenceOf("ai-sdk:@ai-sdk/gateway#some/model"), context);
    expect(model?.can).toMatchObject({ json: true, tools: true });
  });
});
