// A whole row through the model: its loss on the tokens that count, and the adapter's gradient.
import type { Address } from "../memory/arena.ts";
import { type Bench, FLOAT, PANEL } from "./bench.ts";
import { layerBack, layerForward, type LayerRun } from "./layer.ts";
import { paddedVocabulary } from "./model-places.ts";
import { LOGIT_ROWS } from "./scratch-places.ts";

export type Row = {
  readonly tokens: ArrayLike<number>;
  /** How much the prediction of each token counts; 0 is none of it. The first is never predicted. */
  readonly weights: ArrayLike<number>;
};

/** Sum over the tokens that count of weight times negative log-probability. */
export function rowLoss(bench: Bench, row: Row): number {
  forward(bench, row.tokens);
  return predict(bench, row, undefined);
}

/** As `rowLoss`, and adds the gradient of the loss times `scale` to the lane. */
export function rowGradient(bench: Bench, row: Row, scale: number): number {
  forward(bench, row.tokens);
  const loss = predict(bench, row, scale);
  const rows = row.tokens.length;
  for (let layer = bench.places.layers.length - 1; layer >= 0; layer -= 1) {
    const run = layerRun(bench, layer, rows);
    // why: with one cache for all layers it holds another layer's numbers by now
    if (bench.scratch.caches.length === 1) layerForward(bench, run, streamAt(bench, layer + 1));
    layerBack(bench, run, layer === 0);
  }
  return loss;
}

/** Natural-log probabilities of every token after the last one. */
export function nextLogProbabilities(bench: Bench, tokens: ArrayLike<number>): Float32Array {
  forward(bench, tokens);
  const { kernels, scratch, places, memory } = bench;
  const { width, vocabulary } = places.config;
  const last = tokens.length - 1;
  copy(bench, { from: streamAt(bench, places.layers.length) + last * width * FLOAT, to: scratch.hidden, count: width });
  logitsOf(bench, { first: 0, rows: 1, normed: normed(bench, 1) });
  const values = new Float32Array(memory.buffer, scratch.logits, vocabulary).slice();
  const most = kernels.largest(scratch.logits, paddedVocabulary(places.config));
  const total = most + Math.log(kernels.powers(scratch.logits, paddedVocabulary(places.config), most));
  return values.map((value) => value - total);
}

function forward(bench: Bench, tokens: ArrayLike<number>): void {
  const { places } = bench;
  const { width } = places.config;
  for (let at = 0; at < tokens.length; at += 1) {
    const from = places.embedding + (tokens[at] ?? 0) * width * FLOAT;
    copy(bench, { from, to: streamAt(bench, 0) + at * width * FLOAT, count: width });
  }
  for (let layer = 0; layer < places.layers.length; layer += 1) {
    layerForward(bench, layerRun(bench, layer, tokens.length), streamAt(bench, layer + 1));
  }
}

function layerRun({ places, scratch }: Bench, at: number, rows: number): LayerRun {
  const layer = places.layers[at];
  const cache = scratch.caches[at % scratch.caches.length];
  const from = scratch.streams[at];
  if (layer === undefined || cache === undefined || from === undefined) throw new RangeError(`there is no layer ${at}`);
  return { layer, cache, from, rows };
}

function streamAt({ scratch }: Bench, at: number): Address {
  return scratch.streams[at] ?? 0;
}

/** Logits only where a token counts: they are most of the memory, and most places are the prompt's. */
function predict(bench: Bench, row: Row, scale: number | undefined): number {
  const { scratch, places } = bench;
  const { width } = places.config;
  const stream = streamAt(bench, places.layers.length);
  const rows = row.tokens.length;
  const counting = Array.from({ length: rows - 1 }, (_, at) => at).filter((at) => (row.weights[at + 1] ?? 0) !== 0);
  for (const [to, at] of counting.entries()) {
    copy(bench, { from: stream + at * width * FLOAT, to: scratch.hidden + to * width * FLOAT, count: width });
  }
  const start = normed(bench, counting.length);
  let loss = 0;
  for (let first = 0; first < counting.length; first += LOGIT_ROWS) {
    const part = counting.slice(first, first + LOGIT_ROWS);
    logitsOf(bench, { first, rows: part.length, normed: start });
    for (const [at, place] of part.entries()) {
      const weight = row.weights[place + 1] ?? 0;
      const target = row.tokens[place + 1] ?? 0;
      loss += weight * tokenLoss(bench, { at, target, factor: (scale ?? 0) * weight });
    }
    if (scale !== undefined) logitsBack(bench, first, part.length);
  }
  if (scale !== undefined) spreadBack(bench, counting, rows);
  return loss;
}

