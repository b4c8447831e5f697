// Our own store, a document per passage, as a sync would write them.
import { enableCompileCache } from "node:module";
import { join } from "node:path";

import { hashText, shortHash } from "../../../src/core/hash.ts";
import { DEFAULT_RETRIEVAL } from "../../../src/library/retrieve/settings.ts";
import type { Document } from "../../../src/spec/document.ts";
import type { DocumentUpsert, Hit, Store, StoreQuery } from "../../../src/spec/store.ts";
import type { openSqliteStore } from "../../../src/stores/sqlite/open-sqlite-store.ts";
import type { BenchData, Item } from "../data.ts";
import { type Contestant, fuse, FUSED, type Place, type Question, TOP } from "./contestant.ts";

type OpenModule = { readonly openSqliteStore: typeof openSqliteStore };

const BATCH = 5000;
/** Every passage may be read by this group, so that questions without a filter see everything. */
const EVERYONE = "group:everyone";

export function createSchoolbook({ folder, passages, dims }: Place): Contestant {
  const path = join(folder, "library.sqlite");
  let store: Store;
  let generation = 0;
  const commit = async (upserts: readonly DocumentUpsert[]): Promise<void> => {
    await store.commit({ generation, upserts });
  };
  return {
    persists: true,
    canText: true,
    async build(data: BenchData) {
      store = await openStore(path);
      const made = await store.createGeneration({ chunker: "none", analyzer: "words", embedder: "bench", dims });
      generation = made.id;
      for (let start = 0; start < passages; start += BATCH) {
        const ids = Array.from({ length: Math.min(BATCH, passages - start) }, (_, offset) => start + offset);
        await commit(ids.map((id) => upsertOf(id, data.item(id))));
      }
      await store.activateGeneration(generation);
    },
    async open() {
      store = await openStore(path);
      generation = (await store.generations())[0]?.id ?? 0;
    },
    ask: async (question) => ask(store, question),
    upsert: async (ids, items) => commit(items.map((item, index) => upsertOf(ids[index] ?? 0, item))),
    close: async () => store[Symbol.asyncDispose](),
  };
}

/** Loading our own code counts as opening, as loading theirs does for the others; it is compiled once, as by our command line. */
async function openStore(path: string): Promise<Store> {
  enableCompileCache(join(".bench", "compile-cache"));
  const built = process.env["SCHOOLBOOK_BENCH_CODE"] === "dist";
  const file = built ? "dist/stores/sqlite/open-sqlite-store.js" : "src/stores/sqlite/open-sqlite-store.ts";
  // why: both are the same module, once as it is written and once as it is published.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const loaded = (await import(new URL(`../../../${file}`, import.meta.url).href)) as OpenModule;
  return loaded.openSqliteStore({ path, access: "write" });
}

async function ask(store: Store, { vector, text, groups }: Question): Promise<readonly number[]> {
  const principals = groups === undefined ? [EVERYONE] : groups.map((group) => `group:g${group}`);
  const isHybrid = vector !== undefined && text !== undefined;
  const query: StoreQuery = {
    principals,
    terms: new Map(text?.split(" ").map((word) => [word, 1])),
    limit: isHybrid ? FUSED : TOP,
    ranking: DEFAULT_RETRIEVAL.ranking,
    ...(vector === undefined ? {} : { vector }),
  };
  const { lexical, dense } = await store.search(query);
  const keys = isHybrid ? fuse([keysOf(lexical), keysOf(dense)]) : keysOf(vector === undefined ? lexical : dense);
  const found = await store.passages(keys, principals);
  return found.map(({ documentId }) => Number(documentId));
}

function keysOf(hits: readonly Hit[]): number[] {
  return hits.map(({ key }) => key);
}

function upsertOf(id: number, { vector, text, groups }: Item): DocumentUpsert {
  const place = { start: 0, end: text.length };
  const terms = new Map<string, number>();
  for (const word of text.split(" ")) terms.set(word, (terms.get(word) ?? 0) + 1);
  const common = { ordinal: 0, kind: "prose" as const, headings: [], parent: place, prefix: "", tokens: terms.size };
  const hash = shortHash(`${id} ${text}`);
  return { document: documentOf(id, text, groups), passages: [{ ...place, ...common, hash, terms, vector }] };
}

function documentOf(id: number, text: string, groups: readonly number[]): Document {
  const hashed = { title: "", format: "text" as const, landmarks: [], text };
  return {
    ...hashed,
    id: String(id),
    source: "bench",
    uri: String(id),
    mediaType: "text/plain",
    metadata: {},
    acl: [EVERYONE, ...groups.map((group) => `group:g${group}`)],
    contentHash: shortHash(text),
    textHash: hashText(hashed),
    fingerprint: "",
    parser: "bench",
    modifiedAt: 0,
  };
}
