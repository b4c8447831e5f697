// Orama: vectors and text in the memory of one process, groups as an enum list.
import type { Item } from "../data.ts";
import { type Contestant, type Place, type Question, TOP } from "./contestant.ts";
import { loadPeer } from "./load-peer.ts";

type Orama = {
  create(options: { readonly schema: Readonly<Record<string, string>> }): unknown;
  insert(database: unknown, document: unknown): unknown;
  remove(database: unknown, id: string): unknown;
  search(database: unknown, query: unknown): Promise<{ readonly hits: readonly { readonly id: string }[] }>;
};

export function createOrama({ passages, dims }: Place): Contestant {
  let orama: Orama;
  let database: unknown;
  return {
    persists: false,
    canText: true,
    async build(data) {
      orama = await loadPeer<Orama>("@orama/orama");
      database = orama.create({ schema: { text: "string", groups: "enum[]", embedding: `vector[${dims}]` } });
      for (let id = 0; id < passages; id++) await orama.insert(database, documentOf(id, data.item(id)));
    },
    open: async () => undefined,
    ask: async (question) => {
      const { hits } = await orama.search(database, queryFor(question));
      return hits.map(({ id }) => Number(id));
    },
    async upsert(ids, items) {
      for (const [index, item] of items.entries()) {
        await orama.remove(database, String(ids[index]));
        await orama.insert(database, documentOf(ids[index] ?? 0, item));
      }
    },
    close: async () => undefined,
  };
}

function documentOf(id: number, { vector, text, groups }: Item): unknown {
  return { id: String(id), text, groups: groups.map((group) => `g${group}`), embedding: [...vector] };
}

function queryFor({ vector, text, groups }: Question): unknown {
  return {
    similarity: 0,
    threshold: 1,
    limit: TOP,
    includeVectors: false,
    mode: vector === undefined ? "fulltext" : text === undefined ? "vector" : "hybrid",
    ...(vector === undefined ? {} : { vector: { value: [...vector], property: "embedding" } }),
    ...(text === undefined ? {} : { term: text, properties: ["text"] }),
    ...(groups === undefined ? {} : { where: { groups: { containsAny: groups.map((group) => `g${group}`) } } }),
  };
}