/** The gradient of the stream after the last layer: nothing where no token counts. */
function spreadBack(bench: Bench, counting: readonly number[], rows: number): void {
  const { scratch, places, memory } = bench;
  const { width } = places.config;
  normedBack(bench, counting.length);
  new Float32Array(memory.buffer, scratch.streamBack, rows * width).fill(0);
  for (const [from, at] of counting.entries()) {
    const source = scratch.hidden + from * width * FLOAT;
    copy(bench, { from: source, to: scratch.streamBack + at * width * FLOAT, count: width });
  }
}

function normed({ kernels, places, scratch }: Bench, rows: number): Address {
  const { width, normEpsilon } = places.config;
  const { hidden, hiddenNormed, hiddenInverse } = scratch;
  kernels.normRows(hidden, places.finalNorm, hiddenNormed, hiddenInverse, rows, width, normEpsilon);
  return hiddenNormed;
}

/** The gradient before the last norm, in the place of what went in. */
function normedBack({ kernels, places, scratch }: Bench, rows: number): void {
  const { hidden, hiddenBack, hiddenInverse } = scratch;
  kernels.normRowsBack(hiddenBack, hidden, places.finalNorm, hiddenInverse, hidden, rows, places.config.width, 0);
}

type LogitRows = { readonly first: number; readonly rows: number; readonly normed: Address };

function logitsOf({ kernels, places, scratch, memory }: Bench, { first, rows, normed: from }: LogitRows): void {
  const { width, vocabulary } = places.config;
  const columns = paddedVocabulary(places.config);
  const a = [from + first * width * FLOAT, width * FLOAT, FLOAT] as const;
  const c = [scratch.logits, columns * FLOAT] as const;
  kernels.multiply({ a, b: [places.head.forward, width * PANEL], c }, [rows, columns, width]);
  if (columns === vocabulary) return;
  const logits = new Float32Array(memory.buffer, scratch.logits, rows * columns);
  for (let row = 0; row < rows; row += 1) logits.fill(NEVER, row * columns + vocabulary, (row + 1) * columns);
}

/** What no token is: the columns that only make the panel whole. */
const NEVER = -1e30;

function logitsBack({ kernels, places, scratch }: Bench, first: number, rows: number): void {
  const { width } = places.config;
  const columns = paddedVocabulary(places.config);
  const a = [scratch.logits, columns * FLOAT, FLOAT] as const;
  const c = [scratch.hiddenBack + first * width * FLOAT, width * FLOAT] as const;
  kernels.multiply({ a, b: [places.head.backward, columns * PANEL], c }, [rows, width, columns]);
}

type TokenPlace = { readonly at: number; readonly target: number; readonly factor: number };

/** The loss of one prediction; its logits become their gradient times `factor`. */
function tokenLoss({ kernels, places, scratch, memory }: Bench, { at, target, factor }: TokenPlace): number {
  const columns = paddedVocabulary(places.config);
  const start = scratch.logits + at * columns * FLOAT;
  const logits = new Float32Array(memory.buffer, start, columns);
  const wanted = logits[target] ?? 0;
  const most = kernels.largest(start, columns);
  const sum = kernels.powers(start, columns, most);
  kernels.scaleRow(start, columns, factor / sum);
  logits[target] = (logits[target] ?? 0) - factor;
  return Math.log(sum) + most - wanted;
}

type Copy = { readonly from: Address; readonly to: Address; readonly count: number };

function copy({ memory }: Bench, { from, to, count }: Copy): void {
  new Float32Array(memory.buffer, to, count).set(new Float32Array(memory.buffer, from, count));
}
