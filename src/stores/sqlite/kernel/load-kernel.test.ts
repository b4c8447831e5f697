import { expect, test } from "vitest";

import { seededRandom } from "../../../core/runtime.ts";
import { chunkLayout, quantiseChunk } from "../segment/vector-chunk.ts";
import { loadKernel, SCAN_OFFSET, type ScanKernel, WHOLE_OFFSET } from "./load-kernel.ts";

const ROWS = 50;
const STRIDE = 416;
const HALF = STRIDE / 2;
const LENGTH = 3;
const CHUNK = 8192;
const { lows, scales, omitted: lengths } = chunkLayout(ROWS, STRIDE);
const PLACES = {
  query: 1024,
  exact: 2048,
  list: 4096,
  keptRows: 5120,
  keptScores: 6144,
  highs: CHUNK,
  lows: CHUNK + lows,
  scales: CHUNK + scales,
  omitted: CHUNK + lengths,
};

function scanWith(relaxed: boolean, floor: number) {
  const random = seededRandom(5);
  const kernel = loadKernel({ relaxed });
  const { buffer } = kernel.memory;
  // why: the ends of the range are where 16-bit sums would overflow first; with 127 in it a row is quantised as it is.
  const values = Array.from({ length: ROWS * STRIDE }, (_, at) =>
    at % 7 < 2 ? 127 : Math.floor(random() * 255) - 127,
  );
  const query = Array.from({ length: STRIDE }, (_, at) => (at % 5 === 0 ? 127 : Math.floor(random() * 255) - 127));
  new Int8Array(buffer, PLACES.query, STRIDE).set(query);
  new Float32Array(buffer, PLACES.exact, STRIDE).set(query);
  const rowOf = (row: number) => values.slice(row * STRIDE, row * STRIDE + STRIDE);
  const vectors = Array.from({ length: ROWS }, (_, row) => Float32Array.from(rowOf(row)));
  const { bytes, omitted } = quantiseChunk(vectors, STRIDE);
  new Uint8Array(buffer, CHUNK, bytes.length).set(bytes);
  const listed = Array.from({ length: ROWS }, (_, row) => row).filter((row) => row % 3 !== 1);
  new Uint16Array(buffer, PLACES.list, ROWS).set(listed);
  const sum = query.reduce((total, value) => total + value, 0);
  const place = [PLACES.highs, PLACES.scales, PLACES.omitted, HALF, PLACES.query, SCAN_OFFSET * sum, LENGTH] as const;
  const read = (kept: number) => ({
    rows: [...new Uint16Array(buffer, PLACES.keptRows, kept)],
    scores: [...new Float32Array(buffer, PLACES.keptScores, kept)],
  });
  const dot = (row: readonly number[]) => row.reduce((total, value, index) => total + value * (query[index] ?? 0), 0);
  const rows = Array.from({ length: ROWS }, (_, row) => row);
  const middleOf = (value: number) => (value >> 4) * 16 + 7.5;
  return {
    listed: read(kernel.scanListed(...place, PLACES.list, listed.length, floor, PLACES.keptRows, PLACES.keptScores)),
    all: read(kernel.scanAll(...place, ROWS, floor, PLACES.keptRows, PLACES.keptScores)),
    whole: wholeWith(kernel, listed, sum),
    refined: refineWith(kernel, listed),
    omitted,
    expected: rows.map((row) => {
      const middle = dot(rowOf(row).map(middleOf));
      const left = Math.hypot(...rowOf(row).map((value) => value - middleOf(value)));
      const most = Math.fround(Math.fround(middle) + Math.fround((omitted[row] ?? 0) * LENGTH));
      return { row, exact: dot(rowOf(row)), left, most, isListed: row % 3 !== 1 };
    }),
  };
}

function wholeWith(kernel: ScanKernel, listed: readonly number[], sum: number): number[] {
  const place = [PLACES.highs, PLACES.lows, PLACES.scales, HALF, PLACES.query, WHOLE_OFFSET * sum] as const;
  kernel.wholeListed(...place, PLACES.list, listed.length, PLACES.keptScores);
  return [...new Float32Array(kernel.memory.buffer, PLACES.keptScores, listed.length)];
}

function refineWith(kernel: ScanKernel, listed: readonly number[]): number[] {
  const place = [PLACES.highs, PLACES.lows, PLACES.scales, HALF, PLACES.exact] as const;
  kernel.refineListed(...place, PLACES.list, listed.length, PLACES.keptScores);
  return [...new Float32Array(kernel.memory.buffer, PLACES.keptScores, listed.length)];
}

test.each([true, false])("scans keep the rows that could reach the floor (relaxed SIMD: %s)", (relaxed) => {
  const median = scanWith(relaxed, 0).expected.toSorted((left, right) => left.most - right.most)[25]?.most ?? 0;
  const { listed, all, whole, refined, expected, omitted } = scanWith(relaxed, median);
  const above = expected.filter(({ most }) => most >= median);
  expect(above.length).toBeGreaterThan(20);
  expect(all).toEqual({ rows: above.map(({ row }) => row), scores: above.map(({ most }) => most) });
  const listedAbove = above.filter(({ isListed }) => isListed);
  expect(listed).toEqual({ rows: listedAbove.map(({ row }) => row), scores: listedAbove.map(({ most }) => most) });
  expect(whole).toEqual(refined);
  expect(refined).toEqual(expected.filter(({ isListed }) => isListed).map(({ exact }) => exact));
  for (const { row, left } of expected) {
    expect(omitted[row]).toBeGreaterThanOrEqual(left);
    expect(omitted[row]).toBeLessThan(left * 1.0001);
  }
});

test("without relaxed SIMD the same numbers come out", () => {
  expect(scanWith(false, -Infinity)).toEqual(scanWith(true, -Infinity));
});
