// Ranges that a text gives, so that a question about twelve years finds `10 or more`.
import { numberValue } from "./word-forms.ts";

/** From and to, both within. */
export type NumberRange = readonly [number, number];

const NUMBER = "(\\p{N}+|\\p{L}+(?:-\\p{L}+)?)";
/** Each gives its numbers in the order of the pattern's groups; what is no number is no range. */
const PATTERNS: readonly (readonly [RegExp, (one: number, other: number) => NumberRange])[] = [
  [new RegExp(`\\b${NUMBER}\\s?(?:to|until|through|[-–—])\\s?${NUMBER}\\b`, "giu"), (one, other) => [one, other]],
  [
    new RegExp(`\\b(?:over|above|more than|longer than|at least|after|from|since|beyond)\\s${NUMBER}\\b`, "giu"),
    (one) => [one, Infinity],
  ],
  [
    new RegExp(`\\b${NUMBER}(?:\\s(?:\\p{L}+\\s)?(?:or|and) (?:more|longer|over|above|upwards?)|\\+)`, "giu"),
    (one) => [one, Infinity],
  ],
  [
    new RegExp(`\\b(?:under|below|less than|fewer than|up to|at most|within|no more than)\\s${NUMBER}\\b`, "giu"),
    (one) => [0, one],
  ],
  [new RegExp(`\\b${NUMBER}\\s(?:\\p{L}+\\s)?(?:or|and) (?:less|fewer|under|below)\\b`, "giu"), (one) => [0, one]],
];

export function saidRanges(text: string): readonly NumberRange[] {
  return PATTERNS.flatMap(([pattern, rangeOf]) =>
    [...text.matchAll(pattern)].flatMap(([, first = "", second = first]) => {
      const [one, other] = [numberValue(first), numberValue(second)];
      return one === undefined || other === undefined ? [] : [rangeOf(one, other)];
    }),
  );
}
