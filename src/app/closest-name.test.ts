import { expect, test } from "vitest";

import { closestName, editDistance } from "./closest-name.ts";

test.each([
  ["serch", "search"],
  ["saerch", "search"],
  ["Search", "search"],
  ["dry", "dry-run"],
  ["limt", "limit"],
])("%s is taken for %s", (typed, meant) => {
  expect(closestName(typed, ["sync", "search", "dry-run", "limit", "watch"])).toBe(meant);
});

test("nothing near gives no advice", () => {
  expect(closestName("frobnicate", ["sync", "search"])).toBeUndefined();
  expect(closestName("x", [])).toBeUndefined();
});

test("swapped neighbours count as one mistake", () => {
  expect(editDistance("snyc", "sync")).toBe(1);
  expect(editDistance("", "abc")).toBe(3);
});

test("of two names that are as near the one that begins alike is meant", () => {
  expect(closestName("olama", ["llama", "ollama"])).toBe("ollama");
});
