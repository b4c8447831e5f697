// The vector search's inner loops, ready to be called on a memory of their own.
import { SchoolbookError } from "../../../core/errors.ts";
import { type WasmMemory, webAssembly } from "../../../core/web-assembly.ts";
import { PLAIN_KERNEL, RELAXED_KERNEL } from "./scan-kernel.wasm.ts";

/** Where a chunk and the query lie in memory. */
export type ChunkPlace = readonly [values: number, scales: number, sums: number, stride: number, query: number];

export type ScanKernel = {
  readonly memory: WasmMemory;
  /** See scan-kernel.assemblyscript for what the numbers are. */
  readonly scanAll: (
    ...numbers: readonly [...chunk: ChunkPlace, count: number, floor: number, keptRows: number, keptScores: number]
  ) => number;
  readonly scanListed: (
    ...numbers: readonly [
      ...chunk: ChunkPlace,
      rows: number,
      count: number,
      floor: number,
      keptRows: number,
      keptScores: number,
    ]
  ) => number;
  readonly refine: (row: number, query: number, stride: number) => number;
};

/** Without relaxed SIMD the same numbers come out, more slowly. */
export function loadKernel(options: { readonly relaxed?: boolean } = {}): ScanKernel {
  const relaxed = Buffer.from(RELAXED_KERNEL, "base64");
  const useRelaxed = (options.relaxed ?? true) && webAssembly.validate(relaxed);
  const memory = new webAssembly.Memory({ initial: 1, maximum: 65_536 });
  const module = new webAssembly.Module(useRelaxed ? relaxed : Buffer.from(PLAIN_KERNEL, "base64"));
  const { scanAll, scanListed, refine } = new webAssembly.Instance(module, { env: { memory } }).exports;
  if (!isFunction(scanAll) || !isFunction(scanListed) || !isFunction(refine)) {
    throw new SchoolbookError("internal", "The search kernel lacks a function.");
  }
  return { memory, scanAll, scanListed, refine };
}

/** WebAssembly exports are untyped: what they take is said by the source that they were compiled from. */
function isFunction(value: unknown): value is (...numbers: readonly number[]) => number {
  return typeof value === "function";
}
