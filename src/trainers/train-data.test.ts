import { expect, test } from "vitest";

import { aclsOf, hashExamples } from "./train-data.ts";

const example = (text: string, acl: readonly string[]) => ({
  messages: [{ role: "assistant", content: text } as const],
  weight: 1,
  acl,
});

test("an adapter inherits each different list of its rows once, whatever their order", () => {
  const lists = [["b", "a"], ["a", "b"], ["a", "b", "a"], ["public"], []];
  expect(aclsOf(lists.map((acl) => example("x", acl)))).toEqual([[], ["a", "b"], ["public"]]);
});

test("rows that differ in a letter, a weight, a reader or their order have another hash", () => {
  const [one, two] = [example("x", ["a"]), example("y", ["a"])];
  const hashes = [[one, two], [two, one], [one], [{ ...one, weight: 2 }], [{ ...one, acl: ["b"] }]].map(hashExamples);
  expect(new Set(hashes).size).toBe(5);
  expect(hashExamples([one, two])).toBe(hashes[0]);
});
