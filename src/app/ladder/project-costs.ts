// The bill of a plan in a file, of an exam run, or of both; needs no network and no model.
import { SchoolbookError } from "../../core/errors.ts";
import type { Runtime } from "../../core/runtime.ts";
import { type ScoredArm, scoreArms } from "../../exam/report/score-arms.ts";
import {
  type BilledArm,
  type BilledPlan,
  type CostPlan,
  readCostPlan,
  type TokenPrice,
} from "../../ladder/cost/cost-plan.ts";
import { measuredArms, planOfRun, withMeasuredArms } from "../../ladder/cost/measured-calls.ts";
import { type CostReport, reportCosts } from "../../ladder/cost/report-costs.ts";
import type { Trial } from "../../spec/exam.ts";
import { readTextFile } from "../exam/exam-file.ts";
import { headlineMetric } from "../exam/project-runs.ts";
import { openProjectRun } from "../exam/run-project-exam.ts";
import type { Project, Reader } from "../project/project.ts";
import { configuredPrice } from "./configured-prices.ts";

export type { CostReport } from "../../ladder/cost/report-costs.ts";

export type CostOptions = {
  /** Of the plan; without one the run says all that is known. */
  readonly path: string | undefined;
  /** Prices of this day, `2026-11-26`; default: the plan's, then today's. */
  readonly date?: string | undefined;
  readonly questionsPerMonth?: readonly number[] | undefined;
  readonly runtime: Runtime;
  /** The run that says of its arms what the plan does not: tokens, right answers, the model that was asked. */
  readonly measured?: Reader & { readonly project: Pick<Project, "settings" | "principalsOf">; readonly run: string };
};

export async function costsOfFile({
  path,
  date,
  questionsPerMonth,
  runtime,
  measured,
}: CostOptions): Promise<CostReport> {
  const given = path === undefined ? undefined : readCostPlan(parseJson(path), path);
  const plan = measured === undefined ? (given ?? nothingNamed()) : await withRun(given, measured, runtime);
  const day = date ?? plan.priceDate ?? new Date(runtime.now()).toISOString().slice(0, 10);
  return reportCosts(questionsPerMonth === undefined ? plan : { ...plan, questionsPerMonth }, { date: day });
}

async function withRun(
  plan: CostPlan | undefined,
  { project, run, as }: NonNullable<CostOptions["measured"]>,
  runtime: Runtime,
): Promise<BilledPlan> {
  await using opened = openProjectRun(project, { as, run, runtime });
  const scored = await scoreArms(opened, [headlineMetric(project, undefined)]);
  const measured = measuredArms(scored);
  const known = plan === undefined ? planOfRun(measured) : withMeasuredArms(plan, measured);
  if (known.arms.length > 0) return withConfiguredPrices(known, project, scored);
  throw new SchoolbookError("input_invalid", `The run ${run} holds no answer yet whose tokens could be counted.`);
}

/** Prices that the plan does not name, of the models that it or the run names by their references. */
function withConfiguredPrices(
  plan: BilledPlan,
  { settings }: Pick<Project, "settings">,
  scored: readonly ScoredArm[],
): BilledPlan {
  const { models } = settings.config;
  const doubts = new Set<string>();
  const priceOf = (model: string | undefined, own: readonly Trial[]): TokenPrice | undefined => {
    const found = model === undefined || model in plan.prices ? undefined : configuredPrice(models, model, own);
    if (found?.doubt !== undefined) doubts.add(found.doubt);
    return found?.price;
  };
  const arms = plan.arms.map((arm): BilledArm => {
    const own = scored.find(({ name }) => name === arm.name)?.trials ?? [];
    const price = priceOf(arm.asked?.model ?? arm.model, own);
    return price === undefined ? arm : { ...arm, price };
  });
  return { ...plan, arms, notes: [...doubts] };
}

function nothingNamed(): never {
  throw new SchoolbookError("usage", "Neither a plan nor a run is named.", {
    hint: "Name a plan of costs, an exam run with --run, or both.",
  });
}

function parseJson(path: string): unknown {
  const text = readTextFile(path);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SchoolbookError("input_invalid", `${path} holds no JSON that can be read.`, { cause });
  }
}
