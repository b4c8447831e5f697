// What went wrong, by kind: the same wrong number has other remedies when the source was not found than when it was misread.
import type { ScoredTrial, Trial } from "../../spec/exam.ts";
import { HEADLINE } from "../metrics/registry.ts";
import type { ScoredArm } from "./score-arms.ts";
import { type LibraryNow, withhold, WITHHELD } from "./withhold.ts";

export type FailureKind =
  /** There is no answer: the model or its server failed. */
  | "failed"
  /** There is an answer that cannot be scored. */
  | "unscored"
  /** It answered what has no answer. */
  | "fabricated"
  /** It did not answer what has one. */
  | "refused"
  /** Wrong, and cut off by the limit of tokens. */
  | "cut"
  /** Wrong or refused, and none of the expected sources lay before the model. */
  | "not-found"
  /** Wrong for another reason. */
  | "wrong";

export type Failure = {
  readonly kind: FailureKind;
  /** Its id. */
  readonly question: string;
  /** What was asked. */
  readonly text: string;
  readonly arm: string;
  readonly repeat: number;
  readonly reason: string;
};

/**
 * By the headline metric; a trial that it has nothing to say about can only have failed. A reason quotes what was expected and
 * answered, and so is told only where all of that may be read now.
 */
export function failuresOf({ name, arm, trials, scores }: ScoredArm, library: LibraryNow): readonly Failure[] {
  const headline = new Map((scores.get(HEADLINE) ?? []).map((row) => [row.trial, row]));
  const searches = arm.context.kind === "search";
  return trials.flatMap((trial): readonly Failure[] => {
    const found = failureOf(trial, headline.get(trial), searches);
    if (found === undefined) return [];
    const { isTold: isAllTold, isWithheld } = withhold(trial, library);
    const isTold = found.kind === "failed" ? !isWithheld : isAllTold;
    const told = isTold ? found : { kind: found.kind, reason: WITHHELD };
    return [{ ...told, question: trial.question.id, text: trial.question.question, arm: name, repeat: trial.repeat }];
  });
}

type Found = Pick<Failure, "kind" | "reason">;

function failureOf({ question, outcome }: Trial, row: ScoredTrial | undefined, searches: boolean): Found | undefined {
  if (outcome.kind === "failed") return { kind: "failed", reason: outcome.reason };
  if (row === undefined) return undefined;
  const { score } = row;
  if (score.kind === "failed") return { kind: "unscored", reason: score.reason };
  if (score.kind === "scored" && score.value === 1) return undefined;
  const { sources = [], unanswerable } = question.expected;
  if (unanswerable === true) return { kind: "fabricated", reason: `answered: ${oneLine(outcome.answer.text)}` };
  const reason =
    score.kind === "abstained"
      ? "did not answer"
      : `${score.detail ?? "wrong"}; answered: ${oneLine(outcome.answer.text)}`;
  if (outcome.answer.cut === true) return { kind: "cut", reason };
  if (searches && sources.length > 0 && !sources.some((source) => outcome.retrieved.includes(source)))
    return { kind: "not-found", reason: `${sources.join(", ")} was not found; ${reason}` };
  return { kind: score.kind === "abstained" ? "refused" : "wrong", reason };
}

const LONGEST = 160;

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/gu, " ").trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1).toWellFormed()}…` : line;
}
