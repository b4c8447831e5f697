// The bill of a plan in a file, of an exam run, or of both; needs no network and no model.
import { SchoolbookError } from "../../core/errors.ts";
import type { Runtime } from "../../core/runtime.ts";
import { scoreArms } from "../../exam/report/score-arms.ts";
import { type BilledPlan, type CostPlan, readCostPlan } from "../../ladder/cost/cost-plan.ts";
import { measuredArms, planOfRun, withMeasuredArms } from "../../ladder/cost/measured-calls.ts";
import { type CostReport, reportCosts } from "../../ladder/cost/report-costs.ts";
import { readTextFile } from "../exam/exam-file.ts";
import { headlineMetric } from "../exam/project-runs.ts";
import { openProjectRun } from "../exam/run-project-exam.ts";
import type { Project, Reader } from "../project/project.ts";

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
  const measured = measuredArms(await scoreArms(opened, [headlineMetric(project, undefined)]));
  const known = plan === undefined ? planOfRun(measured) : withMeasuredArms(plan, measured);
  if (known.arms.length > 0) return { ...known, prices: { ...configuredPrices(project), ...known.prices } };
  throw new SchoolbookError("input_invalid", `The run ${run} holds no answer yet whose tokens could be counted.`);
}

/** What the configuration says of its models, by their references, as runs name them. */
function configuredPrices({ settings }: Pick<Project, "settings">): CostPlan["prices"] {
  return Object.fromEntries(
    Object.values(settings.config.models).flatMap(({ reference, price }) => {
      if (price === undefined) return [];
      const { input, output, cachedInput } = price;
      const cached = cachedInput === undefined ? {} : { cachedInput };
      return [[reference, { input, output, ...cached, source: "the configuration" }]];
    }),
  );
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
