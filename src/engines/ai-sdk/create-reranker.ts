// Any reranking model of the AI SDK as a reranker of ours.
import { SchoolbookError } from "../../core/errors.ts";
import { estimateTokens } from "../../core/estimate-tokens.ts";
import { systemRuntime, type Runtime } from "../../core/runtime.ts";
import type { Ranked, Reranker } from "../../spec/reranker.ts";
import { checkMaxTokens } from "../batching/check-max-tokens.ts";
import { createSpending } from "../batching/create-spending.ts";
import { cutText } from "../batching/cut-text.ts";
import type { Opened } from "../engine.ts";
import type { AiSdkRerankingModel } from "./ai-sdk-models.ts";
import { patiently } from "./provider-error.ts";

export type AiSdkRerankerOptions = {
  readonly id?: string;
  readonly maxTokens?: number | undefined;
  readonly runtime?: Pick<Runtime, "sleep">;
};

const DEFAULT_MAX_TOKENS = 8192;

/** Models of its specifications v3 and v4. */
export function fromAiSdkRerankingModel(
  model: AiSdkRerankingModel,
  options: AiSdkRerankerOptions = {},
): Opened<Reranker> {
  const { id = `ai-sdk:${model.provider}#${model.modelId}` } = options;
  const maxTokens = checkMaxTokens(options.maxTokens ?? DEFAULT_MAX_TOKENS);
  const runtime = options.runtime ?? systemRuntime();
  const spending = createSpending();
  return {
    id,
    maxTokens,
    spent: spending.spent,
    rank: async (query, texts, topN, signal) => {
      signal?.throwIfAborted();
      if (texts.length === 0 || topN <= 0) return [];
      const values = texts.map((text) => cutText(text, maxTokens));
      const question = cutText(query, maxTokens);
      const documents = { type: "text", values };
      const call = { query: question, documents, topN: texts.length, ...(signal && { abortSignal: signal }) };
      const { ranking } = await patiently(() => model.doRerank(call), { id, runtime, signal });
      spending.add(undefined, () => values.reduce((sum, text) => sum + estimateTokens(text + question), 0));
      const ranked = ranking.map(({ index, relevanceScore }) => ({ index, score: relevanceScore }));
      if (!isWhole(ranked, texts.length)) throw lie(id);
      return ranked.toSorted(byScore).slice(0, topN);
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function isWhole(ranked: readonly Ranked[], count: number): boolean {
  const indices = new Set(ranked.map(({ index }) => index).filter((index) => index >= 0 && index < count));
  return ranked.length === count && indices.size === count && ranked.every(({ score }) => Number.isFinite(score));
}

function byScore(left: Ranked, right: Ranked): number {
  return right.score - left.score || left.index - right.index;
}

function lie(id: string): SchoolbookError {
  return new SchoolbookError("engine_failed", `${id} did not rank every text once, with a score that is a number.`, {
    hint: "The provider or its model is at fault; try another version.",
    details: { model: id, final: true },
  });
}
