// What the training process and its threads say to each other.
import type { SharedWasmMemory } from "../../../core/web-assembly.ts";
import type { MemoryOptions } from "../memory/open-memory.ts";
import type { SharedRows } from "../rows/shared-rows.ts";

/** What a thread is started with; it plans the memory anew, and comes to the same places. */
export type ThreadStart = {
  readonly memory: SharedWasmMemory;
  readonly options: MemoryOptions;
  readonly rows: SharedRows;
  readonly thread: number;
};

export type ThreadWork =
  | {
      readonly kind: "gradient";
      readonly lanes: readonly { readonly lane: number; readonly rows: readonly number[] }[];
      readonly scale: number;
    }
  | { readonly kind: "loss"; readonly rows: readonly number[]; readonly withAdapter: boolean };

/** One number for each lane, or for each row. */
export type ThreadAnswer = readonly number[];
