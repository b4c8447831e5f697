import { join } from "node:path";

import { expect, test } from "vitest";

import { allImports } from "../test/architecture.ts";

const OWN = allImports(join(import.meta.dirname)).filter(({ from }) => !from.endsWith(".test.ts"));

test("the world imports itself, src/core and src/spec; its tests may look further", () => {
  const outside = OWN.filter(({ from, to }) => from.startsWith("world/") && !to.startsWith("world/"))
    .map(({ from, to }) => `${from} imports ${to}`)
    .filter((line) => !/ imports \.\.\/src\/(?:core|spec)\//u.test(line));
  expect(outside).toEqual([]);
});

test("experiments use the product as any program does, and count with the exam's statistics", () => {
  const outside = OWN.filter(({ from, to }) => from.startsWith("experiments/") && to.startsWith(".."))
    .map(({ from, to }) => `${from} imports ${to}`)
    .filter((line) => !/ imports \.\.\/src\/(?:index\.ts$|exam\/statistics\/)/u.test(line));
  expect(outside).toEqual([]);
});
