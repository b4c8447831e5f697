import { join } from "node:path";

import { expect, test } from "vitest";

import { allImports } from "../test/architecture.ts";

test("the lab imports itself, src/core and src/spec; its tests may look further", () => {
  const outside = allImports(join(import.meta.dirname))
    .filter(({ from, to }) => to.startsWith("..") && !from.endsWith(".test.ts"))
    .map(({ from, to }) => `${from} imports ${to}`)
    .filter((line) => !/ imports \.\.\/src\/(?:core|spec)\//u.test(line));
  expect(outside).toEqual([]);
});
