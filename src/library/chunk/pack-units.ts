// Groups units into passages: the cheapest grouping between cut points that the text itself fixes.
import type { ChunkOptions } from "./chunk-options.ts";
import { mixText } from "./mix-text.ts";
import { CUT, type Outline, type Task, type Unit } from "./outline.ts";

/** Units `[from, to)` that make one passage. */
export type Group = { readonly from: number; readonly to: number };

/** No passage takes more units than this, which bounds the work on a text of crumbs. */
const MOST_UNITS = 128;
/** An anchor is the best cut within this many targets on either side: a change cannot be felt beyond the next anchors. */
const ANCHOR_TARGETS = 1.5;
/** Added to the price of a passage of no size at all, fading out at `tinyTokens`. */
const TINY_PENALTY = 1;
const LEANING = 0.4;

export function packUnits(task: Task, outline: Outline): readonly Group[] {
  const groups: Group[] = [];
  const { units } = outline;
  const packer = createPacker(task, units);
  let from = 0;
  for (let index = 1; index <= units.length; index += 1) {
    if (index < units.length && !isHardCut(outline, index, task.options)) continue;
    packer.packRun(from, index, groups);
    from = index;
  }
  return groups;
}

/**
 * A heading ends the passage before it unless a whole section is tiny: the section that it opens, or what stands before it
 * under the same parent. Then the two may share a passage, when that is the better size.
 */
function isHardCut({ units, sections }: Outline, index: number, options: ChunkOptions): boolean {
  const unit = units[index];
  if (unit?.kind !== "heading") return false;
  const section = sections[unit.section];
  if (section === undefined) return false;
  const left =
    section.previous === undefined ? sections[section.parent]?.ownTokens : sections[section.previous]?.tokens;
  if ((left ?? 0) < options.tinyTokens) return false;
  const before = units[index - 1]?.section;
  const touches = before === section.parent || before === section.previous;
  return section.tokens >= options.tinyTokens || !touches;
}

type Packer = { packRun(from: number, to: number, groups: Group[]): void };

function createPacker(task: Task, units: readonly Unit[]): Packer {
  const { options } = task;
  const radius = options.targetTokens * ANCHOR_TARGETS;

  function packRun(from: number, to: number, groups: Group[]): void {
    let start = from;
    for (const anchor of findAnchors(task, units, { from, to }, radius)) {
      partition(task, units, { from: start, to: anchor }, groups);
      start = anchor;
    }
    partition(task, units, { from: start, to }, groups);
  }
  return { packRun };
}

/** Cuts that are the best for `radius` tokens on both sides; whether a cut is one depends on nothing further away. */
function findAnchors(task: Task, units: readonly Unit[], run: Group, radius: number): number[] {
  const total = sumTokens(units, run);
  if (total < 2 * radius) return [];
  const size = run.to - run.from;
  const position = new Float64Array(size);
  const priority = new Float64Array(size);
  let tokens = 0;
  for (let index = 0; index < size; index += 1) {
    const unit = units[run.from + index];
    if (unit === undefined) continue;
    position[index] = tokens;
    priority[index] = priorityOf(task.text, unit);
    tokens += unit.tokens;
  }
  task.work.steps += size * 64;
  const leftReach = distanceToBetter(position, priority, 1);
  const rightReach = distanceToBetter(position, priority, -1);
  const anchors: number[] = [];
  for (let index = 1; index < size; index += 1) {
    const at = position[index] ?? 0;
    if (at < radius || tokens - at < radius || priority[index] === Number.NEGATIVE_INFINITY) continue;
    if ((leftReach[index] ?? 0) > radius && (rightReach[index] ?? 0) > radius) anchors.push(run.from + index);
  }
  return anchors;
}

function sumTokens(units: readonly Unit[], run: Group): number {
  let total = 0;
  for (let index = run.from; index < run.to; index += 1) total += units[index]?.tokens ?? 0;
  return total;
}

const PRICE_RANK = 2 ** 32;

