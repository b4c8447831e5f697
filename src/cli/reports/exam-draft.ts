// What drafting will cost, and why drafts were dropped, in words.
import type { DraftForecast, DropReason } from "../../app/exam/draft-exam.ts";
import { plural } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";

const REASONS: readonly (readonly [DropReason, string])[] = [
  ["unreadable", "not in the form asked for"],
  ["model-failed", "the model failed"],
  ["no-question", "no question"],
  ["points-at-text", "speaks of the text"],
  ["no-quote", "its quote is not in the document"],
  ["answer-not-quoted", "its quote does not hold its answer"],
  ["gives-answer-away", "gives its answer away"],
  ["asked-already", "asked already"],
  ["answered-after-all", "answered after all"],
  ["nothing-to-ask", "nothing found to ask about"],
];

export function droppedText(dropped: Readonly<Partial<Record<DropReason, number>>>): string {
  return REASONS.flatMap(([reason, words]) => {
    const count = dropped[reason] ?? 0;
    return count === 0 ? [] : [`${count} ${words}`];
  }).join(", ");
}

export function forecastLine({ calls, mostCalls, inputTokens, outputTokens, usd }: DraftForecast): Styled {
  const cost = usd === undefined ? "its price is not configured, so the cost is not known" : `about $${usd.toFixed(4)}`;
  return line`At least ${plural(calls, "call")} (at most ${mostCalls}), about ${inputTokens} tokens in and ${outputTokens} out: ${cost}.`;
}
