import { expect, test } from "vitest";

import { isBaseForm, otherForms, withoutEnding, numberValue } from "./word-forms.ts";

test.each([
  ["kept", ["keep"]],
  ["keep", ["kept"]],
  ["keeping", ["keep", "kept"]],
  ["makes", ["make", "made"]],
  ["getting", ["get", "got", "gotten"]],
  ["drew", ["draw", "drawn"]],
  ["children", ["child"]],
  ["3", ["three"]],
])("%s is also %j", (word, forms) => {
  expect(otherForms(word)).toEqual(forms);
});

test("a form of two verbs has the forms of both", () => {
  expect(otherForms("lay")).toEqual(expect.arrayContaining(["laid", "lie", "lain"]));
});

test("a word with regular forms needs no others, and a past form takes no endings", () => {
  expect(otherForms("walk")).toEqual([]);
  expect(otherForms("founded")).toEqual([]);
  expect(isBaseForm("find")).toBe(true);
  expect(isBaseForm("found")).toBe(false);
});

test("regular endings are taken off in every way that could be meant", () => {
  expect(withoutEnding("stopped")).toContain("stop");
  expect(withoutEnding("making")).toContain("make");
  expect(withoutEnding("boxes")).toContain("box");
  expect(withoutEnding("oil")).toEqual([]);
});

test("plain numbers have a value, in digits or in words", () => {
  expect(numberValue("12")).toBe(12);
  expect(numberValue("Twelve")).toBe(12);
  expect(numberValue("1st")).toBeUndefined();
  expect(numberValue("door")).toBeUndefined();
});
