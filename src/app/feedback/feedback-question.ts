// A question of an exam out of a reviewed thumb: what is known to be right is what is expected.
import { idFor } from "../../exam/questions/question-schema.ts";
import type { Principals } from "../../spec/access.ts";
import type { Expected, Question } from "../../spec/exam.ts";
import { correctionOf, type GivenAnswer, type Judged } from "./feedback-line.ts";

/** A string says why none comes of it. Whoever may see the question is cleared for the adapter that answered. */
export function feedbackQuestion(item: Judged, principalsOf: (as: Principals) => Principals): Question | string {
  const { given, thumb } = item.thumb;
  const expected = expectedOf(item);
  if (typeof expected === "string") return expected;
  const principals = clearedAskers(given, principalsOf);
  if (principals === undefined) return "whoever asked is not cleared any more for the adapter that answered";
  const id = idFor({ question: given.question });
  return {
    id,
    question: given.question,
    principals,
    expected,
    axis: "knowledge",
    cluster: expected.sources?.[0] ?? id,
    tags: ["feedback", `thumb-${thumb}`],
  };
}

/** Named by what clears them, too: who belongs to a group may change, and the question stays. */
function clearedAskers({ as, adapter }: GivenAnswer, principalsOf: (as: Principals) => Principals) {
  const held = principalsOf(as);
  const needed = (adapter?.acls ?? []).map((acl) =>
    acl.includes("public") ? "public" : (acl.find((one) => as.includes(one)) ?? acl.find((one) => held.includes(one))),
  );
  const known = needed.filter((one) => one !== undefined);
  if (known.length < needed.length) return undefined;
  return [...as, ...new Set(known.filter((one) => one !== "public" && !as.includes(one)))];
}

function expectedOf(item: Judged): Expected | string {
  const { given, thumb } = item.thumb;
  const { correct, unanswerable } = correctionOf(item);
  if (unanswerable === true) return { unanswerable: true };
  if (correct !== undefined) return { answers: [correct], ...evidence(item, (quote) => holds(quote, correct)) };
  if (thumb === "down") return "nobody said what would have been right";
  if (!given.answered) return { unanswerable: true };
  const values = valuesOf(withoutMarks(given.text));
  if (values.length === 0)
    return "it is not known which of its words a right answer needs; say them in the review with --correct";
  return { contains: values, ...evidence(item, (quote) => values.some((value) => holds(quote, value))) };
}

/** Sources of a wrong answer are often wrong too: only what holds the right one is expected. */
function evidence({ thumb: { given } }: Judged, isRight: (quote: string) => boolean): Partial<Expected> {
  const right = given.sources.filter(({ quote }) => isRight(quote));
  if (right.length === 0) return {};
  return {
    sources: [...new Set(right.map(({ documentId }) => documentId))],
    quotes: [...new Set(right.map(({ quote }) => quote))],
  };
}

function holds(quote: string, words: string): boolean {
  return quote.toLowerCase().includes(words.toLowerCase());
}

/** Numbers, dates and codes: what another right answer, in other words, says as well. */
function valuesOf(text: string): readonly string[] {
  return [...new Set(text.match(/[\p{L}\p{N}]*\p{N}[\p{L}\p{N}]*(?:[.,:/-][\p{L}\p{N}]+)*/gu))];
}

export function withoutMarks(text: string): string {
  return text.replaceAll(/ ?\[(?:\d{1,4}|\?)\]/gu, "").trim();
}