function priorityOf(text: string, unit: Unit): number {
  if (unit.cut >= CUT.leadIn) return Number.NEGATIVE_INFINITY;
  return Math.round(-unit.cut * 100) * PRICE_RANK + mixText(text, unit.start, unit.end);
}

/** For each unit the distance to the nearest one before it (`step` 1) or after it (-1) that is at least as good. */
function distanceToBetter(position: Float64Array, priority: Float64Array, step: 1 | -1): Float64Array {
  const size = position.length;
  const distance = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const stack: number[] = [];
  for (let count = 0; count < size; count += 1) {
    const index = step === 1 ? count : size - 1 - count;
    const own = priority[index] ?? 0;
    let top = stack.at(-1);
    while (top !== undefined && (priority[top] ?? 0) < own) {
      stack.pop();
      top = stack.at(-1);
    }
    if (top !== undefined) distance[index] = Math.abs((position[index] ?? 0) - (position[top] ?? 0));
    stack.push(index);
  }
  return distance;
}

/** The grouping of `[from, to)` with the least total price of sizes and cuts, by dynamic programming over its units. */
function partition(task: Task, units: readonly Unit[], stretch: Group, groups: Group[]): void {
  const { from, to } = stretch;
  const { options } = task;
  const size = to - from;
  if (sumTokens(units, stretch) <= options.targetTokens && !units[from]?.header) {
    if (size > 0) groups.push(stretch);
    return;
  }
  const cuts = pricesOf(task.text, units, stretch);
  const best = new Float64Array(size + 1);
  const back = new Int32Array(size + 1);
  for (let end = 1; end <= size; end += 1) {
    let lowest = Number.POSITIVE_INFINITY;
    let chosen = end - 1;
    let tokens = 0;
    const earliest = Math.max(0, end - MOST_UNITS);
    for (let start = end - 1; start >= earliest; start -= 1) {
      const unit = units[from + start];
      if (unit === undefined) break;
      task.work.steps += 1;
      tokens += unit.tokens;
      if (tokens > options.maxTokens && start < end - 1) break;
      const whole = tokens + (unit.header?.tokens ?? 0);
      if (whole > options.maxTokens && start < end - 1) continue;
      const price = (best[start] ?? 0) + sizePrice(whole, options) + (start === 0 ? 0 : (cuts[start] ?? 0));
      if (price < lowest) {
        lowest = price;
        chosen = start;
      }
    }
    best[end] = lowest;
    back[end] = chosen;
  }
  collect(back, stretch, groups);
}

/**
 * The prices of a stretch. Rows, items and lines are all alike in price and often in size; theirs lean a little by what
 * they say, so that after a change the old cuts are found again. Paragraphs and sentences differ enough as they are, and
 * with them the leaning costs recall.
 */
function pricesOf(text: string, units: readonly Unit[], { from, to }: Group): Float64Array {
  const prices = new Float64Array(to - from);
  for (let index = from; index < to; index += 1) {
    const unit = units[index];
    if (unit === undefined) continue;
    const leans = unit.kind !== "prose" || unit.cut >= CUT.line;
    prices[index - from] = unit.cut + (leans ? LEANING * (mixText(text, unit.start, unit.end) / 2 ** 32 - 0.5) : 0);
  }
  return prices;
}

function collect(back: Int32Array, { from, to }: Group, groups: Group[]): void {
  const found: Group[] = [];
  for (let end = to - from; end > 0; end = back[end] ?? 0)
    found.push({ from: from + (back[end] ?? 0), to: from + end });
  for (const group of found.toReversed()) groups.push(group);
}

/** 0 at the target, 1 for nothing at all and at the maximum; more for what is too small to stand alone. */
function sizePrice(tokens: number, options: ChunkOptions): number {
  const { targetTokens, maxTokens, tinyTokens } = options;
  if (tokens >= targetTokens) {
    const over = (tokens - targetTokens) / Math.max(1, maxTokens - targetTokens);
    return over * over;
  }
  const under = (targetTokens - tokens) / targetTokens;
  const tiny = tokens < tinyTokens ? (TINY_PENALTY * (tinyTokens - tokens)) / tinyTokens : 0;
  return under * under + tiny;
}
