// Counts how verdicts on simulated ladders compare with the truth: wrong ones, cheapest rungs found, and whether N more questions suffice.
import { seededRandom } from "../../src/core/runtime.ts";
import { drawWorld, judgeSitting, sit, truthOf, type WorldKind } from "./simulated-ladders.ts";

export type VerdictCounts = {
  exams: number;
  served: number;
  /** Below the bar, or inferior to the best beyond the margin. */
  wronglyServed: number;
  nothing: number;
  /** Although a rung is enough. */
  wronglyNothing: number;
  tooClose: number;
  asked: number;
  /** With N more questions the verdict is settled. */
  sufficed: number;
  /** And with them it is wrong. */
  wrongAfter: number;
  questionsAsked: number;
  /** Exams in which some rung is enough. */
  solvable: number;
  cheapestFound: number;
};

export function noCounts(): VerdictCounts {
  return {
    exams: 0,
    served: 0,
    wronglyServed: 0,
    nothing: 0,
    wronglyNothing: 0,
    tooClose: 0,
    asked: 0,
    sufficed: 0,
    wrongAfter: 0,
    questionsAsked: 0,
    solvable: 0,
    cheapestFound: 0,
  };
}

export type Design = {
  readonly kind: WorldKind;
  readonly questions: number;
  readonly exams: number;
  readonly seed: number;
};

/** One world per exam. */
export function countVerdicts({ kind, questions, exams, seed }: Design): VerdictCounts {
  const random = seededRandom(seed);
  const counts = noCounts();
  for (let exam = 0; exam < exams; exam += 1) countOne(counts, { kind, questions, random });
  return counts;
}

function countOne(
  counts: VerdictCounts,
  { kind, questions, random }: Pick<Design, "kind" | "questions"> & { readonly random: () => number },
): void {
  const world = drawWorld(kind, random);
  const truth = truthOf(world);
  const sitting = sit(world, questions, random);
  const seed = Math.floor(random() * 2 ** 31);
  const verdict = judgeSitting(world, sitting, seed);
  if (verdict.kind === "blocked") return;
  const { decision } = verdict;
  counts.exams += 1;
  if (truth.cheapest !== undefined) counts.solvable += 1;
  if (decision.kind === "nothing") counts.nothing += 1;
  if (decision.kind === "nothing" && truth.cheapest !== undefined) counts.wronglyNothing += 1;
  if (decision.kind === "too-close") counts.tooClose += 1;
  if (decision.kind === "serve") {
    counts.served += 1;
    if (!truth.sufficient.some((name) => name === decision.arm)) counts.wronglyServed += 1;
    if (decision.arm === truth.cheapest) counts.cheapestFound += 1;
  }
  if (decision.kind !== "ask") return;
  counts.asked += 1;
  counts.questionsAsked += decision.more.questions;
  const further = sit(world, decision.more.questions, random, sitting);
  const after = judgeSitting(world, further, seed);
  if (after.kind === "blocked" || after.decision.kind === "ask" || after.decision.kind === "too-close") return;
  counts.sufficed += 1;
  const later = after.decision;
  if (later.kind === "serve" && !truth.sufficient.some((name) => name === later.arm)) counts.wrongAfter += 1;
}

export function addCounts(sum: VerdictCounts, more: VerdictCounts): VerdictCounts {
  const added = { ...sum };
  // why: every field is a count.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  for (const field of Object.keys(added) as (keyof VerdictCounts)[]) added[field] += more[field];
  return added;
}
