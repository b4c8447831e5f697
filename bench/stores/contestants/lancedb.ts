// LanceDB: flat search, and IVF_HNSW_SQ; text index, list index on the groups, as its documentation advises.
import { type BenchData, type Item } from "../data.ts";
import { type Contestant, type Place, type Question, TOP } from "./contestant.ts";
import { loadPeer } from "./load-peer.ts";

type Row = { readonly id: number };

type Query = {
  nearestTo(vector: Float32Array): Query;
  distanceType(type: "cosine"): Query;
  fullTextSearch(text: string, options: { readonly columns: readonly string[] }): Query;
  where(predicate: string): Query;
  nprobes(count: number): Query;
  ef(count: number): Query;
  refineFactor(factor: number): Query;
  rerank(reranker: unknown): Query;
  select(columns: readonly string[]): Query;
  limit(count: number): Query;
  toArray(): Promise<readonly Row[]>;
};

type Merge = {
  whenMatchedUpdateAll(): Merge;
  whenNotMatchedInsertAll(): Merge;
  execute(rows: readonly unknown[]): Promise<unknown>;
};

type Table = {
  add(rows: readonly unknown[]): Promise<unknown>;
  createIndex(column: string, options: { readonly config: unknown }): Promise<void>;
  query(): Query;
  mergeInsert(key: string): Merge;
  close(): void;
};

type Connection = {
  createEmptyTable(name: string, schema: unknown, options: { readonly mode: "overwrite" }): Promise<Table>;
  openTable(name: string): Promise<Table>;
  close(): void;
};

type Lance = {
  connect(folder: string, options?: { readonly readConsistencyInterval?: number }): Promise<Connection>;
  readonly Index: {
    btree(): unknown;
    labelList(): unknown;
    fts(options: object): unknown;
    hnswSq(options: { readonly distanceType: "cosine" }): unknown;
  };
  readonly rerankers: { readonly RRFReranker: { create(): Promise<unknown> } };
};

type ArrowField = object;
type Arrow = {
  readonly Schema: new (fields: readonly ArrowField[]) => unknown;
  readonly Field: new (name: string, type: object, nullable: boolean) => ArrowField;
  readonly Int32: new () => object;
  readonly Float32: new () => object;
  readonly Utf8: new () => object;
  readonly List: new (field: ArrowField) => object;
  readonly FixedSizeList: new (size: number, field: ArrowField) => object;
};

const BATCH = 10_000;
const TEXT = { columns: ["text"] };
const FTS = { stem: false, removeStopWords: false, withPosition: false, asciiFolding: false };

export function createLanceDb({ folder, dims, passages }: Place, kind: "flat" | "hnsw"): Contestant {
  let connection: Connection;
  let table: Table;
  let reranker: unknown;
  const near = (vector: Float32Array): Query => {
    const query = table.query().nearestTo(vector).distanceType("cosine");
    return kind === "flat" ? query : query.nprobes(20).ef(100).refineFactor(2);
  };
  return {
    persists: true,
    canText: true,
    async build(data) {
      const lance = await loadPeer<Lance>("@lancedb/lancedb");
      connection = await lance.connect(folder);
      table = await connection.createEmptyTable("passages", await schemaOf(dims), { mode: "overwrite" });
      await addAll(table, data, passages);
      const { Index } = lance;
      await table.createIndex("id", { config: Index.btree() });
      await table.createIndex("groups", { config: Index.labelList() });
      await table.createIndex("text", { config: Index.fts(FTS) });
      if (kind === "hnsw") await table.createIndex("vector", { config: Index.hnswSq({ distanceType: "cosine" }) });
    },
    async open() {
      const lance = await loadPeer<Lance>("@lancedb/lancedb");
      connection = await lance.connect(folder, { readConsistencyInterval: 0 });
      table = await connection.openTable("passages");
      reranker = await lance.rerankers.RRFReranker.create();
    },
    ask: async (question) => (await queryFor(question, { near, table, reranker })).map(({ id }) => id),
    async upsert(ids, items) {
      const rows = items.map((item, index) => rowOf(ids[index] ?? 0, item));
      await table.mergeInsert("id").whenMatchedUpdateAll().whenNotMatchedInsertAll().execute(rows);
    },
    async close() {
      table.close();
      connection.close();
    },
  };
}

type Asking = { readonly near: (vector: Float32Array) => Query; readonly table: Table; readonly reranker: unknown };

async function queryFor(
  { vector, text, groups }: Question,
  { near, table, reranker }: Asking,
): Promise<readonly Row[]> {
  let query = vector === undefined ? table.query() : near(vector);
  if (text !== undefined) query = query.fullTextSearch(text, TEXT);
  if (groups !== undefined)
    query = query.where(`array_has_any(groups, [${groups.map((group) => `'g${group}'`).join(",")}])`);
  const isHybrid = vector !== undefined && text !== undefined;
  if (isHybrid) query = query.rerank(reranker);
  const score = isHybrid ? [] : [vector === undefined ? "_score" : "_distance"];
  return query
    .select(["id", "text", ...score])
    .limit(TOP)
    .toArray();
}

async function schemaOf(dims: number): Promise<unknown> {
  const { Schema, Field, Int32, Float32, Utf8, List, FixedSizeList } = await loadPeer<Arrow>("apache-arrow");
  return new Schema([
    new Field("id", new Int32(), false),
    new Field("vector", new FixedSizeList(dims, new Field("item", new Float32(), true)), true),
    new Field("text", new Utf8(), true),
    new Field("groups", new List(new Field("item", new Utf8(), true)), true),
  ]);
}

async function addAll(table: Table, data: BenchData, passages: number): Promise<void> {
  for (let start = 0; start < passages; start += BATCH) {
    const ids = Array.from({ length: Math.min(BATCH, passages - start) }, (_, offset) => start + offset);
    await table.add(ids.map((id) => rowOf(id, data.item(id))));
  }
}

function rowOf(id: number, { vector, text, groups }: Item): unknown {
  return { id, vector: [...vector], text, groups: groups.map((group) => `g${group}`) };
}
