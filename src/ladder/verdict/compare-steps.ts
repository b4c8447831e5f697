// What each rung added over another one and at what cost: paired differences, exact tests, Holm's correction over all steps.
import { differencesOf } from "../../exam/statistics/bootstrap.ts";
import { comparePaired, type Comparison, verdictOf } from "../../exam/statistics/compare-paired.ts";
import { holm } from "../../exam/statistics/holm.ts";
import type { Estimate } from "../../exam/statistics/interval.ts";
import { pairedCounts } from "../../exam/statistics/paired-difference.ts";
import type { LadderArm } from "../registration/registration.ts";
import { type ArmScores, type Effort, type Gathered, meanUsd, pairOf } from "./gather-scores.ts";

export type Added = LadderArm["adds"][number]["what"] | "step";

export type StepEvidence = {
  readonly arm: string;
  readonly over: string;
  /** What the arm has and the other one lacks; `step`: no more is known than that it is the next rung. */
  readonly adds: Added;
  readonly kind: "better" | "worse" | "not-shown";
  /** Arm minus the other one. */
  readonly difference: Estimate;
  /** Exact and two-sided. */
  readonly pValue: number;
  /** McNemar's for single questions that are right or wrong, sign flips of whole clusters otherwise. */
  readonly test: "mcnemar" | "sign-flip";
  /** Raised so that all steps together err in at most alpha. */
  readonly adjustedPValue: number;
  /** Questions on which the two disagree, where each is right or wrong. */
  readonly discordant?: { readonly onlyArm: number; readonly onlyOver: number };
  /** What the arm costs more for a question, question by question; below 0 where it costs less. */
  readonly addedUsd?: Estimate;
  /** What a question takes in tokens and time, here and there. */
  readonly effort?: { readonly own: Effort; readonly other: Effort };
};

export type StepOptions = { readonly random: () => number; readonly alpha: number };

/** Each rung over the one before it, and over whatever it is said to add something to. */
export function compareSteps(gathered: Gathered, { random, alpha }: StepOptions): readonly StepEvidence[] {
  const compared = stepsOf(gathered).map((step) => ({
    ...step,
    comparison: comparePaired(pairOf(gathered, step.own, step.other), { random, alpha }),
  }));
  const adjusted = holm(compared.map(({ comparison }) => comparison.pValue));
  return compared.map((step, at) => evidenceOf(step, { gathered, alpha, adjustedPValue: adjusted[at] ?? 1 }));
}

type Step = { readonly own: ArmScores; readonly other: ArmScores; readonly adds: Added };

function stepsOf({ arms }: Gathered): readonly Step[] {
  const rungs = arms.filter(({ arm }) => arm.role === "rung");
  return arms.flatMap((own) => {
    const named = own.arm.adds.flatMap(({ what, over }) =>
      arms.flatMap((other): Step[] => (other.arm.name === over ? [{ own, other, adds: what }] : [])),
    );
    const before = rungs[rungs.indexOf(own) - 1];
    const isNamed = named.some(({ other }) => other === before);
    return before === undefined || isNamed ? named : [...named, { own, other: before, adds: "step" as const }];
  });
}

type Judged = { readonly gathered: Gathered; readonly alpha: number; readonly adjustedPValue: number };

function evidenceOf(
  { own, other, adds, comparison }: Step & { readonly comparison: Comparison },
  { gathered, alpha, adjustedPValue }: Judged,
): StepEvidence {
  const { difference, pValue } = comparison;
  const kind = verdictOf({ difference, pValue: adjustedPValue }, alpha);
  const pair = pairOf(gathered, own, other);
  const counts = pairedCounts(pair);
  const addedUsd = addedCost(gathered, own, other);
  return {
    arm: own.arm.name,
    over: other.arm.name,
    adds,
    kind: kind === "first-better" ? "better" : kind === "second-better" ? "worse" : "not-shown",
    difference,
    pValue,
    test: counts !== undefined && pair.clusters === undefined ? "mcnemar" : "sign-flip",
    adjustedPValue,
    ...(counts === undefined ? {} : { discordant: { onlyArm: counts.onlyFirst, onlyOver: counts.onlySecond } }),
    ...(addedUsd === undefined ? {} : { addedUsd }),
    ...(own.effort === undefined || other.effort === undefined
      ? {}
      : { effort: { own: own.effort, other: other.effort } }),
  };
}

function addedCost({ clusters }: Gathered, { costs }: ArmScores, { costs: others }: ArmScores): Estimate | undefined {
  if (costs === undefined || others === undefined) return undefined;
  return meanUsd(differencesOf({ first: costs, second: others }), clusters);
}
