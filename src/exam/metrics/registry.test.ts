import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { createMetrics } from "./registry.ts";

test("every metric is registered once, and each folder holds its metric and its test", () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of folders) {
    for (const file of ["metric.ts", "metric.test.ts"])
      expect(existsSync(join(import.meta.dirname, name, file))).toBe(true);
  }
  const names = createMetrics().map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.map((name) => name.replace("@5", "-at-k")).toSorted()).toEqual(
    folders.map(({ name }) => name).toSorted(),
  );
});
