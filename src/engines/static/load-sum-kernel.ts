// The embedder's inner loop with its table in a WebAssembly memory of its own.
import { SchoolbookError } from "../../core/errors.ts";
import { webAssembly } from "../../core/web-assembly.ts";
import type { EmbeddingTable } from "./read-table.ts";
import { SUM_KERNEL } from "./sum-kernel.wasm.ts";

/** The unit vector of the rows' sum; undefined where they cancel out, or none has any weight. */
export type RowSum = (rows: Uint16Array) => Float32Array | undefined;

type SumRows = (
  ...numbers: readonly [rows: number, count: number, values: number, scales: number, dims: number, sums: number]
) => number;

const PAGE = 65_536;
// why: the lowest addresses belong to the kernel itself.
const FIRST = 1024;

/** Takes up to `mostRows` rows at once. */
export function loadSumKernel({ dims, scales, values }: EmbeddingTable, mostRows: number): RowSum {
  const at = { scales: FIRST, values: 0, sums: 0, rows: 0 };
  at.values = aligned(at.scales + scales.byteLength);
  at.sums = aligned(at.values + values.byteLength);
  at.rows = aligned(at.sums + dims * 4);
  const pages = Math.ceil((at.rows + mostRows * 2) / PAGE);
  const memory = new webAssembly.Memory({ initial: pages, maximum: pages });
  const module = new webAssembly.Module(Buffer.from(SUM_KERNEL, "base64"));
  const { sumRows } = new webAssembly.Instance(module, { env: { memory } }).exports;
  if (!isSumRows(sumRows)) throw new SchoolbookError("internal", "The embedder's kernel lacks its function.");
  new Float32Array(memory.buffer, at.scales, scales.length).set(scales);
  new Int8Array(memory.buffer, at.values, values.length).set(values);
  const listed = new Uint16Array(memory.buffer, at.rows, mostRows);
  const sums = new Float32Array(memory.buffer, at.sums, dims);
  return (rows) => {
    listed.set(rows);
    const squares = sumRows(at.rows, rows.length, at.values, at.scales, dims, at.sums);
    return squares > 0 ? scaled(sums, 1 / Math.sqrt(squares)) : undefined;
  };
}

function scaled(sums: Float32Array, factor: number): Float32Array {
  const vector = new Float32Array(sums.length);
  for (let index = 0; index < vector.length; index += 1) vector[index] = (sums[index] ?? 0) * factor;
  return vector;
}

/** WebAssembly exports are untyped: what they take is said by the source that they were compiled from. */
function isSumRows(value: unknown): value is SumRows {
  return typeof value === "function";
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}
