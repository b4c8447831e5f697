// The tokens of an exam's calls, by arm, as a plan of costs takes them.
import type { Trial } from "../../spec/exam.ts";
import type { CallTokens, CostPlan } from "./cost-plan.ts";

/** Trials that failed have no tokens that anybody knows of, and are left out. */
export function measuredCalls(trials: Iterable<Trial>): ReadonlyMap<string, readonly CallTokens[]> {
  const calls = new Map<string, CallTokens[]>();
  for (const { arm, outcome } of trials) {
    if (outcome.kind === "failed") continue;
    const { inputTokens, outputTokens } = outcome.answer.usage;
    const own = calls.get(arm) ?? [];
    own.push({ input: inputTokens.total, cachedInput: inputTokens.cached, output: outputTokens.total });
    calls.set(arm, own);
  }
  return calls;
}

/** Arms of the plan that name no calls of their own take those that were measured. */
export function withMeasuredCalls(plan: CostPlan, measured: ReadonlyMap<string, readonly CallTokens[]>): CostPlan {
  return {
    ...plan,
    arms: plan.arms.map((arm) => {
      const calls = measured.get(arm.name);
      return arm.calls !== undefined || calls === undefined ? arm : { ...arm, calls };
    }),
  };
}
