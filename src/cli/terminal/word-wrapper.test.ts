import { expect, test } from "vitest";

import { createWordWrapper } from "./word-wrapper.ts";

function wrapAll(pieces: readonly string[], columns: number): string {
  const wrapper = createWordWrapper(columns);
  return pieces.map((piece) => wrapper.feed(piece)).join("") + wrapper.end();
}

test("words that arrive in pieces are wrapped as if they came at once", () => {
  const text = "The warranty begins on the day of delivery.\n\n  - It passes on.";
  const whole = wrapAll([text], 20);
  expect(whole).toBe("The warranty begins\non the day of\ndelivery.\n\n  - It passes on.");
  for (const size of [1, 3, 7]) {
    const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
      text.slice(index * size, (index + 1) * size),
    );
    expect(wrapAll(pieces, 20)).toBe(whole);
  }
});

test("a word longer than the terminal stays whole", () => {
  expect(wrapAll(["a verylongword b"], 6)).toBe("a\nverylongword\nb");
});

test("spaces inside a line are kept", () => {
  expect(wrapAll(["a  b"], 10)).toBe("a  b");
});
