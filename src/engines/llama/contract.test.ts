import { afterAll, test } from "vitest";

import { tinyAdapter } from "../../../test/gguf/tiny-adapter.ts";
import { PLAIN_CHATML, tinyModel, type TinyModelOptions } from "../../../test/gguf/tiny-model.ts";
import { createKeeper, llamaOptions, modelFiles, withLlama } from "../../../test/llama-engine.ts";
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

withLlama("llama.cpp, with models of random weights", () => {
  const qwen3 = chatModel("qwen3", {});
  test.for(chatCases)("chat, Qwen3: %s", async ([, { check }], { skip }) => {
    const outcome = await check(async () => chatSubject(await qwen3(), "qwen3"));
    if (outcome.kind === "skipped") skip(outcome.reason);
  });

  const llama = chatModel("llama", { architecture: "llama", template: PLAIN_CHATML });
  test.for(chatCases)("chat, Llama: %s", async ([, { check }], { skip }) => {
    const outcome = await check(async () => chatSubject(await llama(), "llama"));
    if (outcome.kind === "skipped") skip(outcome.reason);
  });

  const openEmbedder = async () =>
    openLlamaEmbedder({ ...llamaOptions(), file: files.write("embedder.gguf", tinyModel({ pooling: 1 })) });
  const keptEmbedder = keeper.once(openEmbedder);
  test.for(embedderCases)("embedder: %s", async ([name, { check }], { skip }) => {
    const outcome = await check(async () => {
      if (!name.includes("opened again")) {
        return { embedder: await keptEmbedder(), meaningful: false, [Symbol.asyncDispose]: nothing };
      }
      const embedder = await openEmbedder();
      return { embedder, meaningful: false, [Symbol.asyncDispose]: async () => embedder[Symbol.asyncDispose]() };
    });
    if (outcome.kind === "skipped") skip(outcome.reason);
  });

  const reranker = keeper.once(async () =>
    openLlamaReranker({ ...llamaOptions(), file: files.write("reranker.gguf", tinyModel({ pooling: 4 })) }),
  );
  test.for(rerankerCases)("reranker: %s", async ([, { check }], { skip }) => {
    const outcome = await check(async () => ({
      reranker: await reranker(),
      meaningful: false,
      [Symbol.asyncDispose]: nothing,
    }));
    if (outcome.kind === "skipped") skip(outcome.reason);
  });
});
