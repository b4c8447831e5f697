// Matrices, boxes and paths in the space of a PDF page.

/** As PDF writes them: a b c d e f. */
export type Matrix = readonly [number, number, number, number, number, number];
export type Point = { readonly x: number; readonly y: number };
export type Box = { readonly left: number; readonly bottom: number; readonly right: number; readonly top: number };

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];
export const EVERYWHERE: Box = { left: -Infinity, bottom: -Infinity, right: Infinity, top: Infinity };

/** What `inner` does first and `outer` after it; missing numbers are those of the identity. */
export function multiply(outer: ArrayLike<number>, inner: ArrayLike<number>): Matrix {
  const [a1, b1, c1, d1, e1, f1] = matrixOf(outer);
  const [a2, b2, c2, d2, e2, f2] = matrixOf(inner);
  return [
    a1 * a2 + c1 * b2,
    b1 * a2 + d1 * b2,
    a1 * c2 + c1 * d2,
    b1 * c2 + d1 * d2,
    a1 * e2 + c1 * f2 + e1,
    b1 * e2 + d1 * f2 + f1,
  ];
}

export function matrixOf(numbers: ArrayLike<number>): Matrix {
  const [a, b, c, d, e, f] = IDENTITY;
  return [numbers[0] ?? a, numbers[1] ?? b, numbers[2] ?? c, numbers[3] ?? d, numbers[4] ?? e, numbers[5] ?? f];
}

export function placePoint([a, b, c, d, e, f]: Matrix, { x, y }: Point): Point {
  return { x: a * x + c * y + e, y: b * x + d * y + f };
}

export function boxAround(points: Iterable<Point>): Box {
  let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    bottom = Math.min(bottom, y);
    top = Math.max(top, y);
  }
  return { left, bottom, right, top };
}

export function intersect(one: Box, other: Box): Box {
  return {
    left: Math.max(one.left, other.left),
    bottom: Math.max(one.bottom, other.bottom),
    right: Math.min(one.right, other.right),
    top: Math.min(one.top, other.top),
  };
}

export function isInside({ left, bottom, right, top }: Box, { x, y }: Point): boolean {
  return x >= left && x <= right && y >= bottom && y <= top;
}

/** The corners of a path, one ring for each of its parts; curves count by their ends. */
export type Rings = readonly (readonly Point[])[];

/** Whether the rings are one rectangle with upright sides. */
export function isRectangle(rings: Rings): boolean {
  const [ring, ...others] = rings;
  if (ring === undefined || others.length > 0) return false;
  const { left, bottom, right, top } = boxAround(ring);
  const slack = 0.01 * Math.max(right - left, top - bottom);
  const isCorner = ({ x, y }: Point): boolean =>
    Math.min(Math.abs(x - left), Math.abs(x - right)) <= slack &&
    Math.min(Math.abs(y - bottom), Math.abs(y - top)) <= slack;
  return ring.length >= 4 && ring.length <= 5 && ring.every(isCorner);
}

/** Whether a ray from the point leaves the rings an odd number of times. */
export function isInsideRings(rings: Rings, { x, y }: Point): boolean {
  let isIn = false;
  for (const ring of rings) {
    for (let index = 0; index < ring.length; index += 1) {
      const from = ring[index];
      const to = ring[(index + 1) % ring.length];
      if (from === undefined || to === undefined || from.y > y === to.y > y) continue;
      if (x < from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x)) isIn = !isIn;
    }
  }
  return isIn;
}

export function corners({ left, bottom, right, top }: Box): readonly Point[] {
  return [
    { x: left, y: bottom },
    { x: right, y: bottom },
    { x: left, y: top },
    { x: right, y: top },
  ];
}
