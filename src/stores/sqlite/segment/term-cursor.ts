// Walks all terms of a segment in order, one block in memory at a time.
import { bytesOf, type Sql } from "../../../core/sqlite.ts";
import { partKeys } from "./part-keys.ts";
import { termAt, termCount, type TermEntry } from "./term-blocks.ts";

export type TermCursor = {
  /** The term that the cursor stands at; undefined past the last one. */
  readonly entry: TermEntry | undefined;
  next(): void;
};

export function createTermCursor(sql: Sql, segment: number): TermCursor {
  const [first] = partKeys(segment);
  const read = sql("select body from term_blocks where key = ?");
  let blocks = 0;
  let index = 0;
  let block: Uint8Array | undefined;
  let entry: TermEntry | undefined;
  const next = (): void => {
    if (block === undefined || index >= termCount(block)) {
      const row = read.get(first + blocks++);
      block = row === undefined ? undefined : bytesOf(row["body"]);
      index = 0;
    }
    entry = block === undefined ? undefined : termAt(block, index++);
  };
  next();
  return {
    get entry() {
      return entry;
    },
    next,
  };
}
