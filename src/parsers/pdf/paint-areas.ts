// Areas that a PDF page fills: boxes, shapes, gradients, pictures, each within its clipping.
import {
  boxAround,
  corners,
  intersect,
  isRectangle,
  type Matrix,
  placePoint,
  type Point,
  type Rings,
} from "./geometry.ts";
import { fillTransparency } from "./graphics-state.ts";
import { numbersIn, type PaintedArea, type Painter } from "./painter.ts";

const MOST_AREAS = 20_000;
const NOT_PAINTED = new Set(["endPath", "stroke", "closeStroke"]);

/** Fills a path, or clips what follows to it, or both. */
export function constructPath(painter: Painter, [operator, data]: readonly unknown[]): void {
  const { state, options } = painter;
  const name = options.names.get(typeof operator === "number" ? operator : 0) ?? "";
  const rings = ringsOf(Array.isArray(data) ? data[0] : undefined, state.matrix);
  const box = boxAround(rings.flat());
  const rectangle = isRectangle(rings);
  if (!NOT_PAINTED.has(name)) {
    const shape = rectangle ? {} : { rings };
    addArea(painter, { paint: state.fill, box, isUncertain: false, ...shape });
  }
  if (!painter.clips) return;
  painter.clips = false;
  state.clip = intersect(state.clip, box);
  state.isClipBox &&= rectangle;
}

/** Numbers of coordinates that follow each kind of step: move, line, curve, flat curve, close. */
const STEP_LENGTHS = [2, 2, 6, 4, 0];

function ringsOf(data: unknown, matrix: Matrix): Rings {
  const numbers = numbersIn(data);
  const rings: Point[][] = [];
  for (let at = 0; at < numbers.length;) {
    const step = numbers[at] ?? 4;
    const length = STEP_LENGTHS[step];
    if (length === undefined) break;
    if (step === 0) rings.push([]);
    const [x, y] = [numbers[at + length - 1], numbers[at + length]];
    if (length > 0 && x !== undefined && y !== undefined) rings.at(-1)?.push(placePoint(matrix, { x, y }));
    at += 1 + length;
  }
  return rings.filter((ring) => ring.length > 1);
}

type Area = Pick<PaintedArea, "paint" | "box" | "isUncertain"> & { readonly rings?: Rings };

function addArea({ areas, state, order, marked }: Painter, { paint, box, isUncertain, rings }: Area): void {
  if (marked.includes(true) || paint === "nothing" || areas.length >= MOST_AREAS) return;
  const visible = intersect(box, state.clip);
  if (visible.left >= visible.right || visible.bottom >= visible.top) return;
  areas.push({
    paint,
    box: visible,
    rings,
    isUncertain: isUncertain || !state.isClipBox,
    ...fillTransparency(state),
    order,
  });
}

/** A picture fills the unit square of the space it is painted in. */
export function paintPicture(painter: Painter): void {
  const square = corners({ left: 0, bottom: 0, right: 1, top: 1 });
  const box = boxAround(square.map((point) => placePoint(painter.state.matrix, point)));
  addArea(painter, { paint: "pattern", box, isUncertain: false });
}

/** A gradient, or pictures at many places: somewhere within the clipping. */
export function paintClip(painter: Painter, isUncertain: boolean): void {
  addArea(painter, { paint: "pattern", box: painter.state.clip, isUncertain });
}
