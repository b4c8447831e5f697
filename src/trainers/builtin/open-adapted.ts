// A base with an adapter on it, as the trainer itself computes them: what exported forms are held against.
import { readLora } from "../../weights/lora/read-lora.ts";
import { readModelConfig } from "../../weights/model-config.ts";
import { putAdapter, turnAdapter } from "./adapter/adapter-values.ts";
import { openBench, openMemory, planMemory } from "./memory/open-memory.ts";
import { loadWeights } from "./model/load-weights.ts";
import { nextLogProbabilities } from "./model/row-pass.ts";

export type Adapted = {
  /** Natural-log probabilities of every token after these; `base` leaves the adapter out. */
  next(tokens: readonly number[], which?: "adapted" | "base"): Float32Array;
};

export type AdaptedOptions = {
  readonly baseFolder: string;
  /** In PEFT's layout. */
  readonly adapterFolder: string;
  /** Of the longest prompt. */
  readonly maxTokens: number;
};

export async function openAdapted({ baseFolder, adapterFolder, maxTokens }: AdaptedOptions): Promise<Adapted> {
  const config = await readModelConfig(baseFolder);
  const { config: lora, tensors } = await readLora(adapterFolder);
  const plan = planMemory({ config, rank: lora.r, maxTokens, threads: 1 });
  const memory = openMemory(plan);
  const bench = openBench(memory, plan, 0);
  const { places, staging } = plan;
  await loadWeights({ folder: baseFolder, memory: memory.buffer, kernels: bench.kernels, places, staging });
  putAdapter(places, memory.buffer, tensors);
  turnAdapter(places, memory.buffer, lora.lora_alpha / lora.r);
  return {
    next: (tokens, which = "adapted") =>
      nextLogProbabilities(which === "base" ? { ...bench, slices: 0 } : bench, tokens),
  };
}
