// The most that each rung could reach: what it and the prompt got right, and what it may get right besides; never less than what it did reach.
import { estimateShare } from "../../exam/statistics/estimate-share.ts";
import type { Cell, DiagnosedQuestion, RungBound } from "./diagnosis.ts";
import type { Observation } from "./observe-trial.ts";

/** By arm and question, between 0 and 1. */
export type ArmScores = ReadonlyMap<string, ReadonlyMap<string, number>>;

type Rung = RungBound["rung"];
type Seen = "closed" | "retrieved" | "oracle";

type Reach = {
  /** Cells that are right once the rung does all that it can: `both` hopes for reading and refusing, which nothing measured bounds. */
  readonly mends: readonly Cell[];
  /** Arms that the rung is, or is a part of: what one of them got right is within its reach. */
  readonly within: readonly string[];
  /** The arm that its bound stands beside; undefined where no arm is this rung. */
  readonly arm: string | undefined;
};

const PROMPT = "A1";

const REACHES: Readonly<Record<Rung, Reach>> = {
  prompt: { mends: [], within: [], arm: PROMPT },
  book: { mends: ["knowledge"], within: ["A2"], arm: "A2" },
  retrieval: { mends: ["knowledge", "retrieval"], within: ["A2", "A3"], arm: "A3" },
  school: { mends: ["behaviour"], within: ["A4"], arm: "A4" },
  both: {
    mends: ["knowledge", "retrieval", "behaviour", "reading", "abstention"],
    within: ["A2", "A3", "A4", "A5", "A6"],
    arm: "A5",
  },
  documents: { mends: ["missing", "outdated"], within: [], arm: undefined },
};

/** The same where there are no scores: what is observed for a diagnosis is of these. */
const OBSERVED: Readonly<Record<string, Seen>> = { A1: "closed", A2: "retrieved", A3: "oracle" };

/** The arm whose share a rung's bound stands beside. */
export function armOfRung(rung: Rung): string | undefined {
  return REACHES[rung].arm;
}

/**
 * Each question counts what came of it through the prompt or through an arm of the rung, whichever is more, or 1 where the
 * diagnosis says that the rung would mend it. So a refusal that only the prompt got right, or a form that school taught
 * where the prompt had said nothing at all, is in the bound. A question whose call failed is in no share of its arm, and so
 * in no bound beside that share: no bound lies below what was reached.
 */
export function rungBounds(
  questions: readonly DiagnosedQuestion[],
  scores: ArmScores = new Map(),
): readonly RungBound[] {
  if (questions.length === 0) return [];
  // why: an object's own keys are those of the table above.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return (Object.keys(REACHES) as Rung[]).map((rung) => {
    const counted = countedFor(rung, questions, scores);
    const usual = counted.map((question) => reachedBy(PROMPT, question, scores) ?? 0);
    const most = counted.map((question, at) => {
      const reached = REACHES[rung].within.map((arm) => reachedBy(arm, question, scores) ?? 0);
      return Math.max(isMended(rung, question) ? 1 : 0, usual[at] ?? 0, ...reached);
    });
    return {
      rung,
      mends: most.filter((value, at) => value > (usual[at] ?? 0)).length,
      atMost: estimateShare(most, { clusters: counted.map(({ question }) => question.cluster) }),
    };
  });
}

/** Those that the arm's own share rests on; all of them where nothing was answered at all. */
function countedFor(rung: Rung, questions: readonly DiagnosedQuestion[], scores: ArmScores) {
  const answered = (arm: string) => questions.filter((question) => reachedBy(arm, question, scores) !== undefined);
  return [REACHES[rung].arm ?? PROMPT, PROMPT].map(answered).find(({ length }) => length > 0) ?? questions;
}

/** School alone brings no facts: it mends the form of what is known already. */
function isMended(rung: Rung, { cell, knowsFacts }: DiagnosedQuestion): boolean {
  return REACHES[rung].mends.includes(cell) && (rung !== "school" || knowsFacts);
}

/** Undefined where its call failed, or the arm was never asked. */
function reachedBy(arm: string, diagnosed: DiagnosedQuestion, scores: ArmScores): number | undefined {
  const own = scores.get(arm);
  if (own !== undefined) return own.get(diagnosed.question.id);
  const seen = OBSERVED[arm];
  return seen === undefined ? undefined : rightness(diagnosed[seen], diagnosed.question.expected.unanswerable === true);
}

function rightness(seen: Observation | undefined, isUnanswerable: boolean): number | undefined {
  if (seen === undefined) return 0;
  if (seen.facts === "failed") return undefined;
  if (isUnanswerable) return seen.facts === "abstained" ? 1 : 0;
  return seen.facts === "right" && seen.form === "right" ? 1 : 0;
}
