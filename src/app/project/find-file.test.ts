import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { findFile } from "./find-file.ts";

let folder: string;

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "schoolbook-find-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a file is found however its folders and its name spell their accents", () => {
  mkdirSync(join(folder, "u\u0308ber", "\u00e9"), { recursive: true });
  writeFileSync(join(folder, "u\u0308ber", "\u00e9", "a\u0301 b.md"), "");
  const found = findFile(folder, "\u00fcber/\u00e9/\u00e1 b.md");
  expect(found).toBe(join(folder, "u\u0308ber", "\u00e9", "a\u0301 b.md"));
});

test("a path that leads to nothing stays as it is", () => {
  expect(findFile(folder, "\u00e9/a.md")).toBe(join(folder, "\u00e9", "a.md"));
  expect(findFile(folder, "docs/a.md")).toBe(join(folder, "docs", "a.md"));
});

test("a path out of the project is taken as it is written", () => {
  expect(findFile(folder, "../wiki/a.md")).toBe(join(folder, "..", "wiki", "a.md"));
});
