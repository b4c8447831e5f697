import * as fc from "fast-check";
import { expect, test } from "vitest";

import { quantiseQuery, refineError, scanError, scanLength } from "../search/quantise-query.ts";
import { copyRow, decodeChunk, quantiseChunk } from "./vector-chunk.ts";

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
      const own = chunk.values.subarray(0, vector.length);
      const omitted = scale * Math.hypot(...[...own].map((value) => value - highHalf(value)));
      const bounds = { error: chunk.errors[0] ?? 0, length: chunk.extremes[1] ?? 0 };
      const exact = dot(vector, question);
      const scanned = dot([...own].map(highHalf), query.values) * scale * query.scale;
      const most = scanned + omitted * scanLength(query);
      expect(exact).toBeLessThanOrEqual(most + scanError(query, bounds) + 1e-12);
      const refined = dot(chunk.values, question) * scale;
      expect(Math.abs(refined - exact)).toBeLessThanOrEqual(refineError(query, bounds) + 1e-12);
    }),
  );
});

test("rows are padded with zeros, and a vector of zeros stays one", () => {
  const chunk = quantiseChunk([new Float32Array(5), Float32Array.of(1, -1, 0.5, 0, 0)], 5);
  expect([...chunk.values.subarray(0, 32)]).toEqual(Array.from({ length: 32 }, () => 0));
  expect([...chunk.values.subarray(32, 37)]).toEqual([127, -127, 64, 0, 0]);
});

test("a copied row is what quantising it there would have given", () => {
  const vectors = [Float32Array.of(0.1, 0.9), Float32Array.of(-0.4, 0.2)];
  const from = quantiseChunk(vectors, 2);
  const to = quantiseChunk([new Float32Array(2), new Float32Array(2)], 2);
  copyRow(from, 0, to, 1);
  copyRow(from, 1, to, 0);
  expect(to.values).toEqual(quantiseChunk(vectors.toReversed(), 2).values);
  expect(to.scales).toEqual(from.scales.toReversed());
});

test("bytes of the wrong size are refused", () => {
  expect(() => decodeChunk(new Uint8Array(51), 2)).toThrow(RangeError);
});
