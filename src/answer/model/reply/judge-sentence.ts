// Judges the claims of a sentence and says what to show of it: which marks stay, which go, which are added.
import type { UnsupportedReason } from "../../../spec/answer.ts";
import type { Span } from "../../../spec/document.ts";
import { saysSomething } from "../verify/claim-words.ts";
import { findSupport, verifyClaim, type Evidenced, type Shelf } from "../verify/verify-claim.ts";
import { isRefusal } from "./recognise-refusal.ts";
import { splitClaims, type MarkedClaim, type PlacedMark } from "./split-claims.ts";

export type Sentence = {
  readonly text: string;
  readonly marks: readonly PlacedMark[];
};

/** Positions are those in the sentence's text. */
export type JudgedClaim = Span & {
  readonly evidence: readonly Evidenced[];
  /** Where the numbers of its evidence are shown. */
  readonly shownAt: number;
  readonly reason?: UnsupportedReason;
};

export type JudgedSentence = {
  readonly claims: readonly JudgedClaim[];
  readonly invented: number;
  /** Numbers that were put to what their passages do not hold. */
  readonly unverified: number;
};

export function judgeSentence(sentence: Sentence, shelf: Shelf): JudgedSentence {
  const { text, marks } = sentence;
  const speaks = (piece: string): boolean => saysSomething(piece, shelf.analyze);
  const invented = marks.reduce((sum, mark) => sum + mark.invented, 0);
  const claims = splitClaims(text, marks, speaks).flatMap((claim) => {
    const isExempt = claim.marks.length === 0 && !needsSupport(text.slice(claim.start, claim.end), speaks);
    return isExempt ? [] : [judgeClaim(claim, sentence, shelf)];
  });
  const unverified = claims.reduce((sum, claim) => sum + claim.unverified, 0);
  return { claims, invented, unverified };
}

/** Lead-ins, questions, headings and the model's own doubts say nothing that a document could support. */
function needsSupport(claim: string, speaks: (piece: string) => boolean): boolean {
  return !/[:?]["'*_)]*$/u.test(claim) && !/^\s*#/u.test(claim) && speaks(claim) && !isRefusal(claim);
}

type Counted = JudgedClaim & { readonly unverified: number };

function judgeClaim(claim: MarkedClaim, { text, marks }: Sentence, shelf: Shelf): Counted {
  const own = claim.marks.flatMap((index) => marks[index] ?? []);
  const numbers = [...new Set(own.flatMap((mark) => mark.numbers))];
  const words = text.slice(claim.start, claim.end);
  const verdict = numbers.length === 0 ? undefined : verifyClaim(words, numbers, shelf);
  const evidence = verdict !== undefined && verdict.reason === undefined ? verdict.evidence : findSupport(words, shelf);
  const place = { start: claim.start, end: claim.end, shownAt: own.at(-1)?.at ?? claim.end };
  const unverified = numbers.filter((number) => !evidence.some((found) => found.number === number)).length;
  if (evidence.length > 0) return { ...place, evidence, unverified };
  const isInvented = numbers.length === 0 && own.length > 0;
  const reason = verdict?.reason ?? (isInvented ? "invented-number" : "unmarked");
  return { ...place, evidence: [], unverified, reason };
}
