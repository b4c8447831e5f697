// The trainer's one memory, planned from the model's shape, and each thread's bench in it.
import { SchoolbookError } from "../../../core/errors.ts";
import { type SharedWasmMemory, webAssembly } from "../../../core/web-assembly.ts";
import type { ModelConfig } from "../../../weights/model-config.ts";
import { loadKernels } from "../kernel/load-kernels.ts";
import type { Bench } from "../model/bench.ts";
import { stagingNumbers } from "../model/load-weights.ts";
import { type ModelPlaces, planModel } from "../model/model-places.ts";
import { planScratch, type ScratchPlaces } from "../model/scratch-places.ts";
import { type Address, createArena } from "./arena.ts";

export type MemoryOptions = {
  readonly config: ModelConfig;
  readonly rank: number;
  /** Of the longest row. */
  readonly maxTokens: number;
  readonly threads: number;
};

export type MemoryPlan = {
  readonly places: ModelPlaces;
  /** One for each thread. */
  readonly scratch: readonly ScratchPlaces[];
  readonly staging: Address;
  readonly bytes: number;
};

const PAGE = 65_536;
const MOST_PAGES = 65_536;

export function planMemory({ config, rank, maxTokens, threads }: MemoryOptions): MemoryPlan {
  const arena = createArena();
  const places = planModel(config, { rank, maxTokens }, arena);
  // why: weights are packed before any thread computes, so that its room serves for both
  const staging = arena.end();
  const scratch = Array.from({ length: threads }, () => planScratch(config, places, arena));
  const bytes = Math.max(arena.end(), staging + stagingNumbers(places) * Float32Array.BYTES_PER_ELEMENT);
  return { places, scratch, staging, bytes };
}

export function openMemory({ bytes }: MemoryPlan): SharedWasmMemory {
  const pages = Math.ceil(bytes / PAGE);
  if (pages > MOST_PAGES) {
    const wanted = (bytes / 2 ** 30).toFixed(1);
    throw new SchoolbookError("input_invalid", `Training would need ${wanted} GiB, and the built-in trainer has 4.`, {
      hint: "Shorten the longest rows, use fewer threads or a smaller rank, or train with the peft trainer.",
    });
  }
  return new webAssembly.Memory({ initial: pages, maximum: pages, shared: true });
}

/** What thread number `thread` works with. */
export function openBench(memory: SharedWasmMemory, { places, scratch }: MemoryPlan, thread: number): Bench {
  const own = scratch[thread];
  if (own === undefined) throw new RangeError(`there is no thread ${thread}`);
  const lane = places.lanes[0] ?? 0;
  return { memory, kernels: loadKernels(memory), places, scratch: own, slices: places.slices, lane };
}
