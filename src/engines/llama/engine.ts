// GGUF models on this machine: `llama:path/to/model.gguf`, by llama.cpp in a process of its own.
import { isAbsolute, join } from "node:path";

import { toSchoolbookError } from "../../core/errors.ts";
import type { Engine, EngineContext, MissingPart, ModelReference, ModelStatus } from "../engine.ts";
import { enginesFolderOf, missingEngine } from "../installing/missing-engine.ts";
import { openLlamaChat } from "./chat-model.ts";
import { openLlamaEmbedder } from "./embedder.ts";
import { modelCard } from "./gguf/model-card.ts";
import { readGgufHeader } from "./gguf/read-header.ts";
import type { LlamaOptions } from "./open-process.ts";
import { LLAMA_RECIPE } from "./recipe.ts";
import { openLlamaReranker } from "./reranker.ts";

export const llamaEngine: Engine & Required<Pick<Engine, "chat">> = {
  id: "llama",
  schemes: ["llama"],
  inspect: async (reference, context) => inspect(reference, context),
  chat: async (reference, context) => openLlamaChat(optionsFor(reference, context)),
  embedder: async (reference, context) => {
    const { queryPrefix, documentPrefix, identity, dimensions } = context.options;
    return openLlamaEmbedder({ ...textOptions(reference, context), queryPrefix, documentPrefix, identity, dimensions });
  },
  reranker: async (reference, context) => openLlamaReranker(textOptions(reference, context)),
};

function inspect(reference: ModelReference, context: EngineContext): ModelStatus {
  const file = fileOf(reference, context);
  const missing = missingEngine(LLAMA_RECIPE, context);
  try {
    const { roles, trainedTokens } = modelCard(readGgufHeader(file));
    const contextTokens = context.options.contextTokens ?? trainedTokens;
    const known = contextTokens === undefined ? {} : { contextTokens };
    return { roles, missing, local: true, place: file, ...known };
  } catch (error) {
    const { message, hint } = toSchoolbookError(error);
    const part: MissingPart = { what: message, remedy: hint, fetchable: false };
    return { roles: ["chat", "embedder", "reranker"], missing: [...missing, part], local: true, place: file };
  }
}

function optionsFor(reference: ModelReference, context: EngineContext): LlamaOptions {
  const { runtime, options } = context;
  return {
    file: fileOf(reference, context),
    enginesFolder: enginesFolderOf(context),
    runtime,
    id: reference.text,
    threads: options.threads,
    contextTokens: options.contextTokens,
    concurrency: options.concurrency,
    timeoutMs: options.timeoutMs,
    memoryMb: options.memoryMb,
    gpu: options.gpu,
  };
}

/** Embedders and rerankers take one text at a time: their context is as long as that. */
function textOptions(reference: ModelReference, context: EngineContext): LlamaOptions {
  const { maxTokens, contextTokens } = context.options;
  return { ...optionsFor(reference, context), contextTokens: maxTokens ?? contextTokens };
}

function fileOf({ name }: ModelReference, { projectFolder }: EngineContext): string {
  return isAbsolute(name) ? name : join(projectFolder, name);
}
