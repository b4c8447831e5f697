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
  [
    "Resturlaub verfällt am 31. März des Folgejahres. Danach ist er weg.",
    ["Resturlaub verfällt am 31. März des Folgejahres.", "Danach ist er weg."],
  ],
  [
    "Am 24. Dezember und am 31. Dez. 2026 ist zu. Sonst nicht.",
    ["Am 24. Dezember und am 31. Dez. 2026 ist zu.", "Sonst nicht."],
  ],
  ["Wir sitzen in der Bahnhofstr. 7 in Ulm. Parken geht.", ["Wir sitzen in der Bahnhofstr. 7 in Ulm.", "Parken geht."]],
  ["Es gilt gem. § 5 BUrlG. Mehr nicht.", ["Es gilt gem. § 5 BUrlG.", "Mehr nicht."]],
  ["Die 3. Etage ist zu. Im 20. Jahrhundert nicht.", ["Die 3. Etage ist zu.", "Im 20. Jahrhundert nicht."]],
  ["Der Saal hat Platz für 40. Die Küche ist zu.", ["Der Saal hat Platz für 40.", "Die Küche ist zu."]],
  ["Die Summe ist 1250. Kunden zahlen sie bar.", ["Die Summe ist 1250.", "Kunden zahlen sie bar."]],
  ["Llame al tel. 912 34 56 antes de las 10. Después no.", ["Llame al tel. 912 34 56 antes de las 10.", "Después no."]],
  ["La réunion est au 12 bd. Voltaire. Venez.", ["La réunion est au 12 bd. Voltaire.", "Venez."]],
  [
    "The count was 12. March was the best month. It is a gem. Buy it.",
    ["The count was 12.", "March was the best month.", "It is a gem.", "Buy it."],
  ],
  ["The highest of the figures is 31. December was cold.", ["The highest of the figures is 31.", "December was cold."]],
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
