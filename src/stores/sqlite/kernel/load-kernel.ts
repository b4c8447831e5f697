// The vector search's inner loops, ready to be called on a memory of their own.
import { setFlagsFromString } from "node:v8";

import { SchoolbookError } from "../../../core/errors.ts";
import { type WasmMemory, type WasmModule, webAssembly } from "../../../core/web-assembly.ts";
import { PLAIN_KERNEL, RELAXED_KERNEL } from "./scan-kernel.wasm.ts";

/** A chunk's high halves, scales and lengths of what is left out; how long a row of halves is; the query, its offset and length. */
export type ScanPlace = readonly [
  highs: number,
  scales: number,
  omitted: number,
  half: number,
  query: number,
  offset: number,
  length: number,
];

export type ScanKernel = {
  readonly memory: WasmMemory;
  /** See scan-kernel.assemblyscript for what the numbers are. */
  readonly scanAll: (
    ...numbers: readonly [...place: ScanPlace, count: number, floor: number, keptRows: number, keptScores: number]
  ) => number;
  readonly scanListed: (
    ...numbers: readonly [
      ...place: ScanPlace,
      rows: number,
      count: number,
      floor: number,
      keptRows: number,
      keptScores: number,
    ]
  ) => number;
  readonly wholeListed: (
    ...numbers: readonly [
      highs: number,
      lows: number,
      scales: number,
      half: number,
      query: number,
      offset: number,
      rows: number,
      count: number,
      scores: number,
    ]
  ) => void;
  readonly refineListed: (
    ...numbers: readonly [
      highs: number,
      lows: number,
      scales: number,
      half: number,
      query: number,
      rows: number,
      count: number,
      scores: number,
    ]
  ) => void;
};

/** What makes up for the 8 that the kernel adds to each high half: in whole values, and where a scan puts the middle. */
export const WHOLE_OFFSET = 8 * 16;
export const SCAN_OFFSET = WHOLE_OFFSET - 7.5;

/** Without relaxed SIMD the same numbers come out, more slowly. */
export function loadKernel(options: { readonly relaxed?: boolean } = {}): ScanKernel {
  const relaxed = Buffer.from(RELAXED_KERNEL, "base64");
  const useRelaxed = (options.relaxed ?? true) && webAssembly.validate(relaxed);
  const memory = new webAssembly.Memory({ initial: 1, maximum: 65_536 });
  const module = compileEagerly(useRelaxed ? relaxed : Buffer.from(PLAIN_KERNEL, "base64"));
  const { exports } = new webAssembly.Instance(module, { env: { memory } });
  return {
    memory,
    scanAll: functionOf(exports["scanAll"]),
    scanListed: functionOf(exports["scanListed"]),
    wholeListed: functionOf(exports["wholeListed"]),
    refineListed: functionOf(exports["refineListed"]),
  };
}

// why: V8 first runs a quick translation, ten times slower, and optimises only after as much work as a whole first search of
// 100,000 passages. The budget is read when a module is made; what is put back is V8's default.
function compileEagerly(bytes: Uint8Array): WasmModule {
  setFlagsFromString("--wasm-tiering-budget=1");
  try {
    return new webAssembly.Module(bytes);
  } finally {
    setFlagsFromString("--wasm-tiering-budget=13000000");
  }
}

/** WebAssembly exports are untyped: what they take is said by the source that they were compiled from. */
function functionOf(value: unknown): (...numbers: readonly number[]) => number {
  if (!isFunction(value)) throw new SchoolbookError("internal", "The search kernel lacks a function.");
  return value;
}

function isFunction(value: unknown): value is (...numbers: readonly number[]) => number {
  return typeof value === "function";
}
