// Deals out places in the trainer's memory, one after the other: the same requests give the same places in every thread.

/** A byte's place in the shared memory. */
export type Address = number;

export type Arena = {
  /** Room for so many float32 numbers. */
  take(count: number): Address;
  /** The first byte that is still free. */
  readonly end: () => Address;
};

/** Why: the lowest addresses belong to the kernels themselves. */
const FIRST = 65_536;
const ALIGNMENT = 64;

export function createArena(first: Address = FIRST): Arena {
  let end = first;
  return {
    take(count) {
      const place = end;
      end += Math.ceil((count * Float32Array.BYTES_PER_ELEMENT) / ALIGNMENT) * ALIGNMENT;
      return place;
    },
    end: () => end,
  };
}
