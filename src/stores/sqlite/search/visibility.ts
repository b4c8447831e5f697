// What a query may look at: the slots of living documents that its principals may read and its filter lets through.
import { ROWS_PER_CHUNK } from "../segment/vector-chunk.ts";
import type { AccessIndex } from "./access-index.ts";
import type { GenerationIndex } from "./generation-index.ts";

export type Visibility = {
  /** Per slot: 1 when visible. */
  readonly mask: Uint8Array;
  readonly passages: number;
  readonly documents: number;
  /** The lengths of all visible passages together. */
  readonly length: number;
  /** The visible rows of all chunks, one chunk after the other; chunk n's begin at starts[n]. */
  readonly rows: Uint16Array;
  readonly starts: Uint32Array;
};

export type VisibilityRules = {
  readonly access: AccessIndex;
  /** Per access list: 1 when it lets the principals read. */
  readonly readable: Uint8Array;
  /** Per document key: 1 when the filter lets it through; absent: all. */
  readonly passing: Uint8Array | undefined;
};

export function computeVisibility(index: GenerationIndex, { access, readable, passing }: VisibilityRules): Visibility {
  const { listOf } = access;
  const mask = new Uint8Array(index.slots);
  let passages = 0;
  let documents = 0;
  let length = 0;
  for (let document = 0; document < index.documents; document++) {
    const key = index.documentKeys[document] ?? 0;
    if (index.alive[document] !== 1 || readable[listOf[key] ?? 0] !== 1) continue;
    if (passing !== undefined && passing[key] !== 1) continue;
    const first = index.firstSlots[document] ?? 0;
    const count = index.passageCounts[document] ?? 0;
    // why: most documents have a few passages, and then a loop is quicker than `fill`.
    for (let slot = first; slot < first + count; slot++) mask[slot] = 1;
    passages += count;
    documents += 1;
    length += index.documentLengths[document] ?? 0;
  }
  return { mask, passages, documents, length, ...listRows(mask, passages) };
}

function listRows(mask: Uint8Array, passages: number): Pick<Visibility, "rows" | "starts"> {
  const rows = new Uint16Array(passages);
  const starts = new Uint32Array(mask.length / ROWS_PER_CHUNK + 1);
  let listed = 0;
  for (let slot = 0; slot < mask.length; slot++) {
    if (slot % ROWS_PER_CHUNK === 0) starts[slot / ROWS_PER_CHUNK] = listed;
    if (mask[slot] === 1) rows[listed++] = slot % ROWS_PER_CHUNK;
  }
  starts[starts.length - 1] = listed;
  return { rows, starts };
}
