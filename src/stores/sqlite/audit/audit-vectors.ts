// Float32 vectors against the int8 rows that searches scan.
import { bytesOf, integerOf } from "../../../core/sqlite.ts";
import { readChunk } from "../segment/chunk-pieces.ts";
import { chunkBytes, decodeChunk, quantiseChunk, ROWS_PER_CHUNK, type VectorChunk } from "../segment/vector-chunk.ts";
import { type Audit, nameOf, reasonOf, report } from "./audit-context.ts";
import type { AuditedSegment, Entry } from "./audit-segments.ts";

export function auditVectors(audit: Audit, segment: AuditedSegment): void {
  const chunks: VectorChunk[] = [];
  let problem = "";
  try {
    chunks.push(...readChunks(audit, segment));
  } catch (error) {
    problem = ` (${reasonOf(error)})`;
  }
  for (const entry of segment.living) {
    audit.checked.vectors += entry.count;
    if (problem === "" && isFaithful(audit, segment, { entry, chunks })) continue;
    const message = `The vectors of ${nameOf(audit, entry.document)} are missing or differ from those that are searched${problem}.`;
    report(audit, "vectors", message, { document: entry.document, generation: segment.generation.id });
  }
}

function readChunks({ sql }: Audit, { id, generation: { dims }, directory: { slots } }: AuditedSegment): VectorChunk[] {
  return Array.from({ length: Math.ceil(slots / ROWS_PER_CHUNK) }, (_, chunk) => {
    const rows = Math.min(ROWS_PER_CHUNK, slots - chunk * ROWS_PER_CHUNK);
    return decodeChunk(readChunk(sql, { segment: id, chunk }, chunkBytes(rows, dims)), dims);
  });
}

type Comparison = {
  readonly entry: Entry;
  readonly chunks: readonly VectorChunk[];
};

function isFaithful({ sql }: Audit, { generation: { dims } }: AuditedSegment, { entry, chunks }: Comparison): boolean {
  const { firstPassage, slot, count } = entry;
  const rows = sql("select key, vector from passages where key >= ? and key < ?").all(
    firstPassage,
    firstPassage + count,
  );
  return rows.every((row) => {
    const bytes = bytesOf(row["vector"]);
    if (bytes.length !== dims * 4) return false;
    const at = slot + integerOf(row["key"]) - firstPassage;
    const chunk = chunks[Math.floor(at / ROWS_PER_CHUNK)];
    const vector = new Float32Array(bytes.buffer, bytes.byteOffset, dims);
    return chunk !== undefined && isSameRow(quantiseChunk([vector], dims), chunk, at % ROWS_PER_CHUNK);
  });
}

function isSameRow(expected: VectorChunk, chunk: VectorChunk, row: number): boolean {
  const half = expected.highs.length;
  const isSame = (part: "highs" | "lows"): boolean => {
    const bytes = chunk[part].subarray(row * half, row * half + half);
    return expected[part].every((byte, index) => byte === bytes[index]);
  };
  return (
    expected.scales[0] === chunk.scales[row] &&
    expected.errors[0] === chunk.errors[row] &&
    expected.omitted[0] === chunk.omitted[row] &&
    (expected.extremes[0] ?? 0) <= (chunk.extremes[0] ?? 0) &&
    (expected.extremes[1] ?? 0) <= (chunk.extremes[1] ?? 0) &&
    isSame("highs") &&
    isSame("lows")
  );
}
