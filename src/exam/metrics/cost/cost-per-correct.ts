// What a correct answer costs: all that was spent, on wrong answers and refusals too, over what came out right.
import type { ScoredTrial } from "../../../spec/exam.ts";

export type CostPerCorrect =
  | {
      readonly kind: "known";
      readonly usdPerQuery: number;
      /** Undefined where nothing came out right: no sum of money buys a right answer. */
      readonly usdPerCorrect: number | undefined;
      readonly correct: number;
      readonly of: number;
    }
  | { readonly kind: "unknown"; readonly withoutPrice: number; readonly withoutScore: number };

/** `correctness` are the scores of the metric that decides what is right, of the same trials; a part of 1 counts as such a part. */
export function costPerCorrect(correctness: readonly ScoredTrial[]): CostPerCorrect {
  const withoutPrice = correctness.filter(({ trial }) => trial.costUsd === undefined).length;
  const withoutScore = correctness.filter(({ score }) => score.kind === "failed").length;
  if (correctness.length === 0 || withoutPrice > 0 || withoutScore > 0) {
    return { kind: "unknown", withoutPrice, withoutScore };
  }
  const spent = correctness.reduce((sum, { trial }) => sum + (trial.costUsd ?? 0), 0);
  const correct = correctness.reduce((sum, { score }) => sum + (score.kind === "scored" ? score.value : 0), 0);
  return {
    kind: "known",
    usdPerQuery: spent / correctness.length,
    usdPerCorrect: correct === 0 ? undefined : spent / correct,
    correct,
    of: correctness.length,
  };
}
