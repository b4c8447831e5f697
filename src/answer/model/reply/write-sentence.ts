// Writes a sentence with the numbers of the passages that support it, and says where its claims stand in what was written.
import type { Span } from "../../../spec/document.ts";
import type { JudgedClaim, JudgedSentence, Sentence } from "./judge-sentence.ts";

export type WrittenSentence = {
  readonly text: string;
  /** For each claim of the sentence where it stands in the text. */
  readonly places: readonly Span[];
};

/** What stood before a number that is not shown, and wants something to follow it. */
const WANTS_MORE = /\b(?:according to|based on|as (?:stated|noted|mentioned|described|shown) in|from|per)\s*$/iu;
const IN_ITS_PLACE = "the documents";

export function writeSentence({ text, marks }: Sentence, { claims }: JudgedSentence): WrittenSentence {
  const cuts = [...new Set([...marks.map(({ at }) => at), ...claims.map(({ shownAt }) => shownAt)])].toSorted(
    (one, other) => one - other,
  );
  let out = "";
  let from = 0;
  const written: { readonly from: number; readonly to: number; readonly at: number }[] = [];
  const add = (to: number): void => {
    const piece = text.slice(from, to);
    // why: where a mark is gone, the space before it would stand before a comma.
    if (/^[\s,.;:!?)]/u.test(piece)) out = out.replace(/ $/u, "");
    written.push({ from, to, at: out.length });
    out += piece;
    from = to;
  };
  for (const cut of cuts) {
    add(cut);
    const numbers = numbersAt(cut, claims);
    if (numbers.length > 0)
      out = `${/[\s(\]]$/u.test(out) ? out : `${out} `}${numbers.map((number) => `[${number}]`).join("")}`;
    else if (WANTS_MORE.test(out)) out = `${out.trimEnd()} ${IN_ITS_PLACE}`;
  }
  add(text.length);
  const placeOf = (position: number): number => {
    const piece = written.findLast(({ from: start }) => start <= position);
    return piece === undefined ? position : piece.at + Math.min(position, piece.to) - piece.from;
  };
  const places = claims.map(({ start, end }) => ({
    start: placeOf(start),
    end: placeOf(Math.max(start, end - 1)) + 1,
  }));
  return { text: out, places };
}

function numbersAt(cut: number, claims: readonly JudgedClaim[]): readonly number[] {
  const shown = claims.filter(({ shownAt }) => shownAt === cut).flatMap(({ evidence }) => evidence);
  return [...new Set(shown.map(({ number }) => number))];
}
