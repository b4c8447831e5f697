// Adds an adapter to its base's weights and writes the sum as a model of its own, in the layout of the Hugging Face library.
import { copyFile, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";
import { FLOAT_BYTES, type FloatFormat, fromFloat32, toFloat32 } from "../number-formats.ts";
import { openSafetensors, type Safetensors, type TensorPlace } from "../safetensors/open-safetensors.ts";
import { type TensorToWrite, writeSafetensors } from "../safetensors/write-safetensors.ts";
import { scaleOf } from "./lora-config.ts";
import type { LoraTensor } from "./lora-tensors.ts";
import { type Lora, readLora } from "./read-lora.ts";
import { refuseQuantised } from "./refuse-quantised.ts";
import { whatIsMore } from "./what-is-more.ts";

export type Merge = {
  /** The adapter's folder. */
  readonly folder: string;
  readonly baseFolder: string;
  /** Folder that is written; nothing in it is kept. */
  readonly out: string;
  readonly signal?: AbortSignal;
};

/** What lies beside the weights and belongs to a model. */
const BESIDE =
  /^(?:config|generation_config|special_tokens_map|added_tokens|vocab|tokenizer(?:_config)?)\.json$|^(?:merges\.txt|tokenizer\.model|chat_template\..+|.+\.safetensors\.index\.json)$|^(?:LICENSE|NOTICE)/u;
/** How many numbers are in memory at a time: a tensor is never held whole. */
const NUMBERS_AT_ONCE = 1 << 20;

/** The sum is made in float32 and rounded once, to the base's own format. Gives the matrices that it changed. */
export async function mergeLora({ folder, baseFolder, out, signal }: Merge): Promise<readonly string[]> {
  const lora = await readLora(folder);
  const reason = whatIsMore(lora, folder);
  if (reason !== undefined) throw unmergeable(reason);
  await refuseQuantised(baseFolder);
  const names = (await readdir(baseFolder)).toSorted();
  const weights = names.filter((name) => name.endsWith(".safetensors"));

  const pairs = pairsOf(lora);
  await mkdir(out, { recursive: true });
  for (const name of names.filter((one) => BESIDE.test(one))) await copyFile(join(baseFolder, name), join(out, name));
  const changed: string[] = [];
  for (const name of weights) {
    signal?.throwIfAborted();
    await using file = await openSafetensors(join(baseFolder, name));
    const tensors = [...file.tensors.values()].map((place) => {
      const pair = pairs.get(place.name);
      if (pair === undefined) return kept(file, place);
      changed.push(place.name);
      return summed(file, place, { pair, signal });
    });
    await writeSafetensors(join(out, name), tensors, file.metadata);
  }
  const missing = [...pairs.keys()].find((name) => !changed.includes(name));
  if (missing !== undefined) throw unmergeable(`its base has no ${missing}`);
  return changed;
}

type Pair = { readonly a: LoraTensor; readonly b: LoraTensor; readonly scale: number };

/** By the name of the base's tensor. */
function pairsOf({ config, tensors }: Lora): ReadonlyMap<string, Pair> {
  const names = [...new Set(tensors.map(({ name }) => name))];
  return new Map(
    names.map((name) => {
      const a = tensors.find((tensor) => tensor.name === name && tensor.half === "A");
      const b = tensors.find((tensor) => tensor.name === name && tensor.half === "B");
      if (a === undefined || b === undefined) throw unmergeable(`it has only one half for ${name}`);
      return [`${name}.weight`, { a, b, scale: scaleOf(config, name) }];
    }),
  );
}

function kept(file: Safetensors, place: TensorPlace): TensorToWrite {
  const { name, dtype, shape } = place;
  const bytes = place.end - place.begin;
  const step = NUMBERS_AT_ONCE * Float32Array.BYTES_PER_ELEMENT;
  return {
    name,
    dtype,
    shape,
    bytes,
    pieces: async function* pieces() {
      for (let from = 0; from < bytes; from += step) yield file.read(place, from, Math.min(bytes, from + step));
    },
  };
}

type Adding = { readonly pair: Pair; readonly signal: AbortSignal | undefined };

function summed(file: Safetensors, place: TensorPlace, { pair, signal }: Adding): TensorToWrite {
  const { name, dtype, shape } = place;
  const format = formatOf(place);
  const [rows = 0, columns = 0] = shape;
  const { a, b } = pair;
  if (shape.length !== 2 || b.shape[0] !== rows || a.shape[1] !== columns || a.shape[0] !== b.shape[1]) {
    throw unmergeable(
      `${name} is ${shape.join(" by ")} in the base, and ${b.shape[0]} by ${a.shape[1]} in the adapter`,
    );
  }
  const step = Math.max(1, Math.floor(NUMBERS_AT_ONCE / columns));
  const rowBytes = columns * FLOAT_BYTES[format];
  return {
    name,
    dtype,
    shape,
    bytes: place.end - place.begin,
    pieces: async function* pieces() {
      for (let from = 0; from < rows; from += step) {
        signal?.throwIfAborted();
        const to = Math.min(rows, from + step);
        const values = toFloat32(await file.read(place, from * rowBytes, to * rowBytes), format);
        addRows(values, pair, from);
        yield fromFloat32(values, format);
      }
    },
  };
}

/** Adds B A, scaled, to rows of the base that begin with row `first`. */
function addRows(values: Float32Array, { a, b, scale }: Pair, first: number): void {
  const [rank, columns] = a.shape;
  const change = new Float32Array(columns);
  for (let row = 0; row * columns < values.length; row += 1) {
    change.fill(0);
    for (let at = 0; at < rank; at += 1) {
      const factor = (b.values[(first + row) * rank + at] ?? 0) * scale;
      if (factor === 0) continue;
      for (let column = 0; column < columns; column += 1) {
        change[column] = (change[column] ?? 0) + factor * (a.values[at * columns + column] ?? 0);
      }
    }
    for (let column = 0; column < columns; column += 1) {
      values[row * columns + column] = (values[row * columns + column] ?? 0) + (change[column] ?? 0);
    }
  }
}

function formatOf({ dtype, name }: TensorPlace): FloatFormat {
  if (dtype === "F32" || dtype === "F16" || dtype === "BF16") return dtype;
  throw unmergeable(`its base stores ${name} as ${dtype}, and sums are made of F32, F16 and BF16`);
}

function unmergeable(why: string): SchoolbookError {
  return new SchoolbookError("input_invalid", `This adapter cannot be merged into its base: ${why}.`, {
    hint: "Export it for vLLM or Ollama, which load it beside its base.",
  });
}
