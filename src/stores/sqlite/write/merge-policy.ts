// When segments are merged: often enough that a search meets few of them, rarely enough that a commit stays cheap.
import { integerOf } from "../../../core/sqlite.ts";
import type { Generation, GenerationId } from "../../../spec/store.ts";
import { deathsOf } from "./deaths.ts";
import { mergeInto } from "./merge-segments.ts";
import { SEGMENT_SLOTS } from "./segment-builder.ts";
import { deleteSegment } from "./segment-writer.ts";
import type { WriteContext } from "./write-context.ts";

/** This many segments of about one size become one of the next size, four times as large. */
const FAN = 4;
const SMALLEST = 256;

/** A segment is written anew when this share of it has died. */
const DEAD_SHARE = 0.25;

export type SegmentSize = {
  readonly id: number;
  readonly slots: number;
  readonly alive: number;
};

/** Merges until nothing asks for it; what one commit merges is bounded by `SEGMENT_SLOTS` per merge. */
export function mergeSegments(write: WriteContext, generation: Generation): void {
  for (;;) {
    const sizes = segmentSizes(write, generation.id);
    for (const { id, alive } of sizes) if (alive === 0) deleteSegment(write, id);
    const chosen = chooseMerge(sizes.filter(({ alive }) => alive > 0));
    if (chosen.length === 0) return;
    mergeInto(write, generation, chosen);
  }
}

function segmentSizes(write: WriteContext, generation: GenerationId): SegmentSize[] {
  return write
    .sql("select id, slots from segments where generation = ? order by id")
    .all(generation)
    .map((row) => {
      const id = integerOf(row["id"]);
      const slots = integerOf(row["slots"]);
      return { id, slots, alive: slots - deathsOf(write, id).passages };
    });
}

/** The segments to merge next, in the order of their numbers; none when all is well. */
export function chooseMerge(sizes: readonly SegmentSize[]): readonly number[] {
  const tiers = Map.groupBy(sizes, ({ alive }) => tierOf(alive));
  for (const [, tier] of [...tiers].toSorted(([left], [right]) => left - right)) {
    const fitting = tier.length < FAN ? [] : smallestFitting(tier);
    if (fitting.length > 1) return fitting;
  }
  const wasted = sizes.find(({ slots, alive }) => slots > SMALLEST && slots - alive > slots * DEAD_SHARE);
  return wasted === undefined ? [] : [wasted.id];
}

function tierOf(alive: number): number {
  return Math.max(0, Math.floor(Math.log(alive / SMALLEST) / Math.log(FAN)) + 1);
}

function smallestFitting(tier: readonly SegmentSize[]): number[] {
  let total = 0;
  const fitting = tier
    .toSorted((left, right) => left.alive - right.alive)
    .filter(({ alive }) => (total += alive) <= SEGMENT_SLOTS);
  return fitting.map(({ id }) => id).toSorted((left, right) => left - right);
}
