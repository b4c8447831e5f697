import { expect, test } from "vitest";

import { seededRandom } from "../../../core/runtime.ts";
import { loadKernel } from "./load-kernel.ts";

const ROWS = 50;
const STRIDE = 96;
const PLACES = {
  values: 1024,
  scales: 8192,
  sums: 9216,
  query: 10_240,
  list: 11_264,
  keptRows: 12_288,
  keptScores: 13_312,
  exact: 14_336,
};

function scanWith(relaxed: boolean, floor: number) {
  const random = seededRandom(5);
  const kernel = loadKernel({ relaxed });
  const { buffer } = kernel.memory;
  const values = new Int8Array(buffer, PLACES.values, ROWS * STRIDE).map(() => Math.floor(random() * 255) - 127);
  new Int8Array(buffer, PLACES.values, ROWS * STRIDE).set(values);
  const query = Array.from({ length: STRIDE }, () => Math.floor(random() * 127) - 63);
  new Uint8Array(buffer, PLACES.query, STRIDE).set(query.map((value) => value + 64));
  new Float32Array(buffer, PLACES.exact, STRIDE).set(query);
  const rowOf = (row: number) => [...values.subarray(row * STRIDE, row * STRIDE + STRIDE)];
  for (let row = 0; row < ROWS; row++) {
    new Float32Array(buffer, PLACES.scales, ROWS)[row] = 0.5;
    new Int32Array(buffer, PLACES.sums, ROWS)[row] = rowOf(row).reduce((sum, value) => sum + value, 0);
  }
  const listed = Array.from({ length: ROWS }, (_, row) => row).filter((row) => row % 3 !== 1);
  new Uint16Array(buffer, PLACES.list, ROWS).set(listed);
  const chunk = [PLACES.values, PLACES.scales, PLACES.sums, STRIDE, PLACES.query] as const;
  const read = (kept: number) => ({
    rows: [...new Uint16Array(buffer, PLACES.keptRows, kept)],
    scores: [...new Float32Array(buffer, PLACES.keptScores, kept)],
  });
  const dot = (row: number) => rowOf(row).reduce((sum, value, index) => sum + value * (query[index] ?? 0), 0);
  const rows = Array.from({ length: ROWS }, (_, row) => row);
  return {
    listed: read(kernel.scanListed(...chunk, PLACES.list, listed.length, floor, PLACES.keptRows, PLACES.keptScores)),
    all: read(kernel.scanAll(...chunk, ROWS, floor, PLACES.keptRows, PLACES.keptScores)),
    refined: rows.map((row) => kernel.refine(PLACES.values + row * STRIDE, PLACES.exact, STRIDE)),
    expected: rows.map((row) => ({ row, score: dot(row) * 0.5, isListed: row % 3 !== 1 })),
  };
}

test.each([true, false])("scans keep the rows that reach the floor (relaxed SIMD: %s)", (relaxed) => {
  const { listed, all, refined, expected } = scanWith(relaxed, 1000);
  const above = expected.filter(({ score }) => score >= 1000);
  expect(above.length).toBeGreaterThan(5);
  expect(all).toEqual({ rows: above.map(({ row }) => row), scores: above.map(({ score }) => score) });
  const listedAbove = above.filter(({ isListed }) => isListed);
  expect(listed).toEqual({ rows: listedAbove.map(({ row }) => row), scores: listedAbove.map(({ score }) => score) });
  expect(refined).toEqual(expected.map(({ score }) => score * 2));
});

test("without relaxed SIMD the same numbers come out", () => {
  expect(scanWith(false, -Infinity)).toEqual(scanWith(true, -Infinity));
});
