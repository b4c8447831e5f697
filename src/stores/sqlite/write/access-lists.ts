// Access lists: each distinct one is stored once, and each document points at its own from a compact block.
import { bytesOf, integerOf } from "../../../core/sqlite.ts";
import type { Acl } from "../../../spec/access.ts";
import { DOCUMENTS_PER_BLOCK } from "../schema.ts";
import { assertStorable } from "./storable.ts";
import type { WriteContext } from "./write-context.ts";

/** Per block: the access list of each of its documents, 0 where there is no document. */
export type AclBlocks = Map<number, Uint32Array>;

/** The number of an access list, which is stored when it is new. */
export function internAcl(write: WriteContext, acl: Acl): number {
  const spelling = JSON.stringify(acl);
  let id = write.aclIds.get(spelling);
  if (id === undefined) write.aclIds.set(spelling, (id = storeAcl(write, acl)));
  return id;
}

function storeAcl(write: WriteContext, acl: Acl): number {
  const { sql } = write;
  const members = new Uint8Array(Uint32Array.from(acl, (name) => internPrincipal(write, name)).buffer);
  const known = sql("select id from acl_lists where members = ?").get(members);
  if (known !== undefined) return integerOf(known["id"]);
  return integerOf(sql("insert into acl_lists(members) values(?) returning id").get(members)?.["id"]);
}

function internPrincipal({ sql }: WriteContext, name: string): number {
  assertStorable("acl", name);
  const known = sql("select id from principals where name = ?").get(name);
  if (known !== undefined) return integerOf(known["id"]);
  return integerOf(sql("insert into principals(name) values(?) returning id").get(name)?.["id"]);
}

/** Says which access list a document has; 0 when it is gone. */
export function setDocumentAcl(write: WriteContext, document: number, acl: number): void {
  const number = Math.floor(document / DOCUMENTS_PER_BLOCK);
  let block = write.aclBlocks.get(number);
  if (block === undefined) write.aclBlocks.set(number, (block = readBlock(write, number)));
  block[document % DOCUMENTS_PER_BLOCK] = acl;
}

function readBlock({ sql }: WriteContext, number: number): Uint32Array {
  const row = sql("select acls from acl_blocks where block = ?").get(number);
  const block = new Uint32Array(DOCUMENTS_PER_BLOCK);
  if (row !== undefined) new Uint8Array(block.buffer).set(bytesOf(row["acls"]));
  return block;
}

/** Writes the blocks that changed in this transaction. */
export function writeAclBlocks({ sql, aclBlocks, revision }: WriteContext): void {
  for (const [number, block] of aclBlocks) {
    sql("insert or replace into acl_blocks(block, revision, acls) values(?, ?, ?)").run(
      number,
      revision,
      new Uint8Array(block.buffer),
    );
  }
  aclBlocks.clear();
}
