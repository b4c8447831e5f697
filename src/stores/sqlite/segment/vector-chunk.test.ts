import * as fc from "fast-check";
import { expect, test } from "vitest";

import { quantiseQuery, refineError, scanError, scanLength } from "../search/quantise-query.ts";
import { copyRow, decodeChunk, quantiseChunk, type VectorChunk } from "./vector-chunk.ts";

const values = fc.float({ min: -4, max: 4, noNaN: true });
const pair = fc.integer({ min: 1, max: 70 }).chain((dims) => {
  const vector = fc.array(values, { minLength: dims, maxLength: dims }).map((array) => Float32Array.from(array));
  return fc.tuple(vector, vector);
});

function dot(left: ArrayLike<number>, right: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < left.length; index++) sum += (left[index] ?? 0) * (right[index] ?? 0);
  return sum;
}

/** A row's int8 values, put together from their halves. */
function valuesOf({ rows, highs, lows }: VectorChunk, row: number): number[] {
  const half = highs.length / rows;
  return Array.from({ length: half * 2 }, (_, index) => {
    const byte = row * half + Math.floor(index / 32) * 16 + (index % 16);
    const shift = index % 32 < 16 ? 0 : 4;
    return ((((highs[byte] ?? 0) >> shift) & 15) - 8) * 16 + (((lows[byte] ?? 0) >> shift) & 15);
  });
}

/** What a scan compares: the high half of each value with the middle of what the low half can be. */
function highHalf(value: number): number {
  return (value >> 4) * 16 + 7.5;
}

test("neither the scan nor its refinement is further from the exact score than their bounds say", () => {
  fc.assert(
    fc.property(pair, ([vector, question]) => {
      const chunk = quantiseChunk([vector], vector.length);
      const query = quantiseQuery(question);
      const scale = chunk.scales[0] ?? 0;
      const own = valuesOf(chunk, 0).slice(0, vector.length);
      const omitted = chunk.omitted[0] ?? 0;
      expect(omitted).toBeGreaterThanOrEqual(scale * Math.hypot(...own.map((value) => value - highHalf(value))));
      const bounds = { error: chunk.errors[0] ?? 0, length: chunk.extremes[1] ?? 0 };
      const exact = dot(vector, query.vector);
      const scanned = dot(own.map(highHalf), query.values) * scale * query.scale;
      const most = scanned + omitted * scanLength(query);
      expect(exact).toBeLessThanOrEqual(most + scanError(query, bounds) + 1e-12);
      const refined = dot(own, query.vector) * scale;
      expect(Math.abs(refined - exact)).toBeLessThanOrEqual(refineError(query, bounds) + 1e-12);
    }),
  );
});

test("rows are padded with zeros, and a vector of zeros stays one", () => {
  const chunk = quantiseChunk([new Float32Array(5), Float32Array.of(1, -1, 0.5, 0, 0)], 5);
  expect(valuesOf(chunk, 0)).toEqual(Array.from({ length: 32 }, () => 0));
  expect(valuesOf(chunk, 1)).toEqual([127, -127, 64, ...Array.from({ length: 29 }, () => 0)]);
});

test("a copied row is what quantising it there would have given", () => {
  const vectors = [Float32Array.of(0.1, 0.9), Float32Array.of(-0.4, 0.2)];
  const from = quantiseChunk(vectors, 2);
  const to = quantiseChunk([new Float32Array(2), new Float32Array(2)], 2);
  copyRow(from, 0, to, 1);
  copyRow(from, 1, to, 0);
  expect(to.bytes).toEqual(quantiseChunk(vectors.toReversed(), 2).bytes);
});

test("bytes of the wrong size are refused", () => {
  expect(() => decodeChunk(new Uint8Array(51), 2)).toThrow(RangeError);
});
