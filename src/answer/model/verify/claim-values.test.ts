import { expect, test } from "vitest";

import { claimValues, plainNumber } from "./claim-values.ts";

const listed = (claim: string): readonly string[] =>
  claimValues(claim)
    .toSorted((one, other) => one.start - other.start)
    .map(({ kind, value, unit }) => `${kind} ${value}${unit === undefined ? "" : ` ${unit}`}`);

test.each([
  ["The price of the Velora kettle is 48 euros.", ["name velora", "number 48 eur"]],
  ["€1,234.50 since 9 April 2024 (v2.1)", ["number 1234.5 eur", "date 2024-04-09", "code v2.1"]],
  [
    "Contract WV-644-J of Hirxfrer Ltd ends on March 3, 2025.",
    ["code wv-644-j", "name hirxfrer ltd", "date 2025-03-03"],
  ],
  ["Write to mira.t@acme.example or #help.", ["code mira.t@acme.example", "code #help"]],
  ["Wait ten seconds within the 30-day window.", ["number 10 second", "number 30 day"]],
  ["Mira Toldan leads the team.", ["name mira toldan"]],
  ["Employees wait.", []],
  ["One of them is fine.", []],
  ["The ΑT77634 code", ["code αt77634"]],
  ["The pаssword is Foo.", ["name pаssword", "name foo"]],
])("%j", (claim, values) => {
  expect(listed(claim)).toEqual(values);
});

test.each([
  ["1,234.50", "1234.5"],
  ["1.234,50", "1234.5"],
  ["1 234", "1234"],
  ["3,5", "3.5"],
  ["3.50", "3.5"],
  ["４８", "48"],
  ["0.125", "0.125"],
])("%s is worth %s", (typed, value) => {
  expect(plainNumber(typed)).toBe(value);
});
