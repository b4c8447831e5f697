import * as fc from "fast-check";
import { expect, test } from "vitest";

import { dequantiseQ8, Q8_BLOCK, Q8_BLOCK_BYTES, quantiseQ8 } from "./quantise-q8.ts";

const block = fc
  .array(fc.float({ noNaN: true, min: -1000, max: 1000 }), { minLength: Q8_BLOCK, maxLength: Q8_BLOCK })
  .map((values) => Float32Array.from(values));

test("no number moves by more than half a step and what the scale loses as float16", () => {
  fc.assert(
    fc.property(block, (values) => {
      const back = dequantiseQ8(quantiseQ8(values));
      const largest = Math.max(...values.map(Math.abs));
      // why: the scale itself is rounded to eleven bits, or to a multiple of 2^-24 when it is tiny
      const allowed = largest / 254 + largest * 2 ** -11 + 127 * 2 ** -25 + 1e-9;
      for (const [at, value] of values.entries())
        expect(Math.abs((back[at] ?? 0) - value)).toBeLessThanOrEqual(allowed);
    }),
  );
});

test("the largest number of a block takes the largest step, and zero stays zero", () => {
  const values = new Float32Array(Q8_BLOCK);
  values[3] = -5;
  const blocks = quantiseQ8(values);
  expect(new DataView(blocks.buffer).getInt8(2 + 3)).toBe(-127);
  expect(dequantiseQ8(blocks).filter((value) => value !== 0)).toHaveLength(1);
  expect([...dequantiseQ8(quantiseQ8(new Float32Array(Q8_BLOCK)))]).toEqual(Array.from({ length: Q8_BLOCK }, () => 0));
});

test("halves are rounded away from zero, as llama.cpp rounds them", () => {
  const values = new Float32Array(Q8_BLOCK);
  values.set([127, 2.5, -2.5, 0.5, -0.5]);
  const view = new DataView(quantiseQ8(values).buffer);
  expect([0, 1, 2, 3, 4].map((at) => view.getInt8(2 + at))).toEqual([127, 3, -3, 1, -1]);
});

test("every block takes 34 bytes, and half a block is refused", () => {
  expect(quantiseQ8(new Float32Array(3 * Q8_BLOCK))).toHaveLength(3 * Q8_BLOCK_BYTES);
  expect(() => quantiseQ8(new Float32Array(40))).toThrow("40 values do not fill blocks of 32");
});
