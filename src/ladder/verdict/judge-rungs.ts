// Which rungs are proven enough: above the bar and no worse than any other by more than the margin, with Holm's correction over rungs.
import { estimateShare } from "../../exam/statistics/estimate-share.ts";
import type { Estimate } from "../../exam/statistics/interval.ts";
import { nonInferiority } from "../../exam/statistics/non-inferiority.ts";
import { type ArmScores, type Gathered, pairOf } from "./gather-scores.ts";
import type { Doubt, Reason } from "./verdict.ts";

export type RungState = {
  readonly name: string;
  readonly state: "sufficient" | "insufficient" | "open";
  readonly reasons: readonly Exclude<Reason, { kind: "vetoed" }>[];
  readonly doubts: readonly Doubt[];
};

export type JudgeOptions = {
  readonly bar: number;
  readonly margin: number;
  readonly alpha: number;
  /** How many rungs were registered: rungs that are still to come count, so that a look in between costs nothing. */
  readonly registered: number;
  readonly random: () => number;
};

type Rungs = Pick<Gathered, "clusters"> & { readonly arms: readonly ArmScores[] };

/**
 * "Sufficient" is the claim that all of it holds: above the bar, and not inferior to each other rung. A claim of that kind is
 * wrong no more often than its worst part, and Holm's steps keep all claims together wrong in at most alpha of all ladders.
 */
export function judgeRungs(rungs: Rungs, options: JudgeOptions): readonly RungState[] {
  const proven = provenRungs(rungs, options);
  return rungs.arms.map((own) => {
    const { name } = own.arm;
    if (proven.has(name)) return { name, state: "sufficient", reasons: [], doubts: [] };
    return against(rungs, own, options);
  });
}

/** What is no rung and is only mentioned: the same claim, by itself at alpha; it takes nothing from what "serve" may err in. */
export function judgeBeside(rungs: Rungs, own: ArmScores, options: JudgeOptions): RungState {
  const { name } = own.arm;
  const alone = { ...options, registered: 1 };
  if (isSufficient(rungs, own, alone)) return { name, state: "sufficient", reasons: [], doubts: [] };
  return against(rungs, own, alone);
}

function against(rungs: Rungs, own: ArmScores, options: JudgeOptions): RungState {
  const { reasons, doubts } = holdAgainst(rungs, own, options);
  return { name: own.arm.name, state: reasons.length > 0 ? "insufficient" : "open", reasons, doubts };
}

function provenRungs(rungs: Rungs, options: JudgeOptions): ReadonlySet<string> {
  const proven = new Set<string>();
  const judged = Math.max(options.registered, rungs.arms.length);
  for (;;) {
    const alpha = options.alpha / Math.max(1, judged - proven.size);
    const more = rungs.arms.filter(
      (own) => !proven.has(own.arm.name) && isSufficient(rungs, own, { ...options, alpha }),
    );
    if (more.length === 0) return proven;
    for (const { arm } of more) proven.add(arm.name);
  }
}

function isSufficient(rungs: Rungs, own: ArmScores, options: JudgeOptions): boolean {
  const { bar, margin, random } = options;
  const level = levelOf(options);
  if (!(qualityOf(rungs, own, level).low > bar)) return false;
  return othersOf(rungs, own).every(
    (other) => nonInferiority(pairOf(rungs, own, other), { random, margin, level }).kind === "not-inferior",
  );
}

/** What is shown against a rung, each at alpha alone: that nothing passes takes all of it, and is wrong no more often. */
function holdAgainst(rungs: Rungs, own: ArmScores, options: JudgeOptions): Pick<RungState, "reasons" | "doubts"> {
  const { bar, margin, random } = options;
  const level = levelOf(options);
  const quality = qualityOf(rungs, own, level);
  const reasons: Exclude<Reason, { kind: "vetoed" }>[] = [];
  const doubts: Doubt[] = [];
  if (quality.high < bar) reasons.push({ kind: "below-bar", bar, quality });
  // why: an arm that passed at alpha alone may still fall to the correction; its doubt is said at the level that it failed at.
  else if (!(qualityOf(rungs, own, strictLevel(options)).low > bar))
    doubts.push({ kind: "bar-within-interval", bar, quality });
  for (const other of othersOf(rungs, own)) {
    const scores = pairOf(rungs, own, other);
    const { kind, difference } = nonInferiority(scores, { random, margin, level });
    const about = { to: other.arm.name, margin, difference };
    if (kind === "inferior") reasons.push({ kind: "inferior", ...about });
    else if (nonInferiority(scores, { random, margin, level: strictLevel(options) }).kind === "open")
      doubts.push({ kind: "margin-within-interval", ...about });
  }
  return { reasons, doubts };
}

function othersOf({ arms }: Rungs, own: ArmScores): readonly ArmScores[] {
  return arms.filter(({ arm }) => arm.name !== own.arm.name);
}

/** Two-sided, so that each end alone errs in alpha. */
function levelOf({ alpha }: Pick<JudgeOptions, "alpha">): number {
  return 1 - 2 * alpha;
}

function strictLevel({ alpha, registered }: JudgeOptions): number {
  return levelOf({ alpha: alpha / Math.max(1, registered) });
}

export function qualityOf({ clusters }: Pick<Gathered, "clusters">, own: ArmScores, level: number): Estimate {
  return estimateShare(own.scores, { level, clusters });
}
