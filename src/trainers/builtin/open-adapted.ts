// A base with an adapter on it, as the trainer itself computes them: what exported forms are held against.
import { scaleOf } from "../../weights/lora/lora-config.ts";
import type { LoraTensor } from "../../weights/lora/lora-tensors.ts";
import { type Lora, readLora } from "../../weights/lora/read-lora.ts";
import { type ModelConfig, readModelConfig } from "../../weights/model-config.ts";
import { putAdapter, turnAdapter } from "./adapter/adapter-values.ts";
import { openBench, openMemory, planMemory } from "./memory/open-memory.ts";
import { loadWeights } from "./model/load-weights.ts";
import { linearShapes } from "./model/model-places.ts";
import { nextLogProbabilities } from "./model/row-pass.ts";

export type Adapted = {
  /** Natural-log probabilities of every token after these; `base` leaves the adapter out. */
  next(tokens: readonly number[], which?: "adapted" | "base"): Float32Array;
};

export type AdaptedOptions = {
  readonly baseFolder: string;
  /** In PEFT's layout; without one there is only the base. */
  readonly adapterFolder?: string;
  /** Of the longest prompt. */
  readonly maxTokens: number;
};

export async function openAdapted({ baseFolder, adapterFolder, maxTokens }: AdaptedOptions): Promise<Adapted> {
  const config = await readModelConfig(baseFolder);
  const lora = adapterFolder === undefined ? undefined : await readLora(adapterFolder);
  const tensors = lora === undefined ? [] : evenlyScaled(lora);
  const rank = Math.max(1, ...tensors.map(({ half, shape }) => shape[half === "A" ? 0 : 1]));
  const plan = planMemory({ config, rank, maxTokens, threads: 1 });
  const memory = openMemory(plan);
  const bench = openBench(memory, plan, 0);
  const { places, staging } = plan;
  await loadWeights({ folder: baseFolder, memory: memory.buffer, kernels: bench.kernels, places, staging });
  putAdapter(places, memory.buffer, tensors);
  turnAdapter(places, memory.buffer, lora === undefined ? 1 : scaleOf(lora.config, ""));
  return {
    next: (tokens, which = "adapted") =>
      nextLogProbabilities(which === "base" || lora === undefined ? { ...bench, slices: 0 } : bench, tokens),
  };
}

/** The kernels know one scale for all matrices: where PEFT's patterns give one of its own, it goes into B. */
function evenlyScaled({ config, tensors }: Lora): readonly LoraTensor[] {
  return tensors.map((tensor) => {
    const factor = scaleOf(config, tensor.name) / scaleOf(config, "");
    if (tensor.half === "A" || factor === 1) return tensor;
    return { ...tensor, values: tensor.values.map((value) => value * factor) };
  });
}

/** Not a limit of the kernels: above it, seconds become minutes. */
const MOST_PARAMETERS = 120e6;

/** Whether a model of this shape is computed here within seconds. */
export function isSmall(config: ModelConfig): boolean {
  const matrices = linearShapes(config).reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
  return matrices + config.vocabulary * config.width <= MOST_PARAMETERS;
}
