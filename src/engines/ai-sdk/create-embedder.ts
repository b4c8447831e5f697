// Any embedding model of the AI SDK as an embedder of ours.
import { counted } from "../../core/counted.ts";
import { SchoolbookError } from "../../core/errors.ts";
import { estimateTokens } from "../../core/estimate-tokens.ts";
import { shortHash } from "../../core/hash.ts";
import { systemRuntime, type Runtime } from "../../core/runtime.ts";
import type { Embedder, EmbedRole } from "../../spec/embedder.ts";
import { checkMaxTokens } from "../batching/check-max-tokens.ts";
import { createSpending, type Spending } from "../batching/create-spending.ts";
import { cutText } from "../batching/cut-text.ts";
import { type EmbedderFacts, embedderFacts } from "../batching/known-embedders.ts";
import { runBatches } from "../batching/run-batches.ts";
import { splitBatches, type TextBatch } from "../batching/split-batches.ts";
import { toUnit } from "../batching/to-unit.ts";
import type { Opened } from "../engine.ts";
import type { AiSdkEmbeddingModel } from "./ai-sdk-models.ts";
import { patiently } from "./provider-error.ts";

export type AiSdkEmbedderOptions = Partial<EmbedderFacts> & {
  readonly id?: string;
  readonly identity?: string | undefined;
  readonly knownDims?: ((fingerprint: string) => number | undefined) | undefined;
  readonly runtime?: Pick<Runtime, "sleep">;
};

type Setup = {
  readonly id: string;
  readonly model: AiSdkEmbeddingModel;
  readonly facts: EmbedderFacts;
  readonly limits: { readonly texts: number; readonly tokens: number };
  readonly parallel: boolean;
  readonly spending: Spending;
  readonly runtime: Pick<Runtime, "sleep">;
  dims: number | undefined;
};

const DEFAULT_TEXTS = 64;
const MOST_TOKENS = 64_000;
const PARALLEL_CALLS = 4;

/** Models of its specifications v2, v3 and v4. Asks for one vector first, unless `knownDims` tells how long they are. */
export async function fromAiSdkEmbeddingModel(
  model: AiSdkEmbeddingModel,
  options: AiSdkEmbedderOptions = {},
): Promise<Opened<Embedder>> {
  const known = embedderFacts(model.modelId);
  const facts = {
    maxTokens: checkMaxTokens(options.maxTokens ?? known.maxTokens),
    queryPrefix: options.queryPrefix ?? known.queryPrefix,
    documentPrefix: options.documentPrefix ?? known.documentPrefix,
  };
  const id = options.id ?? `ai-sdk:${model.provider}#${model.modelId}`;
  const treatment = shortHash(JSON.stringify([facts.maxTokens, facts.queryPrefix, facts.documentPrefix])).slice(0, 8);
  const fingerprint = `${options.identity ?? id}+${treatment}`;
  const texts = (await model.maxEmbeddingsPerCall) ?? DEFAULT_TEXTS;
  const setup: Setup = {
    id,
    model,
    facts,
    limits: { texts, tokens: MOST_TOKENS },
    parallel: await model.supportsParallelCalls,
    spending: createSpending(),
    runtime: options.runtime ?? systemRuntime(),
    dims: options.knownDims?.(fingerprint),
  };
  if (setup.dims === undefined) await request(setup, ["dimensions"], undefined);
  return {
    fingerprint,
    dims: setup.dims ?? 0,
    maxTokens: facts.maxTokens,
    preferredTexts: texts * (setup.parallel ? PARALLEL_CALLS : 1),
    embed: async (given, role, signal) => embed(setup, given, { role, signal }),
    spent: setup.spending.spent,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

type Asked = { readonly role: EmbedRole; readonly signal: AbortSignal | undefined };

async function embed(
  setup: Setup,
  texts: readonly string[],
  { role, signal }: Asked,
): Promise<readonly Float32Array[]> {
  signal?.throwIfAborted();
  const { facts, limits, parallel } = setup;
  const prefix = role === "query" ? facts.queryPrefix : facts.documentPrefix;
  const batches = splitBatches(
    texts.map((text) => prefix + cutText(text, facts.maxTokens - estimateTokens(prefix))),
    limits,
  );
  const vectors = new Map<number, Float32Array>();
  const atOnce = parallel ? PARALLEL_CALLS : 1;
  for (let from = 0; from < batches.length; from += atOnce) {
    const group = batches.slice(from, from + atOnce);
    const found = await runBatches(group, signal, async (batch, stop) => request(setup, batch.texts, stop));
    group.forEach((batch, at) => place(vectors, batch, found[at] ?? []));
  }
  return texts.map((_, index) => vectors.get(index) ?? new Float32Array());
}

function place(vectors: Map<number, Float32Array>, { indices }: TextBatch, found: readonly Float32Array[]): void {
  indices.forEach((index, at) => vectors.set(index, found[at] ?? new Float32Array()));
}

async function request(
  setup: Setup,
  texts: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly Float32Array[]> {
  const { id, model, runtime, spending } = setup;
  const call = { values: [...texts], ...(signal === undefined ? {} : { abortSignal: signal }) };
  const { embeddings, usage } = await patiently(() => model.doEmbed(call), { id, runtime, signal });
  spending.add(usage?.tokens, () => texts.reduce((sum, text) => sum + estimateTokens(text), 0));
  if (embeddings.length !== texts.length)
    throw lie(id, `${counted(embeddings.length, "vector")} for ${counted(texts.length, "text")}`);
  return embeddings.map((embedding) => {
    const vector = toUnit(Float32Array.from(embedding));
    setup.dims ??= embedding.length;
    if (embedding.length !== setup.dims)
      throw lie(id, `a vector of ${embedding.length} dimensions in place of ${setup.dims}`);
    if (vector === undefined) throw lie(id, "a vector of zeros or with values that are no numbers");
    return vector;
  });
}

function lie(id: string, what: string): SchoolbookError {
  return new SchoolbookError("engine_failed", `${id} gave ${what}.`, {
    hint: "The provider or its model is at fault; try another version.",
    details: { model: id, final: true },
  });
}
