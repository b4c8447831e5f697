// The trials of a run by arm, scored by every metric: what tables, comparisons and gates are made from.
import type { Arm, Metric, ScoredTrial, Trial } from "../../spec/exam.ts";
import { scoreTrials } from "../metrics/summarize-metric.ts";
import type { ExamRun } from "../run/read-run.ts";

export type ScoredArm = {
  /** As it is called here: with its run before it, where several runs have an arm of this name. */
  readonly name: string;
  readonly run: string;
  readonly arm: Arm;
  readonly trials: readonly Trial[];
  /** Rows of the plan that nothing came of. */
  readonly missing: number;
  /** By metric. */
  readonly scores: ReadonlyMap<string, readonly ScoredTrial[]>;
};

/** In the order of the plan. Metrics that have nothing to say about any question are not in `scores`. */
export async function scoreArms(
  { run, plan, trials }: Pick<ExamRun, "run" | "plan" | "trials">,
  metrics: readonly Metric[],
): Promise<readonly ScoredArm[]> {
  const byArm = Map.groupBy(trials(), ({ arm }) => arm);
  const arms: ScoredArm[] = [];
  for (const arm of plan.arms) {
    const own = byArm.get(arm.name) ?? [];
    const scores = new Map<string, readonly ScoredTrial[]>();
    for (const metric of metrics) {
      if (arm.context.kind === "none" && isAboutSources(metric)) continue;
      const rows = await scoreTrials(metric, own);
      if (rows.length > 0) scores.set(metric.name, rows);
    }
    const missing = plan.questions.length * plan.repeats - own.length;
    arms.push({ name: arm.name, run, arm, trials: own, missing, scores });
  }
  return arms;
}

/** A closed book finds and cites nothing: that it does not is no result. */
function isAboutSources({ needs }: Metric): boolean {
  return needs.length > 0 && needs.every((need) => need === "sources" || need === "quotes");
}

/** Arms of several runs together: those that share a name carry the name of their run. */
export function joinArms(runs: readonly (readonly ScoredArm[])[]): readonly ScoredArm[] {
  const all = runs.flat();
  const counts = Map.groupBy(all, ({ name }) => name);
  return all.map((one) => ((counts.get(one.name)?.length ?? 0) > 1 ? { ...one, name: `${one.run}/${one.name}` } : one));
}
