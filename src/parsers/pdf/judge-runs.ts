// Which letters of a PDF page nobody sees, and why.
import { blended, type Colour, looksAlike, WHITE } from "../reading/colour.ts";
import { type Box, isInside, isInsideRings, type Point } from "./geometry.ts";
import type { Paint } from "./graphics-state.ts";
import type { PaintedArea, PaintedPage, PaintedRun } from "./painter.ts";

/**
 * `layer`: drawn invisibly, or painted over, as text recognition does it under a scan. `alike`: in the colour of what it
 * stands on. `away`: outside the page or the clipping, in a layer that is off, transparent.
 */
export type Sight = "seen" | "layer" | "alike" | "away";

type Ground = Colour | "unknown";

const INVISIBLE_MODE = 3;
const CLIP_ONLY_MODE = 7;
const LEAST_ALPHA = 0.05;
const MOST_LOOKS = 20_000_000;
const MOST_LAYERS = 5;

/** A verdict for each run. */
export function judgeRuns({ runs, areas }: PaintedPage, page: Box): readonly Sight[] {
  const budget = { left: MOST_LOOKS };
  return runs.map((run) => judgeRun(run, { areas, page, budget }));
}

type Surroundings = {
  readonly areas: readonly PaintedArea[];
  readonly page: Box;
  /** Areas that may still be looked at: a map has very many of them. */
  readonly budget: { left: number };
};

function judgeRun(run: PaintedRun, around: Surroundings): Sight {
  const points = run.samples;
  if (points.length === 0) return "seen";
  if (run.isOff || points.every((point) => !isInside(around.page, point) || !isInside(run.clip, point))) return "away";
  if (run.isDrawn) return "seen";
  if (run.mode === INVISIBLE_MODE) return "layer";
  if (run.mode === CLIP_ONLY_MODE) return "seen";
  const paints = paintsOf(run);
  if (paints.every(({ paint, alpha }) => paint === "nothing" || alpha <= LEAST_ALPHA)) return "away";
  if (points.every((point) => isCovered(point, run, around))) return "layer";
  const isAlike = (point: Point): boolean => {
    const ground = groundAt(point, run.order, around);
    return ground !== "unknown" && paints.every((each) => blendsIn(each, ground));
  };
  return points.every(isAlike) ? "alike" : "seen";
}

type Ink = { readonly paint: Paint; readonly alpha: number };

/** Letters are filled, or drawn as outlines, or both. */
function paintsOf({ mode, fill, stroke, fillAlpha, strokeAlpha }: PaintedRun): readonly Ink[] {
  const filled = { paint: fill, alpha: fillAlpha };
  const outlined = { paint: stroke, alpha: strokeAlpha };
  const kind = mode % 4;
  return kind === 0 ? [filled] : kind === 1 ? [outlined] : [filled, outlined];
}

function blendsIn({ paint, alpha }: Ink, ground: Colour): boolean {
  if (paint === "pattern") return false;
  return paint === "nothing" || looksAlike(blended(paint, alpha, ground), ground);
}

/** What was painted there last before the letters; the bare page is white. */
function groundAt(point: Point, before: number, { areas, budget }: Surroundings): Ground {
  const over: Ink[] = [];
  let ground: Ground = WHITE;
  for (let index = lastBefore(areas, before); index >= 0; index -= 1) {
    const area = areas[index];
    budget.left -= 1;
    if (budget.left < 0) return "unknown";
    if (area === undefined || !holds(area, point)) continue;
    if (area.isUncertain || !area.isPlain || area.paint === "pattern" || over.length >= MOST_LAYERS) return "unknown";
    if (area.paint === "nothing" || area.alpha <= LEAST_ALPHA) continue;
    if (area.alpha > 1 - LEAST_ALPHA) {
      ground = area.paint;
      break;
    }
    over.push(area);
  }
  return over.reduceRight(
    (below: Colour, { paint, alpha }) => (typeof paint === "string" ? below : blended(paint, alpha, below)),
    ground,
  );
}

/** Areas stand in the order in which they were painted. */
function lastBefore(areas: readonly PaintedArea[], order: number): number {
  let [low, high] = [0, areas.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((areas[middle]?.order ?? Infinity) < order) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function isCovered(point: Point, { order }: PaintedRun, { areas, budget }: Surroundings): boolean {
  for (let index = lastBefore(areas, order) + 1; index < areas.length; index += 1) {
    const area = areas[index];
    budget.left -= 1;
    if (budget.left < 0) return false;
    if (area === undefined || area.isUncertain || !area.isPlain || area.alpha <= 1 - LEAST_ALPHA) continue;
    if (typeof area.paint === "object" && holds(area, point)) return true;
  }
  return false;
}

function holds({ box, rings }: PaintedArea, point: Point): boolean {
  return isInside(box, point) && (rings === undefined || isInsideRings(rings, point));
}
