// What one thread works with: the kernels, the memory and the places in it.
import type { SharedWasmMemory } from "../../../core/web-assembly.ts";
import type { Kernels } from "../kernel/load-kernels.ts";
import type { Address } from "../memory/arena.ts";
import type { ModelPlaces } from "./model-places.ts";
import type { ScratchPlaces } from "./scratch-places.ts";

export type Bench = {
  readonly memory: SharedWasmMemory;
  readonly kernels: Kernels;
  readonly places: ModelPlaces;
  readonly scratch: ScratchPlaces;
  /** How many slices of the adapter count: none gives the base as it is. */
  readonly slices: number;
  /** Where gradients are added up. */
  readonly lane: Address;
};

/** Bytes of one number. */
export const FLOAT = 4;
/** From row to row of a panel. */
export const PANEL = 32;
