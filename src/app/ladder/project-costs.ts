// The bill of a plan in a file, with the tokens of an exam run where one is named; needs no network and no model.
import { SchoolbookError } from "../../core/errors.ts";
import type { Runtime } from "../../core/runtime.ts";
import { type CostPlan, readCostPlan } from "../../ladder/cost/cost-plan.ts";
import { measuredCalls, withMeasuredCalls } from "../../ladder/cost/measured-calls.ts";
import { type CostReport, reportCosts } from "../../ladder/cost/report-costs.ts";
import { readTextFile } from "../exam/exam-file.ts";
import { openProjectRun } from "../exam/run-project-exam.ts";
import type { Project, Reader } from "../project/project.ts";

export type { CostReport } from "../../ladder/cost/report-costs.ts";

export type CostOptions = {
  readonly path: string;
  /** Prices of this day, `2026-11-26`; default: the plan's, then today's. */
  readonly date?: string | undefined;
  readonly questionsPerMonth?: readonly number[] | undefined;
  readonly runtime: Runtime;
  /** The run whose calls count for arms that name none. */
  readonly measured?: Reader & { readonly project: Pick<Project, "settings" | "principalsOf">; readonly run: string };
};

export async function costsOfFile({
  path,
  date,
  questionsPerMonth,
  runtime,
  measured,
}: CostOptions): Promise<CostReport> {
  const given = readCostPlan(parseJson(path), path);
  const plan = measured === undefined ? given : await withRun(given, measured, runtime);
  const day = date ?? plan.priceDate ?? new Date(runtime.now()).toISOString().slice(0, 10);
  return reportCosts(questionsPerMonth === undefined ? plan : { ...plan, questionsPerMonth }, { date: day });
}

async function withRun(
  plan: CostPlan,
  { project, run, as }: NonNullable<CostOptions["measured"]>,
  runtime: Runtime,
): Promise<CostPlan> {
  await using opened = openProjectRun(project, { as, run, runtime });
  return withMeasuredCalls(plan, measuredCalls(opened.trials()));
}

function parseJson(path: string): unknown {
  const text = readTextFile(path);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SchoolbookError("input_invalid", `${path} holds no JSON that can be read.`, { cause });
  }
}
