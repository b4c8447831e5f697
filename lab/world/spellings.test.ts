import { expect, test } from "vitest";

import { spellings } from "./spellings.ts";

test.each([
  ["48 euros", ["€48", "48 EUR", "48 €"]],
  ["$1,250", ["1250 dollars", "1,250 USD", "$1250"]],
  ["12 March 2024", ["2024-03-12", "March 12, 2024"]],
  ["2024-03-02", ["2 March 2024", "March 2, 2024"]],
  ["June 5, 2021", ["2021-06-05", "5 June 2021"]],
  ["12 percent", ["12%", "12 %"]],
  ["3.7 kg", ["3.7 kilograms", "3.7kg"]],
  ["the Brasko team", ["Brasko team"]],
])("%s may also be written as %j", (value, others) => {
  const found = spellings(value);
  expect(found[0]).toBe(value);
  expect(found).toEqual(expect.arrayContaining(others));
  expect(new Set(found).size).toBe(found.length);
});

test("a weight in pounds is no money, and a code has one spelling", () => {
  expect(spellings("849 pounds")).toEqual(["849 pounds"]);
  expect(spellings("QV-318-B")).toEqual(["QV-318-B"]);
});
