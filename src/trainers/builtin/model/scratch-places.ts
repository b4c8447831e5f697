// Where one thread keeps what it computes for a row: each layer's intermediate numbers, and room that layers share.
import type { ModelConfig } from "../../../weights/model-config.ts";
import type { Address, Arena } from "../memory/arena.ts";
import { paddedVocabulary, SLICE } from "./model-places.ts";

/** What the way back needs from the way there. */
export type LayerCache = {
  readonly normed: Address;
  readonly normInverse: Address;
  /** Before the heads' norms; the same place as `query` and `key` where there are none. */
  readonly rawQuery: Address;
  readonly rawKey: Address;
  readonly queryInverse: Address;
  readonly keyInverse: Address;
  readonly query: Address;
  readonly key: Address;
  readonly value: Address;
  readonly mixed: Address;
  /** The stream after attention. */
  readonly middle: Address;
  readonly feedNormed: Address;
  readonly feedInverse: Address;
  readonly gate: Address;
  readonly up: Address;
  readonly inner: Address;
  /** What each matrix's A makes of its input, by the order of the matrices. */
  readonly low: readonly Address[];
};

export type ScratchPlaces = {
  /** The stream before each layer, and after the last. */
  readonly streams: readonly Address[];
  /** One for each layer, or one for all, which are then computed again on the way back. */
  readonly caches: readonly LayerCache[];
  readonly scores: Address;
  readonly scoresBack: Address;
  /** Panels of one head: keys and values turned, keys, values, queries and gradients as they are. */
  readonly panels: readonly [turned: Address, plain: Address, back: Address];
  readonly streamBack: Address;
  readonly normedBack: Address;
  readonly innerBack: Address;
  readonly gateBack: Address;
  readonly upBack: Address;
  readonly queryBack: Address;
  readonly keyBack: Address;
  readonly valueBack: Address;
  readonly mixedBack: Address;
  readonly lowBack: Address;
  readonly hidden: Address;
  readonly hiddenNormed: Address;
  readonly hiddenInverse: Address;
  readonly hiddenBack: Address;
  readonly logits: Address;
};

/** Rows of logits at a time. */
export const LOGIT_ROWS = 48;
/** Above it, layers are computed twice instead of kept: a long row would need gigabytes. */
const MOST_CACHED = 64 * 1024 * 1024;
const LINEARS = 7;

export type ScratchOptions = { readonly maxTokens: number; readonly slices: number };

export function planScratch(config: ModelConfig, { maxTokens, slices }: ScratchOptions, arena: Arena): ScratchPlaces {
  const rows = Math.ceil(maxTokens / SLICE) * SLICE;
  const { width, inner, heads, keyHeads, headWidth, layers } = config;
  const [queries, keys] = [heads * headWidth, keyHeads * headWidth];
  const perToken = 3 * width + 3 * queries + 3 * keys + 3 * inner + LINEARS * slices * SLICE;
  const cached = perToken * rows * layers > MOST_CACHED ? 1 : layers;
  const take = (size: number): Address => arena.take(rows * size);
  return {
    streams: Array.from({ length: layers + 1 }, () => take(width)),
    caches: Array.from({ length: cached }, () => planCache(config, slices, take)),
    scores: take(rows),
    scoresBack: take(rows),
    panels: [take(headWidth), take(headWidth), take(headWidth)],
    streamBack: take(width),
    normedBack: take(width),
    innerBack: take(inner),
    gateBack: take(inner),
    upBack: take(inner),
    queryBack: take(queries),
    keyBack: take(keys),
    valueBack: take(keys),
    mixedBack: take(queries),
    lowBack: take(SLICE),
    hidden: take(width),
    hiddenNormed: take(width),
    hiddenInverse: take(1),
    hiddenBack: take(width),
    logits: arena.take(LOGIT_ROWS * paddedVocabulary(config)),
  };
}

function planCache(
  { width, inner, heads, keyHeads, headWidth, architecture }: ModelConfig,
  slices: number,
  take: (size: number) => Address,
): LayerCache {
  const [queries, keys] = [heads * headWidth, keyHeads * headWidth];
  const [query, key] = [take(queries), take(keys)];
  const isNormed = architecture === "qwen3";
  return {
    query,
    key,
    rawQuery: isNormed ? take(queries) : query,
    rawKey: isNormed ? take(keys) : key,
    queryInverse: take(heads),
    keyInverse: take(keyHeads),
    normed: take(width),
    normInverse: take(1),
    value: take(keys),
    mixed: take(queries),
    middle: take(width),
    feedNormed: take(width),
    feedInverse: take(1),
    gate: take(inner),
    up: take(inner),
    inner: take(inner),
    low: Array.from({ length: LINEARS }, () => take(slices * SLICE)),
  };
}
