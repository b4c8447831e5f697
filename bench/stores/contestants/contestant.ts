// What every store that is measured has to be able to do; each answers with the numbers of its ten best passages and has their texts at hand.
import type { BenchData, Item } from "../data.ts";

export type Question = {
  readonly vector?: Float32Array;
  readonly text?: string;
  /** Groups of whoever asks; absent: everything may be seen. */
  readonly groups?: readonly number[];
};

export type Contestant = {
  /** Whether it can be closed and opened again from disk. */
  readonly persists: boolean;
  readonly canText: boolean;
  /** From nothing to searchable, all indexes included. */
  build(data: BenchData): Promise<void>;
  open(): Promise<void>;
  ask(question: Question): Promise<readonly number[]>;
  /** Replaces these passages; durable and searchable as soon as the store makes it so. */
  upsert?(ids: readonly number[], items: readonly Item[]): Promise<void>;
  close(): Promise<void>;
};

export type Place = { readonly folder: string; readonly passages: number; readonly dims: number };

export const TOP = 10;
/** How many hits of each leg a hybrid question fuses. */
export const FUSED = 50;

/** Reciprocal rank fusion, for stores that leave fusing to the caller. */
export function fuse(legs: readonly (readonly number[])[]): number[] {
  const scores = new Map<number, number>();
  for (const leg of legs) {
    for (const [rank, id] of leg.entries()) scores.set(id, (scores.get(id) ?? 0) + 1 / (60 + rank + 1));
  }
  return [...scores]
    .toSorted(([, left], [, right]) => right - left)
    .slice(0, TOP)
    .map(([id]) => id);
}
