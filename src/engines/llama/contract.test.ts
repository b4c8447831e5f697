import { afterAll, describe, expect, test } from "vitest";

import { tinyAdapter } from "../../../test/gguf/tiny-adapter.ts";
import { PLAIN_CHATML, tinyModel, type TinyModelOptions } from "../../../test/gguf/tiny-model.ts";
import { LLAMA_MISSING, llamaOptions, modelFiles } from "../../../test/llama-engine.ts";
import { CHAT_SUITE } from "../../testing/chat-suite.ts";
import type { ChatSubject } from "../../testing/chat-suite/chat-subject.ts";
import { EMBEDDER_SUITE } from "../../testing/embedder-suite.ts";
import { RERANKER_SUITE } from "../../testing/reranker-suite.ts";
import { type LlamaChatModel, openLlamaChat } from "./chat-model.ts";
import { openLlamaEmbedder } from "./embedder.ts";
import { openLlamaReranker } from "./reranker.ts";

const files = modelFiles();
const opened = new Map<string, Promise<LlamaChatModel>>();

afterAll(async () => {
  for (const model of opened.values()) await (await model)[Symbol.asyncDispose]();
  files[Symbol.dispose]();
});

/** One process serves all cases: what one leaves behind, the next would see. */
async function chatSubject(name: string, options: TinyModelOptions): Promise<ChatSubject> {
  const { architecture = "qwen3" } = options;
  const file = files.write(`${name}.gguf`, tinyModel(options));
  const model = opened.get(name) ?? openLlamaChat({ ...llamaOptions(), file });
  opened.set(name, model);
  return {
    model: await model,
    deterministic: true,
    longPrompt: [{ role: "user", content: "Tell me a long story about the rain in Bergen." }],
    adapter: { name: "turned", path: files.write(`${name}-lora.gguf`, tinyAdapter({ architecture })) },
    [Symbol.asyncDispose]: async () => undefined,
  };
}

const cases = CHAT_SUITE.map((one) => [one.name, one] as const);

describe.skipIf(LLAMA_MISSING !== undefined)(`llama.cpp, ${LLAMA_MISSING ?? "with models of random weights"}`, () => {
  test.each(cases)("chat, Qwen3: %s", async (_name, { check }) => {
    const outcome = await check(async () => chatSubject("qwen3", {}));
    if (outcome.kind === "skipped") expect(outcome.reason).toMatch(/is true/u);
  });

  test.each(cases)("chat, Llama: %s", async (_name, { check }) => {
    const options = { architecture: "llama", template: PLAIN_CHATML } as const;
    const outcome = await check(async () => chatSubject("llama", options));
    if (outcome.kind === "skipped") expect(outcome.reason).toMatch(/is true|can.tools. is false/u);
  });

  test.each(EMBEDDER_SUITE.map((one) => [one.name, one] as const))("embedder: %s", async (_name, { check }) => {
    const file = files.write("embedder.gguf", tinyModel({ pooling: 1 }));
    await check(async () => {
      const embedder = await openLlamaEmbedder({ ...llamaOptions(), file });
      return { embedder, meaningful: false, [Symbol.asyncDispose]: async () => embedder[Symbol.asyncDispose]() };
    });
  });

  test.each(RERANKER_SUITE.map((one) => [one.name, one] as const))("reranker: %s", async (_name, { check }) => {
    const file = files.write("reranker.gguf", tinyModel({ pooling: 4 }));
    await check(async () => {
      const reranker = await openLlamaReranker({ ...llamaOptions(), file });
      return { reranker, meaningful: false, [Symbol.asyncDispose]: async () => reranker[Symbol.asyncDispose]() };
    });
  });
});
