// Our models as a provider of the AI SDK (its specification v4), for programs that are built on it.
import { SchoolbookError } from "../../core/errors.ts";
import type { ChatModel } from "../../spec/chat.ts";
import type { Embedder, EmbedRole } from "../../spec/embedder.ts";
import type { Reranker } from "../../spec/reranker.ts";
import { provideChatModel, type ProvidedLanguageModel } from "./provide-chat-model.ts";

export type ProvidedModels = {
  readonly chat?: Readonly<Record<string, ChatModel>>;
  readonly embedders?: Readonly<Record<string, Embedder>>;
  readonly rerankers?: Readonly<Record<string, Reranker>>;
};

export type ProvidedEmbeddingModel = {
  readonly specificationVersion: "v4";
  readonly provider: "schoolbook";
  readonly modelId: string;
  readonly maxEmbeddingsPerCall: number;
  readonly supportsParallelCalls: boolean;
  doEmbed(options: {
    values: string[];
    abortSignal?: AbortSignal | undefined;
    providerOptions?: Record<string, Record<string, unknown>> | undefined;
  }): Promise<{ embeddings: number[][]; usage?: { tokens: number }; warnings: never[] }>;
};

export type ProvidedRerankingModel = {
  readonly specificationVersion: "v4";
  readonly provider: "schoolbook";
  readonly modelId: string;
  doRerank(options: {
    documents: { type: "text"; values: string[] } | { type: "object"; values: object[] };
    query: string;
    topN?: number | undefined;
    abortSignal?: AbortSignal | undefined;
  }): Promise<{ ranking: { index: number; relevanceScore: number }[] }>;
};

/** What the AI SDK calls a `ProviderV4`. */
export type AiSdkProviderV4 = {
  readonly specificationVersion: "v4";
  languageModel(id: string): ProvidedLanguageModel;
  embeddingModel(id: string): ProvidedEmbeddingModel;
  rerankingModel(id: string): ProvidedRerankingModel;
  imageModel(id: string): never;
};

/** Models are asked for by the names given here. */
export function createAiSdkProvider({ chat = {}, embedders = {}, rerankers = {} }: ProvidedModels): AiSdkProviderV4 {
  return {
    specificationVersion: "v4",
    languageModel: (id) => provideChatModel(id, pick(chat, id, "language")),
    embeddingModel: (id) => provideEmbedder(id, pick(embedders, id, "embedding")),
    rerankingModel: (id) => provideReranker(id, pick(rerankers, id, "reranking")),
    imageModel: (id) => pick({}, id, "image"),
  };
}

function pick<Model>(models: Readonly<Record<string, Model>>, id: string, kind: string): Model {
  const model = Object.hasOwn(models, id) ? models[id] : undefined;
  if (model !== undefined) return model;
  const names = Object.keys(models);
  throw new SchoolbookError("not_found", `There is no ${kind} model named ${JSON.stringify(id)}.`, {
    hint: names.length === 0 ? `No ${kind} models were given.` : `There are: ${names.join(", ")}.`,
  });
}

/** `providerOptions: { schoolbook: { role: "query" } }` embeds a question; passages are what is meant otherwise. */
function provideEmbedder(modelId: string, embedder: Embedder): ProvidedEmbeddingModel {
  return {
    specificationVersion: "v4",
    provider: "schoolbook",
    modelId,
    maxEmbeddingsPerCall: embedder.preferredTexts ?? 64,
    supportsParallelCalls: true,
    doEmbed: async ({ values, abortSignal, providerOptions }) => {
      const before = embedder.spent?.().tokens ?? 0;
      const role: EmbedRole = providerOptions?.["schoolbook"]?.["role"] === "query" ? "query" : "document";
      const vectors = await embedder.embed(values, role, abortSignal);
      const tokens = (embedder.spent?.().tokens ?? 0) - before;
      const usage = embedder.spent === undefined ? {} : { usage: { tokens } };
      return { embeddings: vectors.map((vector) => [...vector]), ...usage, warnings: [] };
    },
  };
}

function provideReranker(modelId: string, reranker: Reranker): ProvidedRerankingModel {
  return {
    specificationVersion: "v4",
    provider: "schoolbook",
    modelId,
    doRerank: async ({ documents, query, topN, abortSignal }) => {
      const texts =
        documents.type === "text" ? documents.values : documents.values.map((value) => JSON.stringify(value));
      const ranked = await reranker.rank(query, texts, topN ?? texts.length, abortSignal);
      return { ranking: ranked.map(({ index, score }) => ({ index, relevanceScore: score })) };
    },
  };
}
