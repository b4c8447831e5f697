import { expect, test } from "vitest";

import { placeOfOffset } from "./text-place.ts";

test.each([
  ["ab\ncd", 0, 1, 1],
  ["ab\ncd", 4, 2, 2],
  ["ab\r\ncd", 4, 2, 1],
  ["ab\rcd", 3, 2, 1],
  ["ab\n", 3, 2, 1],
  ["", 0, 1, 1],
])("offset in %j at %i is line %i, column %i", (text, offset, line, column) => {
  expect(placeOfOffset(text, offset)).toEqual({ line, column });
});
