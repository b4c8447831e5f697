// An embedder behind an OpenAI-like server: batched by tokens, retried, held to what it promised.
import { SchoolbookError } from "../../core/errors.ts";
import { estimateTokens } from "../../core/estimate-tokens.ts";
import { shortHash } from "../../core/hash.ts";
import type { Embedder, EmbedRole } from "../../spec/embedder.ts";
import { createSpending, type Spending } from "../batching/create-spending.ts";
import { cutText, halveText } from "../batching/cut-text.ts";
import { type EmbedderFacts, embedderFacts } from "../batching/known-embedders.ts";
import { runBatches } from "../batching/run-batches.ts";
import { splitBatches } from "../batching/split-batches.ts";
import type { EngineContext, ModelReference, Opened } from "../engine.ts";
import { EMBEDDINGS, readVectors } from "./embed/read-vectors.ts";
import { callJson } from "./http/call-json.ts";
import { type ModelServer, openModelServer, refuseOffline } from "./model-server.ts";

type Setup = {
  readonly server: ModelServer;
  readonly facts: EmbedderFacts;
  readonly dimensions: number | undefined;
  readonly spending: Spending;
  /** Of the vectors; learned from the first one where it is not known. */
  dims: number | undefined;
};

/** Asks for one vector first, unless `knownDims` tells how long they are. */
export async function createEmbedder(reference: ModelReference, context: EngineContext): Promise<Opened<Embedder>> {
  const setup = prepare(reference, context);
  const { server, facts, spending } = setup;
  setup.dims = setup.dimensions ?? context.knownDims?.(embedderFingerprint(reference, context));
  if (setup.dims === undefined) await embedTexts(setup, ["dimensions"], context.signal);
  return {
    fingerprint: embedderFingerprint(reference, context),
    dims: setup.dims ?? 0,
    maxTokens: facts.maxTokens,
    preferredTexts: server.preset.batch.texts * server.preset.concurrency,
    embed: async (texts, role, signal) => embed(setup, texts, { role, signal }),
    spent: spending.spent,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function prepare(reference: ModelReference, context: EngineContext): Setup {
  const server = openModelServer(reference, context);
  if (!server.preset.embeddings)
    throw new SchoolbookError("config_invalid", `${server.reference}: ${server.preset.title} gives no vectors.`, {
      hint: "Choose another `embedder`.",
    });
  refuseOffline(server, context.offline);
  const { dimensions } = context.options;
  return { server, facts: factsOf(server, context), dimensions, spending: createSpending(), dims: undefined };
}

function factsOf({ model }: ModelServer, { options }: EngineContext): EmbedderFacts {
  const known = embedderFacts(model);
  return {
    maxTokens: options.maxTokens ?? known.maxTokens,
    queryPrefix: options.queryPrefix ?? known.queryPrefix,
    documentPrefix: options.documentPrefix ?? known.documentPrefix,
  };
}

/** The reference and a hash of all that is done to texts and vectors. */
export function embedderFingerprint(reference: ModelReference, context: EngineContext): string {
  const server = openModelServer(reference, context);
  const { identity, baseUrl, dimensions } = context.options;
  const where = baseUrl === undefined ? "" : `@${server.place}`;
  const { maxTokens, queryPrefix, documentPrefix } = factsOf(server, context);
  const treatment = shortHash(JSON.stringify([maxTokens, queryPrefix, documentPrefix, dimensions ?? 0])).slice(0, 8);
  return `${identity ?? `${server.reference}${where}`}+${treatment}`;
}

type Asked = { readonly role: EmbedRole; readonly signal: AbortSignal | undefined };

async function embed(
  setup: Setup,
  texts: readonly string[],
  { role, signal }: Asked,
): Promise<readonly Float32Array[]> {
  signal?.throwIfAborted();
  const { facts } = setup;
  const prefix = role === "query" ? facts.queryPrefix : facts.documentPrefix;
  const cut = texts.map((text) => prefix + cutText(text, facts.maxTokens - estimateTokens(prefix)));
  const batches = splitBatches(cut, setup.server.preset.batch);
  const found = await runBatches(batches, signal, async (batch, stop) => embedTexts(setup, batch.texts, stop));
  const vectors = new Map<number, Float32Array>();
  for (const [at, { indices }] of batches.entries()) {
    for (const [place, index] of indices.entries()) vectors.set(index, found[at]?.[place] ?? new Float32Array());
  }
  return texts.map((_, index) => vectors.get(index) ?? new Float32Array());
}

/** Tokenizers differ: what the server finds too long is sent in halves, and a single text cut in half, until it fits. */
async function embedTexts(
  setup: Setup,
  texts: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly Float32Array[]> {
  try {
    return await request(setup, texts, signal);
  } catch (error) {
    const [first = ""] = texts;
    if (!isTooLong(error) || (texts.length === 1 && first.length < 64)) throw error;
    if (texts.length === 1) return embedTexts(setup, [halveText(first)], signal);
    const half = texts.length >> 1;
    const begin = await embedTexts(setup, texts.slice(0, half), signal);
    return [...begin, ...(await embedTexts(setup, texts.slice(half), signal))];
  }
}

function isTooLong(error: unknown): boolean {
  return error instanceof SchoolbookError && error.code === "input_invalid";
}

async function request(
  setup: Setup,
  texts: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly Float32Array[]> {
  const { server, dimensions, spending } = setup;
  const body = {
    model: server.model,
    input: texts,
    // why: floats come without being asked for, and some servers refuse to be asked.
    ...(server.preset.base64 ? { encoding_format: "base64" } : {}),
    ...(dimensions === undefined ? {} : { dimensions }),
  };
  const { value, requestId } = await callJson(server, { path: "/embeddings", body, signal }, EMBEDDINGS);
  spending.add(value.usage?.prompt_tokens ?? value.usage?.total_tokens ?? undefined, () =>
    texts.reduce((sum, text) => sum + estimateTokens(text), 0),
  );
  const vectors = readVectors(server, value, { count: texts.length, dims: setup.dims, requestId });
  setup.dims ??= vectors[0]?.length;
  return vectors;
}
