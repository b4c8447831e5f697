// A reranker behind a server that speaks like TEI, Jina, Cohere or Voyage.
import { counted } from "../../core/counted.ts";
import { SchoolbookError } from "../../core/errors.ts";
import { estimateTokens } from "../../core/estimate-tokens.ts";
import type { Ranked, Reranker } from "../../spec/reranker.ts";
import { createSpending, type Spending } from "../batching/create-spending.ts";
import { cutText, halveText } from "../batching/cut-text.ts";
import { runBatches } from "../batching/run-batches.ts";
import { splitBatches } from "../batching/split-batches.ts";
import type { EngineContext, ModelReference, Opened } from "../engine.ts";
import { callJson } from "./http/call-json.ts";
import { lie } from "./http/unusable.ts";
import { type ModelServer, openModelServer, refuseOffline } from "./model-server.ts";
import type { RerankShape } from "./presets.ts";
import { RANK_CALLS, RANKING, type Ranking } from "./rerank/shapes.ts";

type Setup = {
  readonly server: ModelServer;
  readonly shape: RerankShape;
  readonly maxTokens: number;
  readonly spending: Spending;
};

/** Servers cut long texts at what their model reads; this only keeps requests sensible. */
const DEFAULT_MAX_TOKENS = 8192;

export function createReranker(reference: ModelReference, context: EngineContext): Opened<Reranker> {
  const server = openModelServer(reference, context);
  const { rerank: shape, title } = server.preset;
  if (shape === undefined)
    throw new SchoolbookError("config_invalid", `${server.reference}: ${title} ranks no texts.`, {
      hint: "Choose another `reranker`, or leave it out.",
    });
  refuseOffline(server, context.offline);
  const maxTokens = context.options.maxTokens ?? DEFAULT_MAX_TOKENS;
  const setup = { server, shape, maxTokens, spending: createSpending() };
  return {
    id: server.reference,
    maxTokens,
    rank: async (query, texts, topN, signal) => {
      signal?.throwIfAborted();
      if (texts.length === 0 || topN <= 0) return [];
      return (await rankAll(setup, { query, texts, signal })).toSorted(byScore).slice(0, topN);
    },
    spent: setup.spending.spent,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function byScore(left: Ranked, right: Ranked): number {
  return right.score - left.score || left.index - right.index;
}

type Question = {
  readonly query: string;
  readonly texts: readonly string[];
  readonly signal: AbortSignal | undefined;
};

async function rankAll(setup: Setup, { query, texts, signal }: Question): Promise<readonly Ranked[]> {
  const question = cutText(query, setup.maxTokens / 2);
  const room = Math.max(16, setup.maxTokens - estimateTokens(question));
  const cut = texts.map((text) => cutText(text, room));
  const batches = splitBatches(cut, setup.server.preset.batch);
  const found = await runBatches(batches, signal, async (batch, stop) =>
    rankTexts(setup, { query: question, texts: batch.texts, signal: stop }),
  );
  return found.flatMap((ranked, at) =>
    ranked.map(({ index, score }) => ({ index: batches[at]?.indices[index] ?? index, score })),
  );
}

/** What the server finds too long is tried again with the longest texts cut in half. */
async function rankTexts(setup: Setup, question: Question): Promise<readonly Ranked[]> {
  try {
    return await request(setup, question);
  } catch (error) {
    const longest = Math.max(...question.texts.map((text) => text.length));
    if (!(error instanceof SchoolbookError && error.code === "input_invalid") || longest < 64) throw error;
    const texts = question.texts.map((text) => (text.length > longest / 2 ? halveText(text) : text));
    return rankTexts(setup, { ...question, texts });
  }
}

async function request(setup: Setup, { query, texts, signal }: Question): Promise<readonly Ranked[]> {
  const { server, shape, spending } = setup;
  const { url, body } = RANK_CALLS[shape](server, { query, texts });
  const { value, requestId } = await callJson(server, { url, body, signal }, RANKING);
  spending.add(value.usage?.total_tokens ?? undefined, () =>
    texts.reduce((sum, text) => sum + estimateTokens(text) + estimateTokens(query), 0),
  );
  return readRanking(server, value, { count: texts.length, requestId });
}

type Expectation = { readonly count: number; readonly requestId: string | undefined };

function readRanking(server: ModelServer, { results }: Ranking, { count, requestId }: Expectation): readonly Ranked[] {
  const refuse = (what: string): never => {
    throw lie(server, what, requestId);
  };
  if (results.length !== count) refuse(`ranked ${results.length} of ${counted(count, "text")}.`);
  const seen = new Set(results.map(({ index }) => index).filter((index) => index >= 0 && index < count));
  if (seen.size !== count) refuse(`ranked texts that it was not given, or one of them twice.`);
  return results.map(({ index, score, relevance_score }) => {
    const value = score ?? relevance_score;
    if (typeof value !== "number" || !Number.isFinite(value)) return refuse(`gave text ${index + 1} no score.`);
    return { index, score: value };
  });
}
