// Parts rows into those to train on and those held out, so that no document and no near copy stands on both sides.
import { hashParts } from "../../core/hash.ts";
import type { TrainExample } from "../../spec/training.ts";
import { createGroups } from "./near-groups.ts";

export type SplitOptions = {
  /** Share of the rows to hold out. */
  readonly heldOut: number;
  readonly seed: number;
  /** Places of rows that belong together for other reasons than a shared source. */
  readonly together?: readonly (readonly number[])[];
};

export type Split = {
  /** Places among the examples. */
  readonly train: readonly number[];
  readonly heldOut: readonly number[];
  /** Sets of rows that could not be parted. */
  readonly groups: number;
  /** Rows in the largest of them. */
  readonly largestGroup: number;
};

/** Groups go by the hash of their name and the seed, so that new rows leave the old ones where they were as far as they can. */
export function splitExamples(examples: readonly TrainExample[], options: SplitOptions): Split {
  const { heldOut: share, seed, together = [] } = options;
  const groups = groupRows(examples, together);
  const wanted = Math.round(examples.length * share);
  const ranked = groups
    .map((rows) => ({ rows, rank: hashParts([String(seed), nameOf(examples, rows)]) }))
    .toSorted((one, other) => (one.rank < other.rank ? -1 : 1));
  const heldOut: number[] = [];
  const train: number[] = [];
  for (const { rows } of ranked) {
    // why: a group may take too much, but by less than leaving it out would leave missing.
    const over = heldOut.length + rows.length - wanted;
    const takes = heldOut.length < wanted && over < wanted - heldOut.length && rows.length < examples.length;
    for (const row of rows) (takes ? heldOut : train).push(row);
  }
  const inOrder = (places: readonly number[]): readonly number[] => places.toSorted((one, other) => one - other);
  const largestGroup = groups.reduce((most, { length }) => Math.max(most, length), 0);
  return { train: inOrder(train), heldOut: inOrder(heldOut), groups: groups.length, largestGroup };
}

function groupRows(
  examples: readonly TrainExample[],
  together: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const groups = createGroups(examples.length);
  const firstOf = new Map<string, number>();
  for (const [at, { sources = [] }] of examples.entries()) {
    for (const source of sources) {
      const first = firstOf.get(source);
      if (first === undefined) firstOf.set(source, at);
      else groups.unite(first, at);
    }
  }
  for (const [first, ...rest] of together) for (const at of rest) if (first !== undefined) groups.unite(first, at);
  return [...Map.groupBy(examples.keys(), (at) => groups.find(at)).values()];
}

/** By its documents where it has any, else by the words of its first row. */
function nameOf(examples: readonly TrainExample[], rows: readonly number[]): string {
  const sources = rows.flatMap((at) => examples[at]?.sources ?? []);
  if (sources.length > 0) return sources.reduce((least, source) => (source < least ? source : least));
  return JSON.stringify(examples[rows[0] ?? 0]?.messages);
}
