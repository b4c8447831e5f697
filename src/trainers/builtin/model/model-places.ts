// Where the base's weights, the adapter and its gradients lie in the trainer's memory.
import { SchoolbookError } from "../../../core/errors.ts";
import type { ModelConfig } from "../../../weights/model-config.ts";
import type { Address, Arena } from "../memory/arena.ts";

/** How many of the adapter's ranks are worked on at a time: one panel of the matrix product. */
export const SLICE = 8;
/** A batch is summed in so many parts, whatever the number of threads, so that both give the same numbers. */
export const LANES = 4;

/** One matrix of the base, packed for the way there and the way back, and what is trained beside it. */
export type LinearPlace = {
  /** As in the weights' file, without `.weight`. */
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly forward: Address;
  readonly backward: Address;
  /** A turned, [slice][inputs][8], and B, [slice][outputs][8]. */
  readonly a: Address;
  readonly b: Address;
  /** Both the other way round, scaled by alpha / rank: written anew after each step. */
  readonly aTurned: Address;
  readonly bTurned: Address;
};

export type LayerPlaces = {
  readonly attentionNorm: Address;
  readonly feedNorm: Address;
  /** Qwen3 normalises each head's queries and keys. */
  readonly headNorms: { readonly query: Address; readonly key: Address } | undefined;
  readonly query: LinearPlace;
  readonly key: LinearPlace;
  readonly value: LinearPlace;
  readonly output: LinearPlace;
  readonly gate: LinearPlace;
  readonly up: LinearPlace;
  readonly down: LinearPlace;
};

export type ModelPlaces = {
  readonly config: ModelConfig;
  readonly slices: number;
  readonly embedding: Address;
  readonly rotary: Address;
  readonly maxTokens: number;
  readonly layers: readonly LayerPlaces[];
  readonly linears: readonly LinearPlace[];
  readonly finalNorm: Address;
  readonly head: { readonly forward: Address; readonly backward: Address };
  /** Everything trained lies together, and so does its gradient in each lane. */
  readonly parameters: { readonly start: Address; readonly count: number };
  readonly lanes: readonly Address[];
};

export type PlaceOptions = { readonly rank: number; readonly maxTokens: number };

export function planModel(config: ModelConfig, { rank, maxTokens }: PlaceOptions, arena: Arena): ModelPlaces {
  checkShape(config);
  const slices = Math.ceil(rank / SLICE);
  const padded = paddedVocabulary(config);
  const embedding = arena.take(config.vocabulary * config.width);
  const head = { forward: arena.take(padded * config.width), backward: arena.take(padded * config.width) };
  const trained = linearShapes(config).map((shape) => ({ ...shape, ...takeFrozen(shape, slices, arena) }));
  const start = arena.end();
  const linears = trained.map((linear): LinearPlace => ({
    ...linear,
    a: arena.take(slices * linear.inputs * SLICE),
    b: arena.take(slices * linear.outputs * SLICE),
  }));
  const count = (arena.end() - start) / Float32Array.BYTES_PER_ELEMENT;
  return {
    config,
    slices,
    embedding,
    head,
    maxTokens,
    linears,
    parameters: { start, count },
    lanes: Array.from({ length: LANES }, () => arena.take(count)),
    rotary: arena.take(maxTokens * config.headWidth),
    finalNorm: arena.take(config.width),
    layers: Array.from({ length: config.layers }, (_, layer) => layerPlaces(config, linears, { layer, arena })),
  };
}

/** The head's columns are made up to whole panels. */
export function paddedVocabulary({ vocabulary }: ModelConfig): number {
  return Math.ceil(vocabulary / SLICE) * SLICE;
}

type LinearShape = Pick<LinearPlace, "name" | "inputs" | "outputs">;

const PER_LAYER = 7;

/** The matrices that get an adapter, in the order in which their numbers lie. */
export function linearShapes({
  layers,
  width,
  inner,
  heads,
  keyHeads,
  headWidth,
}: ModelConfig): readonly LinearShape[] {
  const [queries, keys] = [heads * headWidth, keyHeads * headWidth];
  return Array.from({ length: layers }, (_, layer): readonly LinearShape[] => {
    const name = (part: string): string => `model.layers.${layer}.${part}_proj`;
    return [
      { name: name("self_attn.q"), inputs: width, outputs: queries },
      { name: name("self_attn.k"), inputs: width, outputs: keys },
      { name: name("self_attn.v"), inputs: width, outputs: keys },
      { name: name("self_attn.o"), inputs: queries, outputs: width },
      { name: name("mlp.gate"), inputs: width, outputs: inner },
      { name: name("mlp.up"), inputs: width, outputs: inner },
      { name: name("mlp.down"), inputs: inner, outputs: width },
    ];
  }).flat();
}

function takeFrozen({ inputs, outputs }: LinearShape, slices: number, arena: Arena) {
  return {
    forward: arena.take(inputs * outputs),
    backward: arena.take(inputs * outputs),
    aTurned: arena.take(slices * inputs * SLICE),
    bTurned: arena.take(slices * outputs * SLICE),
  };
}

type Layer = { readonly layer: number; readonly arena: Arena };

function layerPlaces(
  { width, headWidth, architecture }: ModelConfig,
  linears: readonly LinearPlace[],
  { layer, arena }: Layer,
): LayerPlaces {
  const [query, key, value, output, gate, up, down] = linears.slice(layer * PER_LAYER, (layer + 1) * PER_LAYER);
  if (!query || !key || !value || !output || !gate || !up || !down) {
    throw new SchoolbookError("internal", `Layer ${layer} lacks a matrix.`);
  }
  return {
    attentionNorm: arena.take(width),
    feedNorm: arena.take(width),
    headNorms: architecture === "qwen3" ? { query: arena.take(headWidth), key: arena.take(headWidth) } : undefined,
    query,
    key,
    value,
    output,
    gate,
    up,
    down,
  };
}

function checkShape({ width, inner, headWidth }: ModelConfig): void {
  for (const [what, size] of Object.entries({ width, "inner width": inner, "head width": headWidth })) {
    if (size % SLICE === 0) continue;
    throw new SchoolbookError(
      "input_invalid",
      `The built-in trainer needs a ${what} that eight divides; this is ${size}.`,
      {
        hint: "Train this model with the peft trainer.",
      },
    );
  }
}
