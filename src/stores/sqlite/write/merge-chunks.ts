// The quantised vectors of a merged segment: rows of the living, moved to their new slots.
import { readChunk } from "../segment/chunk-pieces.ts";
import { chunkBytes, copyRow, decodeChunk, ROWS_PER_CHUNK, type VectorChunk } from "../segment/vector-chunk.ts";
import type { MergeInput } from "./merge-segments.ts";
import type { SegmentWriter } from "./segment-writer.ts";
import type { WriteContext } from "./write-context.ts";

export type ChunkMerge = {
  readonly inputs: readonly MergeInput[];
  /** How many slots the merged segment has. */
  readonly slots: number;
  readonly dims: number;
  readonly segment: SegmentWriter;
};

/** New slots only grow, so that one chunk is filled and written at a time. */
export function mergeChunks(write: WriteContext, { inputs, slots, dims, segment }: ChunkMerge): void {
  let open: VectorChunk | undefined;
  for (const { id, newSlots } of inputs) {
    for (let slot = 0; slot < newSlots.length; slot += ROWS_PER_CHUNK) {
      const size = chunkBytes(Math.min(ROWS_PER_CHUNK, newSlots.length - slot), dims);
      const place = { segment: id, chunk: slot / ROWS_PER_CHUNK };
      const from = decodeChunk(readChunk(write.sql, place, size), dims);
      for (let row = 0; row < from.rows; row++) {
        const moved = newSlots[slot + row] ?? -1;
        if (moved < 0) continue;
        if (moved % ROWS_PER_CHUNK === 0) {
          if (open !== undefined) segment.addChunk(open);
          open = emptyChunk(Math.min(ROWS_PER_CHUNK, slots - moved), dims);
        }
        if (open !== undefined) copyRow(from, row, open, moved % ROWS_PER_CHUNK);
      }
    }
  }
  if (open !== undefined) segment.addChunk(open);
}

function emptyChunk(rows: number, dims: number): VectorChunk {
  return decodeChunk(new Uint8Array(chunkBytes(rows, dims)), dims);
}
