// JSON from outside that would overflow the stack of whoever walks it.
import { expect, test } from "vitest";

import { isTooDeep, parseJson } from "./parse-json.ts";

const nested = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);

test("what people write is parsed as always, and mistakes are syntax errors", () => {
  expect(parseJson('{"a":[1,{"b":null}]}')).toEqual({ a: [1, { b: null }] });
  expect(parseJson(nested(500))).toBeInstanceOf(Array);
  expect(() => parseJson("{oops")).toThrow(SyntaxError);
});

test.each([501, 100_000])("%i levels are refused, as lists and inside of objects", (levels) => {
  expect(() => parseJson(nested(levels))).toThrow("nested more than 500 levels deep");
  expect(() => parseJson(`{"a":${nested(levels)}}`)).toThrow(SyntaxError);
});

test("a value that shares its parts is looked through in no time", () => {
  let value: unknown = "end";
  for (let level = 0; level < 60; level += 1) value = [value, value];
  expect(isTooDeep(value)).toBe(false);
  const circle: unknown[] = [];
  circle.push(circle);
  expect(isTooDeep(circle)).toBe(true);
});
