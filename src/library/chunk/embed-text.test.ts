import { expect, test } from "vitest";

import { embedText } from "./embed-text.ts";

function embed(text: string, headings: readonly string[], prefix = ""): string {
  return embedText({ headings, prefix, start: 0, end: text.length }, text);
}

test("headings and prefix come before the text", () => {
  expect(embed("| 3 | 4 |", ["Guide", "Sizes"], "| a | b |\n|---|---|\n")).toBe(
    "Guide > Sizes\n\n| a | b |\n|---|---|\n| 3 | 4 |",
  );
});

test("headings that the text opens with are not said twice", () => {
  expect(embed("# Guide\n\n## `Sizes`\n\nText.", ["Guide", "Sizes"])).toBe("# Guide\n\n## `Sizes`\n\nText.");
  expect(embed("## Sizes\n\nText.", ["Guide", "Sizes"])).toBe("Guide\n\n## Sizes\n\nText.");
  expect(embed("The *size*\n----\n\nText.", ["The size"])).toBe("The *size*\n----\n\nText.");
  expect(embed("Sizes differ.", ["Sizes"])).toBe("Sizes\n\nSizes differ.");
});

test("a passage without headings is its text", () => {
  expect(embed("Text.", [])).toBe("Text.");
});
