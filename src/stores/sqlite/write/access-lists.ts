// Access lists: each distinct one is stored once, and each document points at its own from a compact block.
import { bytesOf, integerOf } from "../../../core/sqlite.ts";
import type { Acl } from "../../../spec/access.ts";
import { DOCUMENTS_PER_BLOCK, LISTS_PER_BLOCK } from "../schema.ts";
import { joinLists, splitLists } from "../segment/list-block.ts";
import { assertStorable } from "./storable.ts";
import type { WriteContext } from "./write-context.ts";

/** What a transaction has looked up or changed of access lists. */
export type AccessChanges = {
  /** Numbers of lists by their JSON, and of principals by name. */
  readonly lists: Map<string, number>;
  readonly principals: Map<string, number>;
  /** Per block of documents: the list of each, 0 where there is no document. */
  readonly documents: Map<number, Uint32Array>;
  /** Lists that are new, by number. */
  readonly added: Map<number, Uint32Array>;
};

export function createAccessChanges(): AccessChanges {
  return { lists: new Map(), principals: new Map(), documents: new Map(), added: new Map() };
}

/** The number of an access list, which is stored when it is new. */
export function internAcl(write: WriteContext, acl: Acl): number {
  const { lists } = write.access;
  const spelling = JSON.stringify(acl);
  let id = lists.get(spelling);
  if (id === undefined) lists.set(spelling, (id = storeAcl(write, acl)));
  return id;
}

function storeAcl({ sql, access }: WriteContext, acl: Acl): number {
  const members = Uint32Array.from(acl, (name) => internPrincipal({ sql, access }, name));
  const bytes = new Uint8Array(members.buffer);
  const known = sql("select id from acl_lists where members = ?").get(bytes);
  if (known !== undefined) return integerOf(known["id"]);
  const id = integerOf(sql("insert into acl_lists(members) values(?) returning id").get(bytes)?.["id"]);
  access.added.set(id, members);
  return id;
}

function internPrincipal({ sql, access }: Pick<WriteContext, "sql" | "access">, name: string): number {
  const seen = access.principals.get(name);
  if (seen !== undefined) return seen;
  assertStorable("acl", name);
  const known = sql("select id from principals where name = ?").get(name);
  const row = known ?? sql("insert into principals(name) values(?) returning id").get(name);
  const id = integerOf(row?.["id"]);
  access.principals.set(name, id);
  return id;
}

/** Says which access list a document has; 0 when it is gone. */
export function setDocumentAcl(write: WriteContext, document: number, acl: number): void {
  const { documents } = write.access;
  const number = Math.floor(document / DOCUMENTS_PER_BLOCK);
  let block = documents.get(number);
  if (block === undefined) documents.set(number, (block = readBlock(write, number)));
  block[document % DOCUMENTS_PER_BLOCK] = acl;
  write.changedDocuments.add(document);
}

function readBlock({ sql }: WriteContext, number: number): Uint32Array {
  const row = sql("select acls from acl_blocks where block = ?").get(number);
  const block = new Uint32Array(DOCUMENTS_PER_BLOCK);
  if (row !== undefined) new Uint8Array(block.buffer).set(bytesOf(row["acls"]));
  return block;
}

/** Writes the blocks that changed in this transaction. */
export function writeAccess(write: WriteContext): void {
  const { sql, access, revision } = write;
  const put = sql("insert or replace into acl_blocks(block, revision, acls) values(?, ?, ?)");
  for (const [number, block] of access.documents) put.run(number, revision, new Uint8Array(block.buffer));
  access.documents.clear();
  writeLists(write);
}

function writeLists({ sql, access }: WriteContext): void {
  const blocks = Map.groupBy(access.added, ([id]) => Math.floor(id / LISTS_PER_BLOCK));
  for (const [number, added] of blocks) {
    const row = sql("select lists from acl_list_blocks where block = ?").get(number);
    const lists = splitLists(bytesOf(row?.["lists"]));
    for (const [id, members] of added) lists[id % LISTS_PER_BLOCK] = members;
    sql("insert or replace into acl_list_blocks(block, lists) values(?, ?)").run(number, joinLists(lists));
  }
  access.added.clear();
}
