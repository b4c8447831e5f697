import { array, assert, constantFrom, integer, property, record, string, tuple, type Arbitrary } from "fast-check";
import { expect, test } from "vitest";

import { escapeText } from "../../core/page/markup.ts";
import type { UnsupportedReason } from "../../spec/answer.ts";
import { letterOf, markText } from "./mark-text.ts";

test("claims that overlap are marked piece by piece, each with its letter where it ends", () => {
  const claims = [
    { start: 0, end: 8, letter: "a" },
    { start: 4, end: 12, letter: "b" },
  ];
  const unsupported = [{ start: 12, end: 16, reason: "unmarked" as const }];
  expect(markText({ text: "one two three four", claims, unsupported }).html).toBe(
    `<mark>one </mark><mark>two </mark><sup>a</sup><mark>thre</mark><sup>b</sup><u>e fo</u><sup class="care">? unmarked</sup>ur`,
  );
});

test("whatever is marked, wherever it lies, the text is all there and nothing else", () => {
  const span = record({ start: integer({ min: -5, max: 40 }), end: integer({ min: -5, max: 40 }) });
  const reason: Arbitrary<UnsupportedReason> = constantFrom("unmarked", "other-words");
  const claim = span.map((one) => ({ ...one, letter: "a" }));
  const doubt = tuple(span, reason).map(([one, why]) => ({ ...one, reason: why }));
  const texts = string({ unit: "grapheme-ascii", maxLength: 30 });
  assert(
    property(texts, array(claim), array(doubt), (text, claims, unsupported) => {
      const { html } = markText({ text, claims, unsupported });
      const bare = html.replaceAll(/<sup[^>]*>[^<]*<\/sup>/gu, "").replaceAll(/<\/?(?:mark|u)>/gu, "");
      expect(bare).toBe(escapeText(text));
    }),
    { seed: 7 },
  );
});

test("letters go on after z", () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(letterOf)).toEqual(["a", "z", "aa", "az", "ba", "zz", "aaa"]);
});
