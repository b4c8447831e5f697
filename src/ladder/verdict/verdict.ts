// What a ladder comes to: serve a rung, nothing passes, ask more questions, or no verdict while rows are missing.
import type { Interval, Estimate } from "../../exam/statistics/interval.ts";
import type { LadderArm, Veto } from "../registration/registration.ts";
import type { VetoFinding } from "./check-vetoes.ts";
import type { StepEvidence } from "./compare-steps.ts";
import type { BlockedRows } from "./gather-scores.ts";

/** Why a rung is not served, as far as it is known. */
export type Reason =
  | { readonly kind: "below-bar"; readonly bar: number; readonly quality: Estimate }
  | { readonly kind: "inferior"; readonly to: string; readonly margin: number; readonly difference: Estimate }
  | { readonly kind: "vetoed"; readonly finding: VetoFinding };

/** What keeps a rung from being proven enough, and was not shown to be against it either. */
export type Doubt =
  | { readonly kind: "bar-within-interval"; readonly bar: number; readonly quality: Estimate }
  | {
      readonly kind: "margin-within-interval";
      readonly to: string;
      readonly margin: number;
      readonly difference: Estimate;
    };

export type RungFinding = {
  readonly arm: LadderArm;
  /** Share of questions answered right, with "I don't know" counted as not right. */
  readonly quality: Estimate;
  /** US dollars for one question; absent where a call's cost is not known. */
  readonly usdPerQuestion?: Estimate;
  readonly vetoes: readonly VetoFinding[];
  readonly state: "sufficient" | "insufficient" | "open";
  readonly reasons: readonly Reason[];
  readonly doubts: readonly Doubt[];
};

export type More =
  /** Rounded up to ten. */
  | { readonly kind: "about"; readonly questions: number }
  /** More than anyone will write, and the chance that so many would settle it. */
  | { readonly kind: "out-of-reach"; readonly above: number; readonly chance: number };

export type Decision =
  | { readonly kind: "serve"; readonly arm: string; readonly cheaperOpen: readonly string[] }
  | { readonly kind: "nothing" }
  | { readonly kind: "ask"; readonly more: Extract<More, { kind: "about" }>; readonly open: readonly string[] }
  /** The rungs are so near to the bar, or to one another, that no exam of a sensible size would surely tell. */
  | {
      readonly kind: "too-close";
      readonly above: number;
      /** That so many more questions would tell. */
      readonly chance: number;
      readonly open: readonly string[];
    };

export type Verdict = {
  readonly kind: "judged";
  readonly decision: Decision;
  readonly questions: number;
  readonly clusters: number;
  readonly bar: number;
  readonly margin: number;
  readonly alpha: number;
  /** How often a verdict may be looked for; each look may be wrong in its part of alpha. */
  readonly looks: number;
  readonly registrationHash: string;
  /** In the order in which they were registered, cheapest first. */
  readonly rungs: readonly RungFinding[];
  readonly controls: readonly { readonly arm: LadderArm; readonly quality: Estimate }[];
  /** The control without a model, judged as a rung is and never served by a verdict; absent where it was not asked. */
  readonly withoutModel?: RungFinding;
  readonly steps: readonly StepEvidence[];
  /** Registered and not asked: nothing is said about them. */
  readonly unmeasured: readonly LadderArm[];
  /** Pairs whose measured cost says another order than the registered one. */
  readonly costlier: readonly { readonly cheaper: string; readonly dearer: string; readonly usd: Interval }[];
};

export type FindingState = "served" | "enough" | "open" | "short" | "vetoed";

/** In one word how a rung, or what is judged beside the rungs, came out. */
export function findingState({ decision }: Verdict, { arm, state, reasons }: RungFinding): FindingState {
  if (decision.kind === "serve" && decision.arm === arm.name) return "served";
  if (state !== "insufficient") return state === "sufficient" ? "enough" : "open";
  return reasons.some(({ kind }) => kind === "vetoed") ? "vetoed" : "short";
}

/** Quoting the documents is proven enough. */
export function isModelNeedless({ withoutModel }: Verdict): boolean {
  return withoutModel?.state === "sufficient";
}

export type BlockedVerdict = BlockedRows & {
  /** Vetoes that were registered and of which an arm has no measurement. */
  readonly unmeasuredVetoes: readonly { readonly arm: string; readonly veto: Veto }[];
};
