// Cut points that depend on nothing but the text near them: they keep a change in a long section from moving other cuts.
import { mixText } from "./mix-text.ts";
import { CUT, type Task, type Unit } from "./outline.ts";
import type { Group } from "./pack-units.ts";

/** An anchor is the best cut within this many targets on either side. */
const REACH_TARGETS = 1.5;
const PRICE_RANK = 2 ** 32;
const PRICE_STEPS = 100;
/** Characters that it takes to rank one unit. */
const RANKING_STEPS = 64;

/** The units of a run of `tokens` tokens that begin a passage whatever the rest of the run looks like. */
export function findAnchors(task: Task, units: readonly Unit[], run: Group, tokens: number): readonly number[] {
  const reach = task.options.targetTokens * REACH_TARGETS;
  if (tokens < 2 * reach) return [];
  const size = run.to - run.from;
  const positions = new Float64Array(size);
  const ranks = new Float64Array(size);
  let position = 0;
  for (let index = 0; index < size; index += 1) {
    const unit = units[run.from + index];
    if (unit === undefined) continue;
    positions[index] = position;
    ranks[index] = rankOf(task.text, unit);
    position += unit.tokens;
  }
  task.work.steps += size * RANKING_STEPS;
  const before = distanceToBetter(positions, ranks, 1);
  const after = distanceToBetter(positions, ranks, -1);
  const anchors: number[] = [];
  for (let index = 1; index < size; index += 1) {
    const at = positions[index] ?? 0;
    const isInside = at >= reach && tokens - at >= reach && ranks[index] !== Number.NEGATIVE_INFINITY;
    if (isInside && (before[index] ?? 0) > reach && (after[index] ?? 0) > reach) anchors.push(run.from + index);
  }
  return anchors;
}

/** By price first, then by what the unit says. */
function rankOf(text: string, unit: Unit): number {
  if (unit.cut >= CUT.leadIn) return Number.NEGATIVE_INFINITY;
  return Math.round(-unit.cut * PRICE_STEPS) * PRICE_RANK + mixText(text, unit.start, unit.end);
}

/** For each unit the distance to the nearest one before it (`step` 1) or after it (-1) that ranks at least as high. */
function distanceToBetter(positions: Float64Array, ranks: Float64Array, step: 1 | -1): Float64Array {
  const size = positions.length;
  const distances = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const stack: number[] = [];
  for (let count = 0; count < size; count += 1) {
    const index = step === 1 ? count : size - 1 - count;
    const own = ranks[index] ?? 0;
    let top = stack.at(-1);
    while (top !== undefined && (ranks[top] ?? 0) < own) {
      stack.pop();
      top = stack.at(-1);
    }
    if (top !== undefined) distances[index] = Math.abs((positions[index] ?? 0) - (positions[top] ?? 0));
    stack.push(index);
  }
  return distances;
}
