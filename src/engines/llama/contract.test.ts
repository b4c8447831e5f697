import { afterAll, describe, expect, test } from "vitest";

import { tinyAdapter } from "../../../test/gguf/tiny-adapter.ts";
import { PLAIN_CHATML, tinyModel, type TinyModelOptions } from "../../../test/gguf/tiny-model.ts";
import { createKeeper, LLAMA_MISSING, llamaOptions, modelFiles } from "../../../test/llama-engine.ts";
import { CHAT_SUITE } from "../../testing/chat-suite.ts";
import type { ChatSubject } from "../../testing/chat-suite/chat-subject.ts";
import { EMBEDDER_SUITE } from "../../testing/embedder-suite.ts";
import { RERANKER_SUITE } from "../../testing/reranker-suite.ts";
import { type LlamaChatModel, openLlamaChat } from "./chat-model.ts";
import { openLlamaEmbedder } from "./embedder.ts";
import { openLlamaReranker } from "./reranker.ts";

const files = modelFiles();
const keeper = createKeeper();
const nothing = async (): Promise<void> => undefined;

afterAll(async () => {
  await keeper[Symbol.asyncDispose]();
  files[Symbol.dispose]();
});

function chatModel(name: string, options: TinyModelOptions): () => Promise<LlamaChatModel> {
  const open = async () => openLlamaChat({ ...llamaOptions(), file: files.write(`${name}.gguf`, tinyModel(options)) });
  return keeper.once(open);
}

async function chatSubject(model: LlamaChatModel, architecture: "qwen3" | "llama"): Promise<ChatSubject> {
  return {
    model,
    deterministic: true,
    longPrompt: [{ role: "user", content: "Tell me a long story about the rain in Bergen." }],
    adapter: { name: "turned", path: files.write(`${architecture}-lora.gguf`, tinyAdapter({ architecture })) },
    [Symbol.asyncDispose]: nothing,
  };
}

const chatCases = CHAT_SUITE.map((one) => [one.name, one] as const);
const embedderCases = EMBEDDER_SUITE.map((one) => [one.name, one] as const);
const rerankerCases = RERANKER_SUITE.map((one) => [one.name, one] as const);

describe.skipIf(LLAMA_MISSING !== undefined)(`llama.cpp, ${LLAMA_MISSING ?? "with models of random weights"}`, () => {
  const qwen3 = chatModel("qwen3", {});
  test.each(chatCases)("chat, Qwen3: %s", async (_name, { check }) => {
    const outcome = await check(async () => chatSubject(await qwen3(), "qwen3"));
    if (outcome.kind === "skipped") expect(outcome.reason).toMatch(/is true/u);
  });

  const llama = chatModel("llama", { architecture: "llama", template: PLAIN_CHATML });
  test.each(chatCases)("chat, Llama: %s", async (_name, { check }) => {
    const outcome = await check(async () => chatSubject(await llama(), "llama"));
    if (outcome.kind === "skipped") expect(outcome.reason).toMatch(/is true|can.tools. is false/u);
  });

  const openEmbedder = async () =>
    openLlamaEmbedder({ ...llamaOptions(), file: files.write("embedder.gguf", tinyModel({ pooling: 1 })) });
  const keptEmbedder = keeper.once(openEmbedder);
  test.each(embedderCases)("embedder: %s", async (name, { check }) => {
    await check(async () => {
      if (!name.includes("opened again")) {
        return { embedder: await keptEmbedder(), meaningful: false, [Symbol.asyncDispose]: nothing };
      }
      const embedder = await openEmbedder();
      return { embedder, meaningful: false, [Symbol.asyncDispose]: async () => embedder[Symbol.asyncDispose]() };
    });
  });

  const reranker = keeper.once(async () =>
    openLlamaReranker({ ...llamaOptions(), file: files.write("reranker.gguf", tinyModel({ pooling: 4 })) }),
  );
  test.each(rerankerCases)("reranker: %s", async (_name, { check }) => {
    await check(async () => ({ reranker: await reranker(), meaningful: false, [Symbol.asyncDispose]: nothing }));
  });
});
