// Chunks of vectors are stored in pieces that are small enough for memory to be used again while they are read.
import { bytesOf, type Sql } from "../../../core/sqlite.ts";
import { pieceKeysOf } from "./part-keys.ts";

/** why: from 128 KiB on the allocator asks the system for fresh pages each time, which doubles the time to load. */
const PIECE_BYTES = 65_536;

export type ChunkPlace = {
  readonly segment: number;
  readonly chunk: number;
};

export function writeChunk(sql: Sql, { segment, chunk }: ChunkPlace, bytes: Uint8Array): void {
  const [first] = pieceKeysOf(segment, chunk);
  const insert = sql("insert into vector_chunks(key, body) values(?, ?)");
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    insert.run(first + at / PIECE_BYTES, bytes.subarray(at, at + PIECE_BYTES));
  }
}

/** Passes on the pieces of a chunk in order; each is only good until the next. Returns how many bytes there were. */
export function readPieces(
  sql: Sql,
  { segment, chunk }: ChunkPlace,
  visit: (piece: Uint8Array, at: number) => void,
): number {
  const read = sql("select body from vector_chunks where key >= ? and key < ? order by key");
  let at = 0;
  for (const row of read.iterate(...pieceKeysOf(segment, chunk))) {
    const piece = bytesOf(row["body"]);
    visit(piece, at);
    at += piece.length;
    release(piece);
  }
  return at;
}

/** Gives memory back at once instead of at the next garbage collection. */
function release({ buffer }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}

/** A whole chunk of a known size. */
export function readChunk(sql: Sql, place: ChunkPlace, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  const read = readPieces(sql, place, (piece, at) => {
    if (at + piece.length <= size) bytes.set(piece, at);
  });
  if (read !== size) throw new RangeError(`A chunk of vectors has ${read} bytes instead of ${size}.`);
  return bytes;
}
