import { expect, test } from "vitest";

import type { Document } from "../../spec/document.ts";
import type { Embedder } from "../../spec/embedder.ts";
import type { Reranker } from "../../spec/reranker.ts";
import type { SearchRequest } from "../../spec/retriever.ts";
import type { Store } from "../../spec/store.ts";
import { buildDocument, buildPassages, createFakeEmbedder, createMemoryStore } from "../../testing/index.ts";
import { analyzePassage } from "../index/analyze.ts";
import { createRetriever, DEFAULT_RETRIEVAL } from "./create-retriever.ts";

const embedder = createFakeEmbedder();

async function storeWith(documents: readonly Document[], withVectors = false): Promise<Store> {
  const store = createMemoryStore();
  const dims = withVectors ? embedder.dims : 0;
  const spec = { chunker: "c@1", analyzer: "a@1", embedder: withVectors ? embedder.fingerprint : null, dims };
  const { id } = await store.createGeneration(spec);
  const upserts = documents.map((document) => ({
    document,
    passages: buildPassages(document.text, { dims }).map((passage) => ({
      ...passage,
      terms: analyzePassage(document.text.slice(passage.start, passage.end)),
    })),
  }));
  await store.commit({ generation: id, upserts });
  await store.activateGeneration(id);
  return store;
}

const request = (query: string, more: Partial<SearchRequest> = {}): SearchRequest => ({
  query,
  principals: ["public"],
  limit: 5,
  ...more,
});

const library = [
  buildDocument("reset", "Hold the button to reset the router.\n\nThe router then restarts."),
  buildDocument("billing", "Invoices are sent monthly.", { metadata: { team: "finance" } }),
  buildDocument("secret", "The router password is swordfish.", { acl: ["group:admin"] }),
];

test("finds passages by words in any form, best first, and says how", async () => {
  const retriever = createRetriever({ store: await storeWith(library) });
  const result = await retriever.search(request("How are routers resetting?"));
  expect(result.hits.map(({ passage }) => passage.text)).toEqual([
    "Hold the button to reset the router.",
    "The router then restarts.",
  ]);
  expect(result.hits[0]).toMatchObject({ score: 1, lexical: { rank: 1, normalised: 1 } });
  expect(result).toMatchObject({ exact: true, visible: 3, terms: expect.arrayContaining(["~router", "~reset"]) });
  expect(Object.keys(result.timingsMs)).toEqual(expect.arrayContaining(["analyze", "store", "fuse", "fetch", "total"]));
});

test("shows nothing to somebody who may read nothing", async () => {
  const retriever = createRetriever({ store: await storeWith(library) });
  expect(await retriever.search(request("router password", { principals: [] }))).toMatchObject({
    hits: [],
    visible: 0,
  });
  const admin = await retriever.search(request("router password", { principals: ["group:admin"] }));
  expect(admin.hits.map(({ passage }) => passage.documentId)).toEqual(["secret"]);
});

test("passes metadata filters on as data", async () => {
  const retriever = createRetriever({ store: await storeWith(library) });
  const where = { kind: "equals", field: "team", value: "finance" } as const;
  expect((await retriever.search(request("router", { where }))).hits).toEqual([]);
  expect((await retriever.search(request("invoice", { where }))).hits).toHaveLength(1);
});

test("mixes both legs where the generation has vectors", async () => {
  const retriever = createRetriever({ store: await storeWith(library, true), embedder });
  const { hits, timingsMs } = await retriever.search(request("Invoices are sent monthly."));
  expect(hits[0]).toMatchObject({ lexical: { rank: 1 }, dense: { rank: 1 }, passage: { documentId: "billing" } });
  expect(hits.some(({ lexical, dense }) => lexical === undefined && dense !== undefined)).toBe(true);
  expect(timingsMs).toHaveProperty("embed");
});

test("stays lexical when the generation was built without an embedder", async () => {
  const retriever = createRetriever({ store: await storeWith(library), embedder });
  expect((await retriever.search(request("router"))).hits[0]).not.toHaveProperty("dense");
});

test("refuses to compare vectors of two embedders", async () => {
  const other: Embedder = createFakeEmbedder({ seed: 7 });
  const retriever = createRetriever({ store: await storeWith(library, true), embedder: other });
  await expect(retriever.search(request("router"))).rejects.toMatchObject({ code: "library_mismatch" });
});

test("gives the same text once and fills up with what comes next", async () => {
  const copies = ["a", "b", "c"].map((id) => buildDocument(id, "Reset  the router."));
  const store = await storeWith([...copies, buildDocument("d", "Another router, without the other word.")]);
  const { hits } = await createRetriever({ store }).search(request("reset router", { limit: 2 }));
  expect(hits.map(({ passage }) => passage.documentId)).toEqual(["a", "d"]);
});

test("lets a reranker have the last word", async () => {
  const reranker: Reranker = {
    id: "backwards",
    rank: async (_query, texts, topN) =>
      texts
        .map((_, index) => ({ index, score: index }))
        .toReversed()
        .slice(0, topN),
  };
  const retriever = createRetriever({ store: await storeWith(library), reranker });
  const { hits } = await retriever.search(request("reset router", { limit: 1 }));
  expect(hits.map(({ passage, score }) => [passage.text, score])).toEqual([["The router then restarts.", 1]]);
});

test("adds the section around a hit when asked to", async () => {
  const settings = { expandParents: true };
  const retriever = createRetriever({ store: await storeWith(library), settings });
  const { hits } = await retriever.search(request("restarts"));
  expect(hits[0]?.parent?.text).toBe("Hold the button to reset the router.\n\nThe router then restarts.");
});

test("leaves out what was deleted or closed off between search and fetch", async () => {
  const store = await storeWith(library);
  const racing: Store = {
    ...store,
    passages: async (keys, principals) => {
      await store.commit({ generation: 1, touches: [{ id: "reset", acl: ["group:admin"] }] });
      return store.passages(keys, principals);
    },
  };
  expect((await createRetriever({ store: racing }).search(request("router"))).hits).toEqual([]);
});

test("stops when it is told to", async () => {
  const retriever = createRetriever({ store: await storeWith(library) });
  await expect(retriever.search(request("router", { abortSignal: AbortSignal.abort() }))).rejects.toThrow();
});

test("says how rare each term is among what may be read, when asked", async () => {
  const retriever = createRetriever({ store: await storeWith(library) });
  expect(await retriever.search(request("router"))).not.toHaveProperty("rarity");
  const { rarity } = await retriever.search(request("router swordfish", { rarity: true }));
  const idf = Math.log(1 + (3 - 2 + 0.5) / (2 + 0.5)) / Math.log(1 + 3.5 / 0.5);
  expect(rarity?.get("router")).toBeCloseTo(idf);
  expect(rarity?.get("swordfish")).toBe(1);
  const admin = await retriever.search(request("swordfish", { rarity: true, principals: ["public", "group:admin"] }));
  expect(admin.rarity?.get("swordfish")).toBeLessThan(1);
});

test("the default settings are the measured ones", () => {
  expect(DEFAULT_RETRIEVAL.ranking).toMatchObject({ k1: 1.2, b: 0.75 });
});
