import { join, resolve, sep } from "node:path";

import { array, assert, constantFrom, oneof, property, string } from "fast-check";
import { expect, test } from "vitest";

import { clashingPaths, unsafeReason } from "./file-path.ts";

test.each([
  "model.gguf",
  "onnx/model.onnx",
  "1_Pooling/config.json",
  ".gitattributes",
  "a b (1) [x] {y}.txt",
  "模型/重み.gguf",
  "naïve.txt",
  "--flag.txt",
  "a..b/...c.txt",
  "console.txt",
])("%s may become a file", (path) => {
  expect(unsafeReason(path)).toBeUndefined();
});

test.each([
  "",
  "/etc/passwd",
  "..",
  ".",
  "../x",
  "a/../../x",
  "a/./b",
  "a//b",
  "a/",
  "a\\b",
  "..\\x",
  "C:x",
  "c:/x",
  "a\0b",
  "a\nb",
  "a\u001b[2Jb",
  "a\u007fb",
  "a\u202efdp.exe",
  "a\u200bb",
  "a/CON",
  "nul.txt",
  "Com1.gguf",
  "lpt³.x",
  "COM1",
  "a:stream",
  "a<b",
  "a|b",
  'a"b',
  "a?b",
  "a*b",
  "a.",
  "a ",
  " a",
  "..．/x",
  "．．/x",
  "ａ.gguf",
  "a∕b",
  "a⁄b",
  "e\u0301.gguf",
  "x".repeat(201),
  Array.from({ length: 90 }, () => "abcdefghi").join("/"),
])("%j must not", (path) => {
  expect(unsafeReason(path)).toEqual(expect.any(String));
});

test("whatever passes stays within its folder", () => {
  const segment = oneof(string({ unit: "binary" }), constantFrom("..", ".", "", "~", "a", "con", "…", "‥"));
  assert(
    property(array(segment, { minLength: 1, maxLength: 5 }), (segments) => {
      const path = segments.join("/");
      if (unsafeReason(path) !== undefined) return;
      const root = resolve("models");
      expect(join(root, path).startsWith(root + sep)).toBe(true);
      expect(join(root, path)).toBe(`${root}${sep}${path.split("/").join(sep)}`);
    }),
    { seed: 11, numRuns: 2000 },
  );
});

test.each([
  [["a", "b", "c/a", "c/b"], 0],
  [["Model.gguf", "model.gguf"], 1],
  [["A/x", "a/X"], 1],
  [["A/x", "a/y"], 0],
  [["straße", "STRASSE"], 1],
  [["a", "a/b"], 1],
  [["A/b/c", "a/B"], 1],
  [["x.part", "x"], 0],
])("of %j, %i clash", (paths, clashes) => {
  expect(clashingPaths(paths)).toHaveLength(clashes);
});
