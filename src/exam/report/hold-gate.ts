// A gate for continuous integration: passed, not passed, or not to be decided, and never one for the other.
import { counted } from "../../core/counted.ts";
import type { Metric } from "../../spec/exam.ts";
import { armIsNotInferior } from "../metrics/compare-arms.ts";
import { summarizeMetric } from "../metrics/summarize-metric.ts";
import type { ScoredArm } from "./score-arms.ts";

export type GateRule =
  /** The arm's interval has to lie at or above it. */
  | { readonly kind: "bar"; readonly bar: number }
  /** The arm may be worse than the baseline by so much and no more. */
  | { readonly kind: "margin"; readonly margin: number };

export type GateResult = {
  readonly arm: string;
  readonly rule: GateRule["kind"];
  readonly kind: "passed" | "failed" | "open";
  readonly reason: string;
};

export type GateOptions = {
  readonly metric: Metric;
  readonly arms: readonly ScoredArm[];
  readonly baseline: ScoredArm;
  readonly rules: readonly GateRule[];
  readonly random: () => () => number;
};

export function holdGate({ metric, arms, baseline, rules, random }: GateOptions): readonly GateResult[] {
  return arms.flatMap((arm) =>
    rules.map((rule): GateResult => {
      const held =
        rule.kind === "bar"
          ? holdBar(arm, metric, rule.bar)
          : holdMargin(arm, { metric, baseline, random, margin: rule.margin });
      return { arm: arm.name, rule: rule.kind, ...held };
    }),
  );
}

/** What counts of several results: one that is not passed, then one that is open. */
export function gateOutcome(results: readonly GateResult[]): GateResult["kind"] {
  if (results.some(({ kind }) => kind === "failed")) return "failed";
  return results.length === 0 || results.some(({ kind }) => kind === "open") ? "open" : "passed";
}

type Held = Pick<GateResult, "kind" | "reason">;

function holdBar(arm: ScoredArm, metric: Metric, bar: number): Held {
  const { overall, trials } = summarizeMetric(metric, arm.scores.get(metric.name) ?? []);
  if (arm.missing > 0 || trials.failed > 0) return blocked(arm.missing, trials.failed);
  if (overall === undefined) return { kind: "open", reason: `no question is scored by ${metric.name}` };
  const [sure, unsure] = metric.better === "higher" ? [overall.low, overall.high] : [-overall.high, -overall.low];
  const wanted = metric.better === "higher" ? bar : -bar;
  if (sure >= wanted) return { kind: "passed", reason: "the whole interval clears the bar" };
  if (unsure < wanted) return { kind: "failed", reason: "the whole interval misses the bar" };
  return { kind: "open", reason: "the bar lies within the interval" };
}

type Margin = Omit<GateOptions, "arms" | "rules"> & { readonly margin: number };

function holdMargin(arm: ScoredArm, { metric, baseline, random, margin }: Margin): Held {
  const missing = arm.missing + baseline.missing;
  if (missing > 0) return blocked(missing, 0);
  const rows = { first: arm.scores.get(metric.name) ?? [], second: baseline.scores.get(metric.name) ?? [] };
  const judged = armIsNotInferior(metric, rows, { random: random(), margin });
  if (judged.kind === "blocked") {
    if (judged.failed.length > 0) return blocked(0, judged.failed.length);
    return {
      kind: "open",
      reason: `${counted(judged.unpaired.length, "question was", "questions were")} put to only one of the arms`,
    };
  }
  const { kind } = judged.result;
  if (kind === "not-inferior")
    return { kind: "passed", reason: `shown to be no worse than ${baseline.name} by the margin` };
  if (kind === "inferior")
    return { kind: "failed", reason: `shown to be worse than ${baseline.name} by more than the margin` };
  return { kind: "open", reason: "the margin lies within the interval of the difference" };
}

function blocked(missing: number, failed: number): Held {
  const parts = [
    ...(missing > 0 ? [`${counted(missing, "row is", "rows are")} missing`] : []),
    ...(failed > 0 ? [`${counted(failed, "row")} failed`] : []),
  ];
  return { kind: "open", reason: parts.join(" and ") };
}
