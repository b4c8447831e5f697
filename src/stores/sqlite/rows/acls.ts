// Access lists by their number, and whether one of them lets somebody read.
import { bytesOf, type Sql } from "../../../core/sqlite.ts";
import type { Acl, Principals } from "../../../spec/access.ts";
import { contentMark } from "./content-mark.ts";

export type AclReader = (id: number) => Acl;

/** How many lists and names are remembered at most before both are forgotten. */
const MAX_REMEMBERED = 20_000;

/**
 * Lists for calls outside of write transactions: what is committed is only ever added to, so that it is read once for as
 * long as the library is the same one.
 */
export function createCommittedAcls(sql: Sql): () => AclReader {
  let known: { readonly mark: string; readonly reader: AclReader } | undefined;
  return () => {
    const mark = contentMark(sql);
    if (known?.mark !== mark) known = { mark, reader: createAclReader(sql) };
    return known.reader;
  };
}

/**
 * Reads each list and each name once; inside a write transaction make a new one per call, since undoing it takes numbers back.
 * A list that is lost or damaged lets nobody read, and is not remembered, since it may be mended.
 */
export function createAclReader(sql: Sql): AclReader {
  const lists = new Map<number, Acl>();
  const names = new Map<number, string>();
  return (id) => {
    const known = lists.get(id);
    if (known !== undefined) return known;
    if (lists.size + names.size > MAX_REMEMBERED) {
      lists.clear();
      names.clear();
    }
    const acl = readList(sql, names, id);
    if (acl !== undefined) lists.set(id, acl);
    return acl ?? [];
  };
}

/** Undefined when it, or the name of one of its members, is not there. */
function readList(sql: Sql, names: Map<number, string>, id: number): Acl | undefined {
  const row = sql("select members from acl_lists where id = ?").get(id);
  const bytes = bytesOf(row?.["members"]);
  if (row === undefined || bytes.length % 4 !== 0) return undefined;
  const acl: string[] = [];
  for (const member of membersOf(bytes)) {
    const name = names.get(member) ?? sql("select name from principals where id = ?").get(member)?.["name"];
    if (typeof name !== "string") return undefined;
    names.set(member, name);
    acl.push(name);
  }
  return acl;
}

/** The numbers of the principals in a stored list. */
export function membersOf(bytes: Uint8Array): number[] {
  return [...new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)];
}

/** Whether a document with this access list may be read by these principals. */
export function mayRead(acl: Acl, principals: Principals): boolean {
  return acl.some((principal) => principals.includes(principal));
}
