import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { allImports, importsOf, MAY_IMPORT, violations } from "./architecture.ts";

const src = fileURLToPath(new URL("../src", import.meta.url));

test("every import between folders is one that the table allows", () => {
  expect(violations(allImports(src))).toEqual([]);
});

test("the check sees the imports that are there", () => {
  expect(allImports(src).length).toBeGreaterThan(100);
});

test("every folder of src stands in the table", () => {
  const folders = readdirSync(src, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).filter((name) => !(name in MAY_IMPORT))).toEqual([]);
});

test("every file of src begins by saying what it is for", () => {
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const silent = files
    .filter((file) => !file.endsWith(".test.ts"))
    .filter((file) => !/^(?:#!.*\n)?\/\/ \S/u.test(readFileSync(join(src, file), "utf8")));
  expect(silent).toEqual([]);
});

test.each([
  ["library/a.ts", 'import { x } from "../answer/b.ts";'],
  ["library/a.ts", 'import type { X } from "../stores/sqlite/b.ts";'],
  ["library/a.ts", 'import {\n  type X,\n} from "../exam/b.ts";'],
  ["library/a.ts", 'export { x } from "../app/b.ts";'],
  ["library/a.ts", 'const x = await import("../cli/b.ts");'],
  ["core/a.ts", 'import type { X } from "../spec/b.ts";'],
  ["parsers/html/a.ts", 'import { x } from "../pdf/b.ts";'],
  ["cli/a.ts", 'import { x } from "../stores/sqlite/b.ts";'],
  ["library/a.ts", 'import { x } from "../testing/b.ts";'],
  ["spec/a.ts", 'import "../library/b.ts";'],
])("a forbidden import in %s is found: %s", (file, text) => {
  expect(violations(importsOf(file, text))).toHaveLength(1);
});

test.each([
  ["library/a.test.ts", 'import { x } from "../testing/b.ts";'],
  ["parsers/html/a.ts", 'import { x } from "../shared-text.ts";'],
  ["parsers/html/a.ts", 'import { x } from "../reading/b.ts";'],
  ["app/a.ts", 'import { x } from "../stores/sqlite/b.ts";'],
  ["library/sync/a.ts", 'import { x } from "../chunk/b.ts";'],
  ["index.ts", 'import { x } from "./app/b.ts";'],
])("an allowed import in %s passes: %s", (file, text) => {
  expect(violations(importsOf(file, text))).toEqual([]);
});
