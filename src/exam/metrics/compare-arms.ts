// Two arms by one metric on the same questions: the paired difference, or what keeps it from being known.
import type { Metric, ScoredTrial } from "../../spec/exam.ts";
import { type CompareOptions, type Comparison, comparePaired } from "../statistics/compare-paired.ts";
import { type NonInferiority, nonInferiority } from "../statistics/non-inferiority.ts";
import type { PairedScores } from "../statistics/paired-difference.ts";
import { questionMeans } from "./summarize-metric.ts";

/** Failed trials and questions that only one arm was asked: left out, they would move the difference. */
export type Blocked = {
  readonly kind: "blocked";
  readonly failed: readonly string[];
  readonly unpaired: readonly string[];
};

export type ArmPairing = { readonly kind: "paired"; readonly scores: PairedScores } | Blocked;

/** Scores of both arms in the same order of questions, turned so that higher is better. */
export function pairArms(metric: Metric, first: readonly ScoredTrial[], second: readonly ScoredTrial[]): ArmPairing {
  const failed = [...new Set([...first, ...second].filter(({ score }) => score.kind === "failed").map(idOf))];
  const [one, other] = [meansById(first), meansById(second)];
  const [ofFirst, ofSecond] = [new Set(first.map(idOf)), new Set(second.map(idOf))];
  const unpaired = [...ofFirst.symmetricDifference(ofSecond)];
  if (failed.length > 0 || unpaired.length > 0 || one.size === 0) return { kind: "blocked", failed, unpaired };
  const ids = [...one.keys()];
  return {
    kind: "paired",
    scores: {
      first: ids.map((id) => turned(metric, one.get(id)?.value ?? 0)),
      second: ids.map((id) => turned(metric, other.get(id)?.value ?? 0)),
      clusters: ids.map((id) => one.get(id)?.cluster ?? id),
    },
  };
}

/** A share stays one, so that right and wrong are still told apart from anything between. */
function turned({ better, unit }: Metric, value: number): number {
  if (better === "higher") return value;
  return unit === "share" ? 1 - value : -value;
}

export type ArmComparison = { readonly kind: "compared"; readonly comparison: Comparison } | Blocked;

export function compareArms(
  metric: Metric,
  arms: { readonly first: readonly ScoredTrial[]; readonly second: readonly ScoredTrial[] },
  options: CompareOptions,
): ArmComparison {
  const pairing = pairArms(metric, arms.first, arms.second);
  if (pairing.kind === "blocked") return pairing;
  return { kind: "compared", comparison: comparePaired(pairing.scores, options) };
}

export type ArmNonInferiority = { readonly kind: "judged"; readonly result: NonInferiority } | Blocked;

/** Whether the first arm is no worse than the second by more than the margin. */
export function armIsNotInferior(
  metric: Metric,
  arms: { readonly first: readonly ScoredTrial[]; readonly second: readonly ScoredTrial[] },
  options: { readonly random: () => number; readonly margin: number; readonly level?: number },
): ArmNonInferiority {
  const pairing = pairArms(metric, arms.first, arms.second);
  if (pairing.kind === "blocked") return pairing;
  return { kind: "judged", result: nonInferiority(pairing.scores, options) };
}

function idOf({ trial }: ScoredTrial): string {
  return trial.question.id;
}

function meansById(rows: readonly ScoredTrial[]): ReadonlyMap<string, ReturnType<typeof questionMeans>[number]> {
  return new Map(questionMeans(rows, { abstained: 0 }).map((mean) => [mean.id, mean]));
}
