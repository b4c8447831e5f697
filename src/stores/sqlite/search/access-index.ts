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
  /** Numbers by name. */
  readonly principals: Map<string, number>;
  /** Blocks of lists as they are stored. */
  readonly blocks: Map<number, Uint32Array>;
  lastPrincipal: number;
  lastBlock: number;
};

export function createAccessIndex(sql: Sql): AccessIndex {
  const lists: Lists = { principals: new Map(), blocks: new Map(), lastPrincipal: 0, lastBlock: 0 };
  let listOf = new Uint32Array(0);
  let seen = -1;
  return {
    refresh() {
      readLists(sql, lists);
      for (const row of sql("select block, revision, acls from acl_blocks where revision > ?").all(seen)) {
        const start = integerOf(row["block"]) * DOCUMENTS_PER_BLOCK;
        listOf = grown(listOf, start + DOCUMENTS_PER_BLOCK);
        listOf.set(wordsOf(bytesOf(row["acls"])), start);
        seen = Math.max(seen, integerOf(row["revision"]));
      }
    },
    get listOf() {
      return listOf;
    },
    readableLists: (principals) => readableLists(lists, principals),
  };
}

/** Lists are only ever added, so that of the blocks already read only the last can have changed. */
function readLists(sql: Sql, lists: Lists): void {
  for (const row of sql("select id, name from principals where id > ? order by id").all(lists.lastPrincipal)) {
    lists.lastPrincipal = integerOf(row["id"]);
    lists.principals.set(textOf(row["name"]), lists.lastPrincipal);
  }
  for (const row of sql("select block, lists from acl_list_blocks where block >= ? order by block").all(
    lists.lastBlock,
  )) {
    lists.lastBlock = integerOf(row["block"]);
    lists.blocks.set(lists.lastBlock, wordsOf(bytesOf(row["lists"])));
  }
}

function readableLists({ principals, blocks, lastPrincipal, lastBlock }: Lists, asking: Principals): Uint8Array {
  const isAsking = new Uint8Array(lastPrincipal + 1);
  for (const name of asking) isAsking[principals.get(name) ?? 0] = 1;
  isAsking[0] = 0;
  const readable = new Uint8Array((lastBlock + 1) * LISTS_PER_BLOCK);
  for (const [block, words] of blocks) {
    let list = block * LISTS_PER_BLOCK;
    for (let at = 0; at < words.length; list++) {
      const end = at + 1 + (words[at] ?? 0);
      for (at++; at < end; at++) readable[list] = (readable[list] ?? 0) | (isAsking[words[at] ?? 0] ?? 0);
    }
  }
  return readable;
}

function grown(array: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  if (array.length >= length) return array;
  const larger = new Uint32Array(Math.max(length, array.length * 2));
  larger.set(array);
  return larger;
}
