import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { findQuote } from "./find-quote.ts";

const TEXT =
  "The **notice period** is\nfour weeks — “no less”, says § 4. It costs 48.50 euros, or 10² units.\nNext passage.";

function find(quote: string, within = { start: 0, end: TEXT.length }): string | undefined {
  const span = findQuote(quote, { text: TEXT, within });
  return span && TEXT.slice(span.start, span.end);
}

describe("found again", () => {
  test.each([
    ["exactly", "says § 4", "says § 4"],
    ["across emphasis and a line break", "the notice period is four weeks", "The **notice period** is\nfour weeks"],
    ["with other quotes and dashes", 'four weeks - "no less"', "four weeks — “no less”"],
    ["with full-width digits", "costs ４８.50 euros", "costs 48.50 euros"],
    ["shortened with dots", "The notice period … costs 48.50 euros", TEXT.slice(0, TEXT.indexOf(", or"))],
    ["without its last mark", "It costs 48.50 euros.", "It costs 48.50 euros"],
    ["with invisible characters", "four\u200b weeks", "four weeks"],
  ])("%s", (_, quote, found) => {
    expect(find(quote)?.replace(/[”]$/u, "")).toBe(found.replace(/[”]$/u, ""));
  });
});

describe("not found", () => {
  test.each([
    ["another number", "It costs 48.55 euros"],
    ["the beginning of a number", "costs 48"],
    ["a digit that was not raised", "102 units"],
    ["a letter of another alphabet", "four wееks"],
    ["another word", "the notice period is five weeks"],
    ["the parts in another order", "costs 48.50 euros … notice period"],
    ["nothing", "…"],
  ])("%s", (_, quote) => {
    expect(find(quote)).toBeUndefined();
  });

  test("what goes on beyond the passage", () => {
    const end = TEXT.indexOf("\nNext");
    expect(find("10² units. Next passage", { start: 0, end })).toBeUndefined();
    expect(find("10² units. Next passage")).toBe("10² units.\nNext passage");
  });
});

test("whatever piece of whole words is taken from a text, it is found at exactly these words", () => {
  const piece = fc.array(fc.constantFrom("alpha", "Beta", "48.5", "x-1", "ß", "日本", "*em*", "“q”"), {
    minLength: 4,
    maxLength: 30,
  });
  fc.assert(
    fc.property(piece, fc.nat(100), fc.nat(100), (words, one, other) => {
      const text = words.join(" ");
      const from = Math.min(one, other) % words.length;
      const to = Math.max(from + 1, Math.max(one, other) % (words.length + 1));
      const quote = words.slice(from, to).join(" ");
      const span = findQuote(quote, { text, within: { start: 0, end: text.length } });
      const plain = (some: string): string => some.replaceAll(/[*“”\s]/gu, "").toLowerCase();
      expect(span).toBeDefined();
      expect(plain(text.slice(span?.start, span?.end))).toBe(plain(quote));
    }),
    { seed: 1, numRuns: 300 },
  );
});
