// Finds the grouping of a stretch of units that costs least: passages near the target size, cut where a cut is welcome.
import type { ChunkOptions } from "./chunk-options.ts";
import { mixText } from "./mix-text.ts";
import { CUT, type Task, type Unit } from "./outline.ts";
import type { Group } from "./pack-units.ts";

/** No passage takes more units than this, which bounds the work on a text of crumbs. */
const MOST_UNITS = 128;
/** Added to the price of a passage of no size at all, fading out at `tinyTokens`. */
const TINY_PENALTY = 1;
const LEANING = 0.4;

/** Adds the groups of `stretch` to `groups`, by dynamic programming over its units. */
export function groupByPrice(task: Task, units: readonly Unit[], stretch: Group, groups: Group[]): void {
  const { options, work } = task;
  const size = stretch.to - stretch.from;
  const cuts = pricesOf(task.text, units, stretch);
  const best: number[] = [0];
  const begins: number[] = [0];
  for (let end = 1; end <= size; end += 1) {
    let lowest = Number.POSITIVE_INFINITY;
    let chosen = end - 1;
    let tokens = 0;
    const earliest = Math.max(0, end - MOST_UNITS);
    for (let start = end - 1; start >= earliest; start -= 1) {
      const unit = units[stretch.from + start];
      if (unit === undefined) break;
      work.steps += 1;
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
    best.push(lowest);
    begins.push(chosen);
  }
  addGroups(begins, stretch, groups);
}

function addGroups(begins: readonly number[], { from, to }: Group, groups: Group[]): void {
  const found: Group[] = [];
  let end = to - from;
  while (end > 0) {
    const begin = begins[end] ?? 0;
    found.push({ from: from + begin, to: from + end });
    end = begin;
  }
  for (let index = found.length - 1; index >= 0; index -= 1) {
    const group = found[index];
    if (group !== undefined) groups.push(group);
  }
}

/**
 * What each cut of a stretch costs. Rows, items and lines are all alike in price and often in size; theirs lean a little by
 * what they say, so that after a change the old cuts are found again. Paragraphs and sentences differ enough as they are,
 * and with them the leaning costs recall (`bench/chunking`: 0.01).
 */
function pricesOf(text: string, units: readonly Unit[], { from, to }: Group): readonly number[] {
  const prices: number[] = [];
  for (let index = from; index < to; index += 1) {
    const unit = units[index];
    if (unit === undefined) continue;
    const leans = unit.kind !== "prose" || unit.cut >= CUT.line;
    prices.push(unit.cut + (leans ? LEANING * (mixText(text, unit.start, unit.end) / 2 ** 32 - 0.5) : 0));
  }
  return prices;
}

/** 0 at the target, 1 at the maximum, 2 for nothing at all. */
function sizePrice(tokens: number, { targetTokens, maxTokens, tinyTokens }: ChunkOptions): number {
  if (tokens >= targetTokens) {
    const over = (tokens - targetTokens) / Math.max(1, maxTokens - targetTokens);
    return over * over;
  }
  const under = (targetTokens - tokens) / targetTokens;
  const tiny = tokens < tinyTokens ? (TINY_PENALTY * (tinyTokens - tokens)) / tinyTokens : 0;
  return under * under + tiny;
}
