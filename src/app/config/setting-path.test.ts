import { expect, test } from "vitest";

import { formatPath, parsePath, valueAt, withValueAt } from "./setting-path.ts";

test.each([
  ["retrieval.limit", ["retrieval", "limit"]],
  ["sources.docs.access[0].path", ["sources", "docs", "access", 0, "path"]],
  ['people["user:ann"][1]', ["people", "user:ann", 1]],
  ['a["b\\"c.d"]', ["a", 'b"c.d']],
])("%s is written and read", (text, path) => {
  expect(parsePath(text)).toEqual(path);
  expect(formatPath(path)).toBe(text);
});

test("colons need no quotes when they are typed", () => {
  expect(parsePath("people.user:ann")).toEqual(["people", "user:ann"]);
});

test.each(["", "a[", 'a["b]', "a]"])("%j is no path", (text) => {
  expect(parsePath(text)).toBeUndefined();
});

test("values are put into copies, objects and lists alike", () => {
  const root = { list: [{ a: 1 }] };
  expect(withValueAt(root, ["list", 0, "a"], 2)).toEqual({ list: [{ a: 2 }] });
  expect(withValueAt(undefined, ["x", "y"], true)).toEqual({ x: { y: true } });
  expect(root).toEqual({ list: [{ a: 1 }] });
  expect(valueAt(root, ["list", 0, "b"])).toBeUndefined();
  expect(valueAt(root, ["toString"])).toBeUndefined();
});
