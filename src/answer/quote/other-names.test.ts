import { expect, test } from "vitest";

import { oppositesOf } from "./opposites.ts";
import { otherNames } from "./other-names.ts";
import { relatives } from "./relatives.ts";

test("what is asked for and what is written about are found together, in any regular form", () => {
  expect(otherNames("salary")).toContain("wage");
  expect(otherNames("guarantees")).toContain("warranty");
  expect(otherNames("renting")).toContain("hire");
  expect(otherNames("zebra")).toEqual([]);
});

test("a word is found by words of its root", () => {
  expect(relatives("reachable")).toContain("reach");
  expect(relatives("driver")).toContain("drive");
  expect(relatives("deliver")).toContain("delivery");
  expect(relatives("rollback")).toContain("roll");
  expect(relatives("S3")).toEqual([]);
});

test("what excludes a word is known, whatever way it is made", () => {
  expect(oppositesOf("first")).toContain("last");
  expect(oppositesOf("rejected")).toContain("accept");
  expect(oppositesOf("paid")).toContain("unpaid");
  expect(oppositesOf("unlocked")).toContain("locked");
});
