// What a search keeps in memory of access: the list of each document, and the principals of each list.
import { bytesOf, integerOf, type Sql, textOf } from "../../../core/sqlite.ts";
import type { Principals } from "../../../spec/access.ts";
import { DOCUMENTS_PER_BLOCK, LISTS_PER_BLOCK } from "../schema.ts";
import { wordsOf } from "../segment/list-block.ts";

export type AccessIndex = {
  /** Reads what is new since it was last called. */
  refresh(): void;
  /** Per document key: the number of its access list, 0 where there is no document. */
  readonly listOf: Uint32Array;
  /** Per access list: 1 when one of the principals is on it. */
  readableLists(principals: Principals): Uint8Array;
};

type Lists = {
  readonly principals: Map<string, number>;
  /** The members of list n begin at starts[n] and end at starts[n + 1]. */
  starts: Uint32Array<ArrayBuffer>;
  members: Uint32Array<ArrayBuffer>;
  lastList: number;
  lastPrincipal: number;
};

export function createAccessIndex(sql: Sql): AccessIndex {
  const lists: Lists = {
    principals: new Map(),
    starts: new Uint32Array(64),
    members: new Uint32Array(64),
    lastList: 0,
    lastPrincipal: 0,
  };
  let listOf = new Uint32Array(0);
  let seen = -1;
  return {
    refresh() {
      readLists(sql, lists);
      for (const row of sql("select block, revision, acls from acl_blocks where revision > ?").all(seen)) {
        const start = integerOf(row["block"]) * DOCUMENTS_PER_BLOCK;
        listOf = grown(listOf, start + DOCUMENTS_PER_BLOCK);
        const acls = bytesOf(row["acls"]);
        listOf.set(new Uint32Array(acls.buffer, acls.byteOffset, DOCUMENTS_PER_BLOCK), start);
        seen = Math.max(seen, integerOf(row["revision"]));
      }
    },
    get listOf() {
      return listOf;
    },
    readableLists: (principals) => readableLists(lists, principals),
  };
}

function readLists(sql: Sql, lists: Lists): void {
  for (const row of sql("select id, name from principals where id > ? order by id").all(lists.lastPrincipal)) {
    lists.lastPrincipal = integerOf(row["id"]);
    lists.principals.set(textOf(row["name"]), lists.lastPrincipal);
  }
  const block = Math.floor((lists.lastList + 1) / LISTS_PER_BLOCK);
  for (const row of sql("select block, lists from acl_list_blocks where block >= ? order by block").all(block)) {
    const first = integerOf(row["block"]) * LISTS_PER_BLOCK;
    addLists(lists, first, wordsOf(bytesOf(row["lists"])));
  }
}

/** Adds those lists of a block that are new; `first` is the number of the block's first. */
function addLists(lists: Lists, first: number, words: Uint32Array): void {
  let id = first;
  for (let at = 0; at < words.length; id++) {
    const end = at + 1 + (words[at] ?? 0);
    if (id > lists.lastList) addList(lists, id, words.subarray(at + 1, end));
    at = end;
  }
}

function addList(lists: Lists, id: number, members: Uint32Array): void {
  const start = lists.starts[lists.lastList + 1] ?? 0;
  lists.starts = grown(lists.starts, id + 2);
  lists.members = grown(lists.members, start + members.length);
  for (let gap = lists.lastList + 1; gap <= id; gap++) lists.starts[gap] = start;
  for (let at = 0; at < members.length; at++) lists.members[start + at] = members[at] ?? 0;
  lists.starts[id + 1] = start + members.length;
  lists.lastList = id;
}

function readableLists(
  { principals: known, starts, members, lastList, lastPrincipal }: Lists,
  asking: Principals,
): Uint8Array {
  const isAsking = new Uint8Array(lastPrincipal + 1);
  for (const name of asking) isAsking[known.get(name) ?? 0] = 1;
  isAsking[0] = 0;
  const readable = new Uint8Array(lastList + 1);
  for (let list = 1; list <= lastList; list++) {
    const end = starts[list + 1] ?? 0;
    for (let at = starts[list] ?? 0; at < end; at++)
      readable[list] = (readable[list] ?? 0) | (isAsking[members[at] ?? 0] ?? 0);
  }
  return readable;
}

function grown(array: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  if (array.length >= length) return array;
  const larger = new Uint32Array(Math.max(length, array.length * 2));
  larger.set(array);
  return larger;
}
