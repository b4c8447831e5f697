// One layer of a Qwen3 or Llama decoder on one row, there and back.
import type { Address } from "../memory/arena.ts";
import { attend, attendBack } from "./attention.ts";
import type { Bench } from "./bench.ts";
import { linearBack, linearForward } from "./linear.ts";
import type { LayerPlaces } from "./model-places.ts";
import type { LayerCache } from "./scratch-places.ts";

export type LayerRun = {
  readonly layer: LayerPlaces;
  readonly cache: LayerCache;
  /** The stream before the layer. */
  readonly from: Address;
  readonly rows: number;
};

/** Writes the stream after the layer to `to`. */
export function layerForward(bench: Bench, run: LayerRun, to: Address): void {
  const { kernels, places } = bench;
  const { layer, cache, from, rows } = run;
  const { width, inner, normEpsilon } = places.config;
  kernels.normRows(from, layer.attentionNorm, cache.normed, cache.normInverse, rows, width, normEpsilon);
  headsForward(bench, run);
  attend(bench, cache, rows);
  linearForward(bench, layer.output, { x: cache.mixed, y: cache.middle, low: lowOf(cache, 3), rows });
  kernels.addRow(cache.middle, from, rows * width);
  kernels.normRows(cache.middle, layer.feedNorm, cache.feedNormed, cache.feedInverse, rows, width, normEpsilon);
  linearForward(bench, layer.gate, { x: cache.feedNormed, y: cache.gate, low: lowOf(cache, 4), rows });
  linearForward(bench, layer.up, { x: cache.feedNormed, y: cache.up, low: lowOf(cache, 5), rows });
  kernels.gateUp(cache.gate, cache.up, cache.inner, rows * inner);
  linearForward(bench, layer.down, { x: cache.inner, y: to, low: lowOf(cache, 6), rows });
  kernels.addRow(to, cache.middle, rows * width);
}

function headsForward(bench: Bench, { layer, cache, rows }: LayerRun): void {
  const { kernels, places } = bench;
  const { heads, keyHeads, headWidth, normEpsilon } = places.config;
  const { query, key, rawQuery, rawKey, queryInverse, keyInverse } = cache;
  linearForward(bench, layer.query, { x: cache.normed, y: rawQuery, low: lowOf(cache, 0), rows });
  linearForward(bench, layer.key, { x: cache.normed, y: rawKey, low: lowOf(cache, 1), rows });
  linearForward(bench, layer.value, { x: cache.normed, y: cache.value, low: lowOf(cache, 2), rows });
  if (layer.headNorms !== undefined) {
    kernels.normRows(rawQuery, layer.headNorms.query, query, queryInverse, rows * heads, headWidth, normEpsilon);
    kernels.normRows(rawKey, layer.headNorms.key, key, keyInverse, rows * keyHeads, headWidth, normEpsilon);
  }
  kernels.rotate(query, places.rotary, rows, heads, headWidth, 1);
  kernels.rotate(key, places.rotary, rows, keyHeads, headWidth, 1);
}

/** Turns the gradient of the stream after the layer, in `streamBack`, into that of the stream before it. */
export function layerBack(bench: Bench, run: LayerRun, isFirst: boolean): void {
  feedBack(bench, run);
  attentionBack(bench, run, isFirst);
}

function feedBack(bench: Bench, { layer, cache, rows }: LayerRun): void {
  const { kernels, places, scratch } = bench;
  const { width, inner } = places.config;
  const { streamBack, normedBack, innerBack, gateBack, upBack } = scratch;
  const { feedNormed: x } = cache;
  const down = { x: cache.inner, low: lowOf(cache, 6), rows, dy: streamBack, dx: innerBack, add: 0 } as const;
  linearBack(bench, layer.down, down);
  kernels.gateUpBack(cache.gate, cache.up, innerBack, gateBack, upBack, rows * inner);
  linearBack(bench, layer.gate, { x, low: lowOf(cache, 4), rows, dy: gateBack, dx: normedBack, add: 0 });
  linearBack(bench, layer.up, { x, low: lowOf(cache, 5), rows, dy: upBack, dx: normedBack, add: 1 });
  kernels.normRowsBack(normedBack, cache.middle, layer.feedNorm, cache.feedInverse, streamBack, rows, width, 1);
}

function attentionBack(bench: Bench, { layer, cache, from, rows }: LayerRun, isFirst: boolean): void {
  const { kernels, places, scratch } = bench;
  const { streamBack, normedBack, mixedBack, queryBack, keyBack, valueBack } = scratch;
  const output = { x: cache.mixed, low: lowOf(cache, 3), rows, dy: streamBack, dx: mixedBack, add: 0 } as const;
  linearBack(bench, layer.output, output);
  attendBack(bench, cache, rows);
  headsBack(bench, { layer, cache, from, rows });
  const { normed: x } = cache;
  const dx = isFirst ? {} : { dx: normedBack };
  linearBack(bench, layer.query, { x, low: lowOf(cache, 0), rows, dy: queryBack, ...dx, add: 0 });
  linearBack(bench, layer.key, { x, low: lowOf(cache, 1), rows, dy: keyBack, ...dx, add: 1 });
  linearBack(bench, layer.value, { x, low: lowOf(cache, 2), rows, dy: valueBack, ...dx, add: 1 });
  if (isFirst) return;
  kernels.normRowsBack(
    normedBack,
    from,
    layer.attentionNorm,
    cache.normInverse,
    streamBack,
    rows,
    places.config.width,
    1,
  );
}

function headsBack({ kernels, places, scratch }: Bench, { layer, cache, rows }: LayerRun): void {
  const { heads, keyHeads, headWidth } = places.config;
  const { queryBack, keyBack } = scratch;
  kernels.rotate(queryBack, places.rotary, rows, heads, headWidth, -1);
  kernels.rotate(keyBack, places.rotary, rows, keyHeads, headWidth, -1);
  if (layer.headNorms === undefined) return;
  kernels.normRowsBack(
    queryBack,
    cache.rawQuery,
    layer.headNorms.query,
    cache.queryInverse,
    queryBack,
    rows * heads,
    headWidth,
    0,
  );
  kernels.normRowsBack(
    keyBack,
    cache.rawKey,
    layer.headNorms.key,
    cache.keyInverse,
    keyBack,
    rows * keyHeads,
    headWidth,
    0,
  );
}

/** Matrices in the order query, key, value, output, gate, up, down. */
function lowOf(cache: LayerCache, linear: number): Address {
  return cache.low[linear] ?? 0;
}
