// sqlite-vec (float32) and FTS5 in one SQLite file, with a table of who may read what.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";

import type { BenchData, Item } from "../data.ts";
import { type Contestant, fuse, FUSED, type Place, type Question, TOP } from "./contestant.ts";
import { loadPeer } from "./load-peer.ts";

type SqliteVec = { getLoadablePath(): string };

const READABLE = "(select id from access where grp in (select value from json_each(?)))";

export function createSqliteVec({ folder, passages, dims }: Place): Contestant {
  let database: DatabaseSync;
  let queries: Queries;
  const open = async (): Promise<void> => {
    mkdirSync(folder, { recursive: true });
    database = new DatabaseSync(join(folder, "passages.sqlite"), { allowExtension: true });
    database.loadExtension((await loadPeer<SqliteVec>("sqlite-vec")).getLoadablePath());
    database.exec(
      "pragma journal_mode=wal; pragma synchronous=normal; pragma cache_size=-65536; pragma mmap_size=2147483648",
    );
  };
  return {
    persists: true,
    canText: true,
    async build(data) {
      await open();
      createTables(database, dims);
      fill(database, data, passages);
    },
    async open() {
      await open();
      queries = prepare(database);
    },
    ask: async (question) => ask(queries, question),
    upsert: async (ids, items) => replace(database, ids, items),
    close: async () => database.close(),
  };
}

function createTables(database: DatabaseSync, dims: number): void {
  database.exec(`
    create table passages(id integer primary key, text text not null);
    create table access(grp integer, id integer, primary key(grp, id)) without rowid;
    create index access_by_id on access(id);
    create virtual table vectors using vec0(id integer primary key, embedding float[${dims}] distance_metric=cosine);
    create virtual table words using fts5(text, content='passages', content_rowid='id');
  `);
}

function fill(database: DatabaseSync, data: BenchData, passages: number): void {
  const insert = inserts(database);
  database.exec("begin");
  for (let id = 0; id < passages; id++) insert(id, data.item(id));
  database.exec("commit; insert into words(words) values('rebuild'); pragma wal_checkpoint(truncate)");
}

function inserts(database: DatabaseSync): (id: number, item: Item) => void {
  const passage = database.prepare("insert or replace into passages values(?, ?)");
  const access = database.prepare("insert or ignore into access values(?, ?)");
  const vector = database.prepare("insert into vectors(id, embedding) values(?, ?)");
  return (id, item) => {
    passage.run(id, item.text);
    for (const group of item.groups) access.run(group, id);
    vector.run(BigInt(id), bytesOf(item.vector));
  };
}

function replace(database: DatabaseSync, ids: readonly number[], items: readonly Item[]): void {
  const insert = inserts(database);
  const before = database.prepare("select text from passages where id = ?");
  const addWords = database.prepare("insert into words(rowid, text) values(?, ?)");
  const dropWords = database.prepare("insert into words(words, rowid, text) values('delete', ?, ?)");
  const drops = ["delete from vectors where id = ?", "delete from access where id = ?"].map((sql) =>
    database.prepare(sql),
  );
  database.exec("begin immediate");
  for (const [index, item] of items.entries()) {
    const id = ids[index] ?? 0;
    const old = before.get(id)?.["text"];
    if (old !== undefined) dropWords.run(id, old);
    for (const drop of drops) drop.run(BigInt(id));
    insert(id, item);
    addWords.run(id, item.text);
  }
  database.exec("commit");
}

function bytesOf(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

type Queries = Record<"near" | "nearReadable" | "text" | "textReadable", StatementSync>;

function prepare(database: DatabaseSync): Queries {
  const near = (where: string): StatementSync =>
    database.prepare(
      `select p.id, p.text from (select id, distance from vectors where embedding match ? and k = ? ${where}) v join passages p on p.id = v.id order by v.distance`,
    );
  const text = (where: string): StatementSync =>
    database.prepare(
      `select p.id, p.text from (select rowid, rank from words where words match ? ${where} order by rank limit ?) w join passages p on p.id = w.rowid order by w.rank`,
    );
  return {
    near: near(""),
    nearReadable: near(`and id in ${READABLE}`),
    text: text(""),
    textReadable: text(`and +rowid in ${READABLE}`),
  };
}

function ask(queries: Queries, question: Question): readonly number[] {
  const { vector, text, groups } = question;
  const limit = vector !== undefined && text !== undefined ? FUSED : TOP;
  const readable = groups === undefined ? undefined : JSON.stringify(groups);
  const legs: number[][] = [];
  if (vector !== undefined) legs.push(nearest(queries, { vector, limit, readable }));
  if (text !== undefined) legs.push(matching(queries, { text, limit, readable }));
  return legs.length === 1 ? (legs[0] ?? []) : fuse(legs);
}

type Leg = { readonly limit: number; readonly readable: string | undefined };

function nearest(queries: Queries, { vector, limit, readable }: Leg & { readonly vector: Float32Array }): number[] {
  const bytes = bytesOf(vector);
  return idsOf(
    readable === undefined ? queries.near.all(bytes, limit) : queries.nearReadable.all(bytes, limit, readable),
  );
}

function matching(queries: Queries, { text, limit, readable }: Leg & { readonly text: string }): number[] {
  const match = text
    .split(" ")
    .map((word) => `"${word}"`)
    .join(" OR ");
  return idsOf(
    readable === undefined ? queries.text.all(match, limit) : queries.textReadable.all(match, readable, limit),
  );
}

function idsOf(rows: readonly Record<string, unknown>[]): number[] {
  return rows.map((row) => Number(row["id"]));
}
