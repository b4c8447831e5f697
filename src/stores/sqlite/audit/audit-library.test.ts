import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { afterEach, expect, test } from "vitest";

import { openSqlite } from "../../../core/sqlite.ts";
import type { AuditReport, GenerationId, Store } from "../../../spec/store.ts";
import { buildUpsert } from "../../../testing/index.ts";
import { openSqliteStore } from "../open-sqlite-store.ts";
import { LIBRARY_FORMAT } from "../schema.ts";
import { auditLibrary } from "./audit-library.ts";

const DIMS = 24;
const RANKING = { k1: 1.2, b: 0.75, documentWeight: 0.4 };
const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

type Planted = {
  readonly store: Store;
  readonly generation: GenerationId;
  readonly damage: (statement: string) => void;
  /** The audit that `store.audit()` runs in a worker, here without one. */
  readonly audit: () => AuditReport;
};

const TEXTS = new Map([
  ["a", "fig plum\n\nplum lime"],
  ["b", "fig kiwi\n\nkiwi pear\n\npear fig"],
  ["c", "lime lime"],
]);

async function openPlanted(): Promise<Planted & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), "schoolbook-audit-"));
  folders.push(folder);
  const path = join(folder, "library.sqlite");
  const store = await openSqliteStore({ path });
  const spec = { chunker: "chunks@1", analyzer: "words@1", embedder: "fake@1", dims: DIMS };
  const { id: generation } = await store.createGeneration(spec);
  await store.activateGeneration(generation);
  for (const [id, text] of TEXTS) await store.commit({ generation, upserts: [buildUpsert(id, text, { dims: DIMS })] });
  const damage = (statement: string): void => {
    const database = new DatabaseSync(path);
    database.exec(`${statement}; update state set revision = revision + 1`);
    database.close();
  };
  const audit = (): AuditReport => {
    const database = openSqlite(path, LIBRARY_FORMAT, "read");
    const report = auditLibrary(database);
    database.close();
    return report;
  };
  return { store, generation, damage, audit, [Symbol.asyncDispose]: async () => store[Symbol.asyncDispose]() };
}

async function indexPending(store: Store, generation: GenerationId): Promise<string[]> {
  const pending = await store.pendingDocuments(generation, 100);
  const reindexes = pending.map(({ id, textHash, text }) => ({
    id,
    textHash,
    passages: buildUpsert(id, text, { dims: DIMS }).passages,
  }));
  await store.commit({ generation, reindexes });
  return pending.map(({ id }) => id);
}

function summary({ findings }: AuditReport): string[] {
  return [...new Set(findings.map(({ kind, documentId }) => `${kind} ${documentId ?? "-"}`))].toSorted();
}

const DOCUMENT_B = "(select key from documents where id = 'b')";

const DAMAGES: readonly (readonly [
  name: string,
  statement: string,
  found: readonly string[],
  pending: readonly string[],
])[] = [
  [
    "a changed text",
    `update texts set body = cast(replace(cast(body as text), 'kiwi', 'Kiwi') as blob) where key / 1048576 = ${DOCUMENT_B}`,
    ["text b"],
    ["b"],
  ],
  ["changed metadata", `update documents set metadata = '{"x":1}' where id = 'b'`, ["text b"], ["b"]],
  ["a text without a document", `insert into texts values(99 * 1048576, 0, 'x')`, ["text -"], []],
  ["missing passages", `delete from passages where document = ${DOCUMENT_B} and ordinal = 1`, ["passages b"], ["b"]],
  [
    "a passage outside the text",
    `update passages set "end" = 999 where document = ${DOCUMENT_B} and ordinal = 0`,
    ["passages b"],
    ["b"],
  ],
  [
    "a document that was never indexed",
    `delete from indexed where document = ${DOCUMENT_B}`,
    ["passages -", "passages b", "postings b"],
    ["b"],
  ],
  [
    "a passage of nobody",
    `insert into passages select 999, generation, 77, ordinal, start, "end", parent_start, parent_end, kind, headings, prefix, tokens, length, terms_check, hash, vector from passages limit 1`,
    ["passages -"],
    [],
  ],
  [
    "other terms than the passage has",
    `update passages set terms_check = 1 where document = ${DOCUMENT_B}`,
    ["postings b"],
    ["b"],
  ],
  [
    "damaged postings",
    `update term_blocks set body = x'0100ff'`,
    ["postings a", "postings b", "postings c"],
    ["a", "b", "c"],
  ],
  [
    "a lost segment",
    `delete from segments`,
    ["postings -", "postings a", "postings b", "postings c", "vectors -"],
    ["a", "b", "c"],
  ],
  [
    "an unreadable directory",
    `update segments set directory = x'00'`,
    ["postings -", "postings a", "postings b", "postings c"],
    ["a", "b", "c"],
  ],
  [
    "a document marked dead",
    `insert or replace into segment_deaths select segment, 1, 1, x'ff' from indexed where document = ${DOCUMENT_B}`,
    ["postings b"],
    ["b"],
  ],
  [
    "a changed vector",
    `update passages set vector = zeroblob(${DIMS * 4}) where document = ${DOCUMENT_B} and ordinal = 2`,
    ["vectors b"],
    ["b"],
  ],
  [
    "a missing vector",
    `update passages set vector = null where document = ${DOCUMENT_B} and ordinal = 2`,
    ["vectors b"],
    ["b"],
  ],
  [
    "access for everyone in searches only",
    `update acl_blocks set acls = zeroblob(2048)`,
    ["access a", "access b", "access c"],
    [],
  ],
  [
    "a lost access list",
    `delete from principals`,
    ["access a", "access b", "access c", "text a", "text b", "text c"],
    ["a", "b", "c"],
  ],
  [
    "changed access lists in searches only",
    `update acl_list_blocks set lists = zeroblob(8)`,
    ["access a", "access b", "access c"],
    [],
  ],
];

test.each(DAMAGES)(
  "%s is found, and a repair makes the library whole again",
  async (_name, statement, found, pending) => {
    await using planted = await openPlanted();
    const { store, generation, damage, audit } = planted;
    expect(summary(audit())).toEqual([]);
    damage(statement);
    const report = audit();
    expect(summary(report)).toEqual([...found].toSorted());
    await store.repair(report);
    expect(await indexPending(store, generation)).toEqual(pending);
    expect(summary(audit())).toEqual([]);
  },
);

test("what a repair has mended is found again by both legs", async () => {
  await using whole = await openPlanted();
  await using planted = await openPlanted();
  const { store, generation, damage } = planted;
  const query = { principals: ["public"], terms: new Map([["kiwi", 1]]), limit: 5, ranking: RANKING };
  const before = await whole.store.search(query);
  damage("update term_blocks set body = x'0100ff'");
  await expect(store.search(query)).rejects.toMatchObject({ code: "library_damaged" });
  await store.repair(await store.audit());
  await indexPending(store, generation);
  const after = await store.search(query);
  expect(after.lexical.map(({ score }) => score)).toEqual(before.lexical.map(({ score }) => score));
  expect(after.lexical).toHaveLength(2);
});

test("an audit counts what it has looked at", async () => {
  await using planted = await openPlanted();
  const { checked } = await planted.store.audit();
  expect(checked).toEqual({ file: 1, text: 3, passages: 6, postings: 11, vectors: 6, access: 3 });
});

test("an audit that is stopped says so", async () => {
  await using planted = await openPlanted();
  const stop = new AbortController();
  const audit = planted.store.audit({ signal: stop.signal });
  stop.abort();
  await expect(audit).rejects.toMatchObject({ code: "cancelled" });
});
