import * as fc from "fast-check";
import { expect, test } from "vitest";

import { FLOAT_BYTES, type FloatFormat, fromFloat32, toFloat32 } from "./number-formats.ts";

const floats = fc.array(fc.float({ noNaN: true }), { maxLength: 64 }).map((values) => Float32Array.from(values));

test("float32 comes back bit for bit", () => {
  fc.assert(
    fc.property(floats, (values) => {
      expect(toFloat32(fromFloat32(values, "F32"), "F32")).toEqual(values);
    }),
  );
});

test.each<[FloatFormat, number, number]>([
  ["BF16", 2 ** -8, 2 ** -126],
  ["F16", 2 ** -11, 2 ** -14],
])("%s keeps normal numbers within half a unit of the last place", (format, half, smallest) => {
  const largest = format === "F16" ? 65_000 : Math.fround(3e38);
  const normal = fc.float({ noNaN: true, min: -largest, max: largest });
  fc.assert(
    fc.property(normal, (number) => {
      const value = Math.fround(number);
      const [back = Number.NaN] = toFloat32(fromFloat32(Float32Array.of(value), format), format);
      expect(Math.abs(back - value)).toBeLessThanOrEqual(Math.max(Math.abs(value), smallest) * half);
    }),
  );
});

test.each<FloatFormat>(["BF16", "F16"])("a number that is already %s comes back bit for bit", (format) => {
  fc.assert(
    fc.property(floats, (values) => {
      const once = fromFloat32(values, format);
      expect(fromFloat32(toFloat32(once, format), format)).toEqual(once);
      expect(once.byteLength).toBe(values.length * FLOAT_BYTES[format]);
    }),
  );
});

test("bfloat16 rounds ties to the even neighbour", () => {
  // 1 + 2^-8 lies between 1 and 1 + 2^-7; 1 + 3 * 2^-8 between 1 + 2^-7 and 1 + 2^-6.
  const rounded = toFloat32(fromFloat32(Float32Array.of(1 + 2 ** -8, 1 + 3 * 2 ** -8), "BF16"), "BF16");
  expect([...rounded]).toEqual([1, 1 + 2 ** -6]);
});

test("numbers beyond the range and non-numbers stay what they are", () => {
  const odd = Float32Array.of(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, -0);
  expect([...toFloat32(fromFloat32(odd, "BF16"), "BF16")]).toEqual([...odd]);
  expect([...toFloat32(fromFloat32(odd, "F16"), "F16")]).toEqual([...odd]);
});

test("bytes that begin at an odd place are read all the same", () => {
  const bytes = new Uint8Array([9, ...fromFloat32(Float32Array.of(1.5, -2), "F32")]).subarray(1);
  expect([...toFloat32(bytes, "F32")]).toEqual([1.5, -2]);
});
