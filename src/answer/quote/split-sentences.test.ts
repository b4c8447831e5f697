import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";

import { splitSentences } from "./split-sentences.ts";

const split = (text: string): string[] =>
  splitSentences(text, { start: 0, end: text.length }).map(({ start, end }) => text.slice(start, end));

test.each([
  ["It works. It really does!  Does it? Yes.", ["It works.", "It really does!", "Does it?", "Yes."]],
  ["Dr. Smith met Mrs. Jones at 3.5 km. They left.", ["Dr. Smith met Mrs. Jones at 3.5 km.", "They left."]],
  ["Use e.g. the U.S. keyboard. Then type.", ["Use e.g. the U.S. keyboard.", "Then type."]],
  ["J. R. Tolkien wrote it. So they say.", ["J. R. Tolkien wrote it.", "So they say."]],
  ['He said "stop." Then he left.', ['He said "stop."', "Then he left."]],
  ["**Note.** Read this.", ["**Note.**", "Read this."]],
  ["See node.js docs at example.com/a.b for v1.2.3 now.", ["See node.js docs at example.com/a.b for v1.2.3 now."]],
  ["Wait... what happened", ["Wait... what happened"]],
  ["これは文です。次の文です。", ["これは文です。", "次の文です。"]],
  ["1. First step. 2. Second step.", ["1. First step.", "2. Second step."]],
  ["over\ntwo lines. Next", ["over\ntwo lines.", "Next"]],
  ["   \n ", []],
])("splits %j", (text, sentences) => {
  expect(split(text)).toEqual(sentences);
});

test("an endless sentence is cut at spaces, and never inside a character", () => {
  const pieces = split("word ".repeat(1000));
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(700);
  expect(pieces.join(" ")).toBe("word ".repeat(1000).trim());
  for (const piece of split("😀".repeat(1000))) expect(piece.isWellFormed()).toBe(true);
});

test("loses nothing but white space, in order, without overlap", () => {
  assert(
    property(string({ unit: "grapheme", maxLength: 200 }), (text) => {
      let from = 0;
      for (const { start, end } of splitSentences(text, { start: 0, end: text.length })) {
        expect(text.slice(from, start).trim()).toBe("");
        expect(end).toBeGreaterThan(start);
        from = end;
      }
      expect(text.slice(from).trim()).toBe("");
    }),
    { seed: 3, numRuns: 300 },
  );
});
