// The engine for every server that speaks the OpenAI dialect, on this machine or elsewhere.
import { toSchoolbookError } from "../../core/errors.ts";
import type { Engine, EngineContext, MissingPart, ModelReference, ModelRole, ModelStatus } from "../engine.ts";
import { chatAbilities, createChatModel } from "./create-chat-model.ts";
import { createEmbedder } from "./create-embedder.ts";
import { createReranker } from "./create-reranker.ts";
import { listServed } from "./list-served.ts";
import { type ModelServer, openModelServer } from "./model-server.ts";
import { type Preset, PRESETS } from "./presets.ts";

export const openaiCompatibleEngine: Engine = {
  id: "openai-compatible",
  schemes: PRESETS.map(({ scheme }) => scheme),
  inspect: async (reference, context) => inspect(reference, context),
  served: async (reference, context, signal) => listServed(openModelServer(reference, context), signal),
  chat: async (reference, context) => createChatModel(reference, context),
  embedder: createEmbedder,
  reranker: async (reference, context) => createReranker(reference, context),
};

function inspect(reference: ModelReference, context: EngineContext): ModelStatus {
  const preset = PRESETS.find(({ scheme }) => scheme === reference.scheme);
  const roles = preset === undefined ? [] : rolesOf(preset);
  try {
    const server = openModelServer(reference, context);
    const { contextTokens } = context.options;
    return {
      roles,
      missing: missingParts(server),
      local: server.isLocal,
      place: server.place,
      ...(server.preset.chat ? { abilities: chatAbilities(server.preset) } : {}),
      ...(contextTokens === undefined ? {} : { contextTokens }),
    };
  } catch (error) {
    const { message, hint } = toSchoolbookError(error);
    return { roles, missing: [{ what: message, remedy: hint, fetchable: false }], local: false };
  }
}

function rolesOf({ chat, embeddings, rerank }: Preset): readonly ModelRole[] {
  return [
    ...(chat ? (["chat"] as const) : []),
    ...(embeddings ? (["embedder"] as const) : []),
    ...(rerank === undefined ? [] : (["reranker"] as const)),
  ];
}

function missingParts({ keyVariable, hasKey, wantsKey, preset }: ModelServer): readonly MissingPart[] {
  if (keyVariable === undefined || hasKey || !wantsKey) return [];
  const remedy = `Set ${keyVariable} to a key of ${preset.title}.`;
  return [{ what: `the key of ${preset.title} (${keyVariable})`, remedy, fetchable: false }];
}
