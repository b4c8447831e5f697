// Takes a sentence with its marks apart into claims: what each mark was put to.
import type { Span } from "../../../spec/document.ts";

export type PlacedMark = {
  /** Where it stands in the sentence's text, which does not hold it. */
  readonly at: number;
  readonly numbers: readonly number[];
  readonly invented: number;
};

export type MarkedClaim = Span & {
  /** The marks that were put to it, by their places in the list that was given; none: it is unmarked. */
  readonly marks: readonly number[];
};

/** `According to [1], …` and the like: it says nothing that a passage could support. */
const REPORTING =
  /^[\s,;:("'*_-]*(?:(?:and|but|so|also|as|according|per|to|in|from|by|see|source|sources|stated|noted|mentioned|described|shown|explained|passage|passages|based|on|cf|the|document|documents)\b[\s,;:.("'*_-]*)*$/iu;
const ANOTHER = /^\s*(?:[,;:–—]|(?:and|but|while|whereas|or|although|though|however)\b)/iu;

export function splitClaims(
  text: string,
  marks: readonly PlacedMark[],
  saysSomething: (text: string) => boolean,
): readonly MarkedClaim[] {
  const claims: { start: number; end: number; marks: number[] }[] = [];
  let start = 0;
  let leading: number[] = [];
  for (const [index, { at }] of marks.entries()) {
    const piece = text.slice(start, at);
    const last = claims.at(-1);
    if (!REPORTING.test(piece) && saysSomething(piece)) {
      claims.push({ start, end: at, marks: [...leading, index] });
      leading = [];
      start = at;
    } else if (last === undefined || leading.length > 0) leading.push(index);
    else last.marks.push(index);
  }
  addTail(claims, { text, start, leading, saysSomething });
  return claims.map((claim) => trimmed(text, claim));
}

type Tail = {
  readonly text: string;
  readonly start: number;
  readonly leading: readonly number[];
  readonly saysSomething: (text: string) => boolean;
};

/** What follows the last mark belongs to its claim, unless it begins another one. */
function addTail(claims: { start: number; end: number; marks: number[] }[], tail: Tail): void {
  const { text, start, leading, saysSomething } = tail;
  const rest = text.slice(start);
  const last = claims.at(-1);
  if (leading.length > 0) claims.push({ start, end: text.length, marks: [...leading] });
  else if (!saysSomething(rest)) return;
  else if (last !== undefined && !ANOTHER.test(rest)) last.end = text.length;
  else claims.push({ start, end: text.length, marks: [] });
}

function trimmed(text: string, claim: MarkedClaim): MarkedClaim {
  const piece = text.slice(claim.start, claim.end);
  const lead = /^[\s,;:–—]*(?:(?:and|but)\b\s*)?/iu.exec(piece)?.[0].length ?? 0;
  const tail = piece.length - piece.trimEnd().length;
  return { ...claim, start: Math.min(claim.start + lead, claim.end - tail), end: claim.end - tail };
}
