// The trainer's inner loops, ready to be called on a memory that its threads share.
import { setFlagsFromString } from "node:v8";

import { SchoolbookError } from "../../../core/errors.ts";
import { type SharedWasmMemory, type WasmModule, webAssembly } from "../../../core/web-assembly.ts";
import { LAYER_KERNEL } from "./layer-kernel.wasm.ts";
import { PLAIN_MULTIPLY, RELAXED_MULTIPLY } from "./multiply-kernel.wasm.ts";

type Numbers<Names extends readonly number[]> = (...numbers: Names) => number;
type N = number;

/** Where the three matrices lie, and how far it is from number to number. */
export type Matrices = {
  readonly a: readonly [at: N, rowStep: N, stepK: N];
  /** In panels of eight columns. */
  readonly b: readonly [at: N, panelStep: N];
  readonly c: readonly [at: N, rowStep: N];
};

/** See the two assemblyscript files for what the numbers are. */
export type Kernels = {
  /** C = A B, or C += A B with `add`. */
  readonly multiply: (matrices: Matrices, size: readonly [rows: N, columns: N, inner: N], add?: 0 | 1) => void;
  readonly packRows: Numbers<readonly [from: N, fromStep: N, rows: N, columns: N, to: N, panelStep: N]>;
  readonly packColumns: Numbers<readonly [from: N, fromStep: N, rows: N, columns: N, to: N, panelStep: N]>;
  readonly normRows: Numbers<readonly [x: N, weight: N, y: N, inverse: N, rows: N, width: N, epsilon: N]>;
  readonly normRowsBack: Numbers<readonly [dy: N, x: N, weight: N, inverse: N, dx: N, rows: N, width: N, add: N]>;
  readonly rotate: Numbers<readonly [x: N, table: N, rows: N, heads: N, headWidth: N, sign: N]>;
  readonly gateUp: Numbers<readonly [gate: N, up: N, out: N, count: N]>;
  readonly gateUpBack: Numbers<readonly [gate: N, up: N, dOut: N, dGate: N, dUp: N, count: N]>;
  readonly causalSoftmax: Numbers<readonly [scores: N, step: N, first: N, rows: N, columns: N, scale: N]>;
  readonly softmaxBack: Numbers<readonly [shares: N, back: N, step: N, rows: N, columns: N, scale: N]>;
  readonly largest: Numbers<readonly [x: N, count: N]>;
  readonly powers: Numbers<readonly [x: N, count: N, shift: N]>;
  readonly scaleRow: Numbers<readonly [x: N, count: N, factor: N]>;
  readonly addRow: Numbers<readonly [x: N, y: N, count: N]>;
};

/** Without relaxed SIMD products are rounded before they are added, and come out more slowly. */
export function loadKernels(memory: SharedWasmMemory, options: { readonly relaxed?: boolean } = {}): Kernels {
  const relaxed = Buffer.from(RELAXED_MULTIPLY, "base64");
  const useRelaxed = (options.relaxed ?? true) && webAssembly.validate(relaxed);
  const products = instantiate(useRelaxed ? relaxed : Buffer.from(PLAIN_MULTIPLY, "base64"), memory);
  const layers = instantiate(Buffer.from(LAYER_KERNEL, "base64"), memory);
  const product = functionOf(products["multiply"]);
  return {
    multiply: ({ a, b, c }, size, add = 0) => void product(...a, ...b, ...c, ...size, add),
    packRows: functionOf(products["packRows"]),
    packColumns: functionOf(products["packColumns"]),
    normRows: functionOf(layers["normRows"]),
    normRowsBack: functionOf(layers["normRowsBack"]),
    rotate: functionOf(layers["rotate"]),
    gateUp: functionOf(layers["gateUp"]),
    gateUpBack: functionOf(layers["gateUpBack"]),
    causalSoftmax: functionOf(layers["causalSoftmax"]),
    softmaxBack: functionOf(layers["softmaxBack"]),
    largest: functionOf(layers["largest"]),
    powers: functionOf(layers["powers"]),
    scaleRow: functionOf(layers["scaleRow"]),
    addRow: functionOf(layers["addRow"]),
  };
}

function instantiate(bytes: Uint8Array, memory: SharedWasmMemory): Readonly<Record<string, unknown>> {
  return new webAssembly.Instance(compileEagerly(bytes), { env: { memory } }).exports;
}

// why: V8 first runs a quick translation, ten times slower. The budget is read when a module is made; what is put back is
// V8's default.
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
  if (!isFunction(value)) throw new SchoolbookError("internal", "The trainer's kernel lacks a function.");
  return value;
}

function isFunction(value: unknown): value is (...numbers: readonly number[]) => number {
  return typeof value === "function";
}
