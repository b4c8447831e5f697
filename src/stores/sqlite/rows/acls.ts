// Access lists by their number, and whether one of them lets somebody read.
import { bytesOf, type Sql, textOf } from "../../../core/sqlite.ts";
import type { Acl, Principals } from "../../../spec/access.ts";

export type AclReader = (id: number) => Acl;

/** Reads each list and each name once; make a new one per call, since an undone transaction may take numbers back. */
export function createAclReader(sql: Sql): AclReader {
  const lists = new Map<number, Acl>();
  const names = new Map<number, string>();
  const nameOf = (id: number): string => {
    const name = names.get(id) ?? textOf(sql("select name from principals where id = ?").get(id)?.["name"]);
    names.set(id, name);
    return name;
  };
  return (id) => {
    const known = lists.get(id);
    if (known !== undefined) return known;
    const row = sql("select members from acl_lists where id = ?").get(id);
    const acl = membersOf(bytesOf(row?.["members"])).map(nameOf);
    lists.set(id, acl);
    return acl;
  };
}

/** The numbers of the principals in a stored list. */
export function membersOf(bytes: Uint8Array): number[] {
  return [...new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)];
}

/** Whether a document with this access list may be read by these principals. */
export function mayRead(acl: Acl, principals: Principals): boolean {
  return acl.some((principal) => principals.includes(principal));
}
