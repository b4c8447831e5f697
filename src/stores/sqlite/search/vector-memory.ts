// The quantised vectors of a generation in WebAssembly memory, one fixed place per chunk.
import type { Sql } from "../../../core/sqlite.ts";
import type { WasmMemory } from "../../../core/web-assembly.ts";
import { loadKernel, type ScanKernel } from "../kernel/load-kernel.ts";
import { type ChunkPlace, readPieces } from "../segment/chunk-pieces.ts";
import { chunkBytes, chunkLayout, ROWS_PER_CHUNK, strideOf } from "../segment/vector-chunk.ts";
import type { GenerationIndex } from "./generation-index.ts";
import type { RowBounds } from "./quantise-query.ts";

const PAGE = 65_536;

/** Where the kernel finds the query and leaves its results. */
export type KernelScratch = {
  readonly query: number;
  readonly exactQuery: number;
  readonly rows: number;
  readonly keptRows: number;
  readonly keptScores: number;
};

/** Bounds are those of its worst row; the rest says where in its place, which begins with the high halves, all lies. */
export type LoadedChunk = RowBounds & {
  readonly rows: number;
  readonly highs: number;
  readonly lows: number;
  readonly scales: number;
  /** What rounding took away from each row. */
  readonly errors: number;
  /** How long what a scan leaves out of each row is. */
  readonly omitted: number;
};

export type VectorMemory = {
  readonly kernel: ScanKernel;
  /** Bytes of a row of halves. */
  readonly half: number;
  readonly scratch: KernelScratch;
  /** Brings the memory in line with an index; reads only chunks of segments that it does not hold. */
  refresh(index: GenerationIndex): void;
  /** By chunk number of the index; undefined where a segment ends. */
  readonly chunks: readonly (LoadedChunk | undefined)[];
};

export function createVectorMemory(sql: Sql, dims: number): VectorMemory {
  const kernel = loadKernel();
  const half = strideOf(dims) / 2;
  const { scratch, end } = layOut(half * 2);
  const places = createPlaces(kernel.memory, { first: end, size: aligned(chunkBytes(ROWS_PER_CHUNK, dims)) });
  const held = new Map<number, readonly LoadedChunk[]>();
  let chunks: readonly (LoadedChunk | undefined)[] = [];
  const load = createChunkLoader({ sql, dims, kernel, places });
  return {
    kernel,
    half,
    scratch,
    refresh({ segments }) {
      const wanted = new Set(segments.map(({ id }) => id));
      for (const [id, old] of held) {
        if (wanted.has(id)) continue;
        for (const { highs } of old) places.give(highs);
        held.delete(id);
      }
      for (const { id, directory } of segments) {
        if (held.has(id)) continue;
        const count = Math.ceil(directory.slots / ROWS_PER_CHUNK);
        places.expect(count);
        const loaded = Array.from({ length: count }, (_, chunk) =>
          load({ segment: id, chunk }, Math.min(ROWS_PER_CHUNK, directory.slots - chunk * ROWS_PER_CHUNK)),
        );
        held.set(id, loaded);
      }
      chunks = segments.flatMap(({ id }) => held.get(id) ?? []);
    },
    get chunks() {
      return chunks;
    },
  };
}

type Loading = {
  readonly sql: Sql;
  readonly dims: number;
  readonly kernel: ScanKernel;
  readonly places: Places;
};

function createChunkLoader({ sql, dims, kernel, places }: Loading): (place: ChunkPlace, rows: number) => LoadedChunk {
  return (place, rows) => {
    const highs = places.take();
    const memory = new Uint8Array(kernel.memory.buffer, highs, places.size);
    const size = chunkBytes(rows, dims);
    const read = readPieces(sql, place, (piece, offset) => {
      if (offset + piece.length <= size) memory.set(piece, offset);
    });
    if (read !== size) throw new RangeError(`A chunk of vectors has ${read} bytes instead of ${size}.`);
    const { lows, scales, errors, omitted, extremes } = chunkLayout(rows, strideOf(dims));
    return {
      rows,
      highs,
      lows: highs + lows,
      scales: highs + scales,
      errors: highs + errors,
      omitted: highs + omitted,
      ...extremesOf(kernel.memory, highs + extremes),
    };
  };
}

/** The last numbers of a chunk. */
function extremesOf({ buffer }: WasmMemory, at: number): Pick<LoadedChunk, "error" | "length"> {
  const view = new DataView(buffer, at, 8);
  return { error: view.getFloat32(0, true), length: view.getFloat32(4, true) };
}

function layOut(stride: number): { readonly scratch: KernelScratch; readonly end: number } {
  // why: the lowest addresses belong to the kernel itself.
  const query = 1024;
  const exactQuery = query + aligned(stride);
  const rows = exactQuery + stride * 4;
  const keptRows = rows + ROWS_PER_CHUNK * 2;
  const keptScores = keptRows + ROWS_PER_CHUNK * 2;
  return { scratch: { query, exactQuery, rows, keptRows, keptScores }, end: keptScores + ROWS_PER_CHUNK * 4 };
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}

type Places = {
  /** How many bytes each has. */
  readonly size: number;
  /** Makes room for so many at once. */
  expect(count: number): void;
  take(): number;
  give(at: number): void;
};

/** Places of one size in a memory that grows. */
function createPlaces(memory: WasmMemory, { first, size }: { readonly first: number; readonly size: number }): Places {
  const free: number[] = [];
  let end = first;
  const growTo = (bytes: number): void => {
    const missing = bytes - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  };
  return {
    size,
    expect: (count) => growTo(end + Math.max(0, count - free.length) * size),
    take() {
      const reused = free.pop();
      if (reused !== undefined) return reused;
      growTo(end + size);
      end += size;
      return end - size;
    },
    give: (at) => free.push(at),
  };
}
