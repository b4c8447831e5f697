// Causal attention of one row, head by head; what looks ahead is never computed, and shares are computed again on the way back.
import type { Address } from "../memory/arena.ts";
import { type Bench, FLOAT, PANEL } from "./bench.ts";
import type { LayerCache } from "./scratch-places.ts";

/** Rows of scores at a time: a multiple of eight for panels and of six for the product. */
const BLOCK = 48;

/** From queries, keys and values to what each place has gathered. */
export function attend(bench: Bench, cache: LayerCache, rows: number): void {
  const { config } = bench.places;
  const { heads, keyHeads, headWidth } = config;
  const [queryStep, keyStep] = [heads * headWidth * FLOAT, keyHeads * headWidth * FLOAT];
  const { kernels, scratch } = bench;
  const [turned, plain] = scratch.panels;
  for (let head = 0; head < heads; head += 1) {
    const shared = Math.floor((head * keyHeads) / heads) * headWidth * FLOAT;
    kernels.packColumns(cache.key + shared, keyStep, rows, headWidth, turned, headWidth * PANEL);
    kernels.packRows(cache.value + shared, keyStep, rows, headWidth, plain, rows * PANEL);
    const own = head * headWidth * FLOAT;
    shareOut(bench, cache.query + own, rows);
    eachBlock(rows, (first, last) => {
      const shares = scratch.scores + first * scoreStep(rows);
      const mixed = cache.mixed + own + first * queryStep;
      const a = [shares, scoreStep(rows), FLOAT] as const;
      kernels.multiply({ a, b: [plain, rows * PANEL], c: [mixed, queryStep] }, [last - first, headWidth, last]);
    });
  }
}

/** From the gradient of what was gathered to those of queries, keys and values. */
export function attendBack(bench: Bench, cache: LayerCache, rows: number): void {
  const { scratch, places, memory, kernels } = bench;
  const { heads, keyHeads, headWidth } = places.config;
  const keyNumbers = rows * keyHeads * headWidth;
  for (const sum of [scratch.keyBack, scratch.valueBack]) new Float32Array(memory.buffer, sum, keyNumbers).fill(0);
  const keyStep = keyHeads * headWidth * FLOAT;
  const [turned] = scratch.panels;
  for (let head = 0; head < heads; head += 1) {
    const shared = Math.floor((head * keyHeads) / heads) * headWidth * FLOAT;
    kernels.packColumns(cache.key + shared, keyStep, rows, headWidth, turned, headWidth * PANEL);
    shareOut(bench, cache.query + head * headWidth * FLOAT, rows);
    headBack(bench, cache, { rows, own: head * headWidth * FLOAT, shared });
  }
}

type Head = {
  readonly rows: number;
  /** Where the head's queries and its keys begin in a row. */
  readonly own: number;
  readonly shared: number;
};

function headBack(bench: Bench, cache: LayerCache, { rows, own, shared }: Head): void {
  const { kernels, scratch } = bench;
  const { heads, keyHeads, headWidth } = bench.places.config;
  const [queryStep, keyStep] = [heads * headWidth * FLOAT, keyHeads * headWidth * FLOAT];
  const [turned, plain, given] = scratch.panels;
  const mixedBack = scratch.mixedBack + own;
  kernels.packRows(mixedBack, queryStep, rows, headWidth, given, rows * PANEL);
  gather(bench, { rows, shares: scratch.scores, panels: given, sum: scratch.valueBack + shared });
  kernels.packColumns(cache.value + shared, keyStep, rows, headWidth, turned, headWidth * PANEL);
  kernels.packRows(cache.key + shared, keyStep, rows, headWidth, plain, rows * PANEL);
  const step = scoreStep(rows);
  eachBlock(rows, (first, last) => {
    const [columns, count] = [wholePanels(last), last - first];
    const [shares, scores] = [scratch.scores + first * step, scratch.scoresBack + first * step];
    const from = mixedBack + first * queryStep;
    const asked = { a: [from, queryStep, FLOAT], b: [turned, headWidth * PANEL], c: [scores, step] } as const;
    kernels.multiply(asked, [count, columns, headWidth]);
    kernels.softmaxBack(shares, scores, step, count, columns, headWidth ** -0.5);
    const to = scratch.queryBack + own + first * queryStep;
    const back = { a: [scores, step, FLOAT], b: [plain, rows * PANEL], c: [to, queryStep] } as const;
    kernels.multiply(back, [count, headWidth, last]);
  });
  kernels.packRows(cache.query + own, queryStep, rows, headWidth, given, rows * PANEL);
  gather(bench, { rows, shares: scratch.scoresBack, panels: given, sum: scratch.keyBack + shared });
}

type Gathering = {
  readonly rows: number;
  readonly shares: Address;
  readonly panels: Address;
  readonly sum: Address;
};

/** Adds up for each key what the queries behind it give it. */
function gather({ kernels, places }: Bench, { rows, shares, panels, sum }: Gathering): void {
  const { keyHeads, headWidth } = places.config;
  const [step, keyStep] = [scoreStep(rows), keyHeads * headWidth * FLOAT];
  eachBlock(rows, (first, last) => {
    const from = shares + first * step + first * FLOAT;
    const to = sum + first * keyStep;
    const turned = { a: [from, FLOAT, step], b: [panels + first * PANEL, rows * PANEL], c: [to, keyStep] } as const;
    kernels.multiply(turned, [last - first, headWidth, rows - first], 1);
  });
}

/** The shares of one head from its queries and the turned keys. */
function shareOut({ kernels, scratch, places }: Bench, queries: Address, rows: number): void {
  const { heads, headWidth } = places.config;
  const [turned] = scratch.panels;
  const [step, queryStep] = [scoreStep(rows), heads * headWidth * FLOAT];
  eachBlock(rows, (first, last) => {
    const columns = wholePanels(last);
    const scores = scratch.scores + first * step;
    const a = [queries + first * queryStep, queryStep, FLOAT] as const;
    kernels.multiply({ a, b: [turned, headWidth * PANEL], c: [scores, step] }, [last - first, columns, headWidth]);
    kernels.causalSoftmax(scores, step, first, last - first, columns, headWidth ** -0.5);
  });
}

function eachBlock(rows: number, work: (first: number, last: number) => void): void {
  for (let first = 0; first < rows; first += BLOCK) work(first, Math.min(rows, first + BLOCK));
}

function scoreStep(rows: number): number {
  return wholePanels(rows) * FLOAT;
}

function wholePanels(count: number): number {
  return Math.ceil(count / 8) * 8;
}
