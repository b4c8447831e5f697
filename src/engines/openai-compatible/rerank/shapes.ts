// The ways in which servers want to be asked for a ranking, and the one way in which their answers are read.
import { z } from "zod";

import type { ModelServer } from "../model-server.ts";
import type { RerankShape } from "../presets.ts";

export type RankCall = { readonly url: URL; readonly body: Readonly<Record<string, unknown>> };

export type RankQuestion = { readonly query: string; readonly texts: readonly string[] };

type WriteCall = (server: ModelServer, question: RankQuestion) => RankCall;

/** All texts are asked for, so that requests can be put together and ties broken here. */
export const RANK_CALLS: Readonly<Record<RerankShape, WriteCall>> = {
  tei: (server, { query, texts }) => ({
    url: fromRoot(server, "/rerank"),
    body: { query, texts, truncate: true, raw_scores: false },
  }),
  jina: (server, { query, texts }) => ({
    url: server.url("/rerank"),
    body: { model: server.model, query, documents: texts, top_n: texts.length, return_documents: false },
  }),
  cohere: (server, { query, texts }) => ({
    url: new URL("/v2/rerank", server.url("")),
    body: { model: server.model, query, documents: texts, top_n: texts.length },
  }),
  voyage: (server, { query, texts }) => ({
    url: server.url("/rerank"),
    body: { model: server.model, query, documents: texts, top_k: texts.length },
  }),
};

/** TEI ranks beside its OpenAI-like paths, not below them. */
function fromRoot(server: ModelServer, path: string): URL {
  const url = server.url("");
  url.pathname = url.pathname.replace(/\/v1\/?$/u, "").replace(/\/$/u, "") + path;
  return url;
}

const RANKED = z.object({
  index: z.number().int(),
  score: z.number().nullish(),
  relevance_score: z.number().nullish(),
});

const USAGE = z
  .object({ total_tokens: z.number().min(0).nullish() })
  .nullish()
  .catch(undefined);

/** TEI gives a bare list, Voyage `data`, all others `results`. */
export const RANKING = z.union([
  z.array(RANKED).transform((results) => ({ results, usage: undefined })),
  z.object({ results: z.array(RANKED), usage: USAGE }),
  z.object({ data: z.array(RANKED), usage: USAGE }).transform(({ data, usage }) => ({ results: data, usage })),
]);

export type Ranking = z.output<typeof RANKING>;
