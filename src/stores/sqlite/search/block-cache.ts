// Recently read blocks of terms; they never change, so that only memory limits how long they are kept.
import { bytesOf, type Sql } from "../../../core/sqlite.ts";

export type BlockCache = (key: number) => Uint8Array;

export function createBlockCache(sql: Sql, maxBytes: number): BlockCache {
  const kept = new Map<number, Uint8Array>();
  let bytes = 0;
  return (key) => {
    const known = kept.get(key);
    if (known !== undefined) {
      kept.delete(key);
      kept.set(key, known);
      return known;
    }
    const block = bytesOf(sql("select body from term_blocks where key = ?").get(key)?.["body"]);
    kept.set(key, block);
    bytes += block.length;
    for (const [oldest, dropped] of kept) {
      if (bytes <= maxBytes) break;
      kept.delete(oldest);
      bytes -= dropped.length;
    }
    return block;
  };
}
