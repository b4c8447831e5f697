// Runs of a project read back and scored, by whoever they were made for: tables, comparisons, gates. Numbers need the log alone; words are held against the library of today.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";
import { type Runtime, seededRandom } from "../../core/runtime.ts";
import { createMetrics, HEADLINE } from "../../exam/metrics/registry.ts";
import { type ArmsComparison, compareRun } from "../../exam/report/compare-run.ts";
import { type GateResult, type GateRule, gateOutcome, holdGate } from "../../exam/report/hold-gate.ts";
import { joinArms, type ScoredArm, scoreArms } from "../../exam/report/score-arms.ts";
import { type RunSummary, summarizeRun } from "../../exam/report/summarize-run.ts";
import { type ListedRun, listRuns } from "../../exam/run/list-runs.ts";
import type { ExamRun } from "../../exam/run/read-run.ts";
import type { Metric } from "../../spec/exam.ts";
import { closestName } from "../closest-name.ts";
import type { Project, Reader } from "../project/project.ts";
import { libraryNow } from "./library-now.ts";
import { examFolder, openProjectRun } from "./run-project-exam.ts";

export type ProjectRunSummary = RunSummary & {
  /** Why no text that rests on the library is shown; undefined: as far as it may be read, it is. */
  readonly libraryProblem?: string | undefined;
};

export type { ProjectRunSummary as RunSummary };

type Opened = Pick<Project, "settings" | "principalsOf">;

export type RunReader = Pick<Reader, "as"> & {
  readonly runtime: Runtime;
  /** Folder of the SQLite files that questions name as databases, relative to the project's. */
  readonly databases?: string | undefined;
};

/** By its name, or the latest where none is named. */
export function openRun(project: Opened, name: string | undefined, { as, runtime }: RunReader): ExamRun {
  const runs = listRuns(examFolder(project), project.principalsOf(as));
  if (name !== undefined) return openNamed(project, name, { as, runtime, runs });
  // why: the questions that a climb chose its settings on are no exam of their own.
  const latest = runs.find((one) => !one.run.endsWith("-development")) ?? runs[0];
  if (latest !== undefined) return openProjectRun(project, { as, run: latest.run, runtime });
  throw new SchoolbookError("not_found", "There is no run yet that you may look at.", {
    hint: "Run `schoolbook exam run` with a file of questions, or say with --as whom it was made for.",
  });
}

type Naming = Pick<RunReader, "as" | "runtime"> & { readonly runs: readonly ListedRun[] };

function openNamed(project: Opened, run: string, { as, runtime, runs }: Naming): ExamRun {
  try {
    return openProjectRun(project, { as, run, runtime });
  } catch (error) {
    if (!(error instanceof SchoolbookError) || error.code !== "not_found" || runs.length === 0) throw error;
    const known = runs.map((one) => one.run);
    throw new SchoolbookError("not_found", error.message, { hint: advice(run, known), cause: error });
  }
}

export function projectMetrics({ settings }: Opened, databases: string | undefined): readonly Metric[] {
  const folder = databases === undefined ? undefined : resolve(settings.folder, databases);
  return createMetrics({
    databasePath: (name) => {
      const path = folder === undefined || /[\\/]/u.test(name) ? undefined : join(folder, `${name}.sqlite`);
      return path !== undefined && existsSync(path) ? path : undefined;
    },
  });
}

/** Numbers alone quote no document; why rows failed does. */
const NOTHING = { read: () => undefined };

export async function summarizeProjectRun(
  project: Opened & Pick<Project, "document">,
  name: string | undefined,
  { only, ...reader }: RunReader & { readonly only?: "headline" },
): Promise<ProjectRunSummary> {
  await using run = openRun(project, name, reader);
  if (only === "headline") {
    const failed = [...run.trials()].filter(({ outcome }) => outcome.kind === "failed");
    const questions = failed.map(({ question }) => question);
    const known =
      failed.length === 0 ? NOTHING : await libraryNow(project, { ...run.plan, questions, trials: [] }, reader.as);
    return await summarizeRun(run, [headlineMetric(project, reader.databases)], known);
  }
  const library = await libraryNow(project, { ...run.plan, trials: run.trials() }, reader.as);
  const summary = await summarizeRun(run, projectMetrics(project, reader.databases), library);
  return { ...summary, libraryProblem: library.problem };
}

/** Whether an answer is right: what running estimates, comparisons and gates go by. */
export function headlineMetric(project: Opened, databases: string | undefined): Metric {
  return metricCalled(HEADLINE, projectMetrics(project, databases));
}

export type CompareProjectOptions = RunReader & {
  /** One or several; none: the latest. */
  readonly runs: readonly string[];
  /** Names of arms; empty: all. */
  readonly arms: readonly string[];
  readonly baseline?: string | undefined;
  /** Empty: whether answers are right. */
  readonly metrics: readonly string[];
  readonly rules: readonly GateRule[];
};

export type ProjectComparison = {
  readonly runs: readonly string[];
  readonly comparisons: readonly ArmsComparison[];
  /** Empty where no gate was asked for. */
  readonly gate: readonly GateResult[];
  /** Of the gate; undefined where none was asked for. */
  readonly outcome: GateResult["kind"] | undefined;
};

/** Of every bootstrap and every sign flip: the same numbers each time. */
const SEED = 20_261_126;

export async function compareProjectRuns(project: Opened, options: CompareProjectOptions): Promise<ProjectComparison> {
  const known = projectMetrics(project, options.databases);
  const metrics = (options.metrics.length === 0 ? [HEADLINE] : options.metrics).map((name) =>
    metricCalled(name, known),
  );
  const scored: (readonly ScoredArm[])[] = [];
  for (const name of options.runs.length === 0 ? [undefined] : options.runs) {
    await using run = openRun(project, name, options);
    scored.push(await scoreArms(run, metrics));
  }
  const arms = chosenArms(joinArms(scored), options.arms);
  const baseline = options.baseline === undefined ? arms[0] : chosenArms(arms, [options.baseline])[0];
  if (baseline === undefined) throw new SchoolbookError("input_invalid", "There is no arm to compare.");
  const others = arms.filter((arm) => arm !== baseline);
  const random = (): (() => number) => seededRandom(SEED);
  const [headline] = metrics;
  const candidates = others.length === 0 ? [baseline] : others;
  const isGated = headline !== undefined && options.rules.length > 0;
  const gate = isGated ? holdGate({ metric: headline, arms: candidates, baseline, rules: options.rules, random }) : [];
  return {
    runs: [...new Set(arms.map(({ run }) => run))],
    comparisons: metrics.map((metric) => compareRun({ metric, baseline, others, random })),
    gate,
    outcome: isGated ? gateOutcome(gate) : undefined,
  };
}

function metricCalled(name: string, known: readonly Metric[]): Metric {
  const metric = known.find((one) => one.name === name);
  if (metric !== undefined) return metric;
  const names = known.map((one) => one.name);
  throw new SchoolbookError("usage", `There is no metric ${JSON.stringify(name)}.`, { hint: advice(name, names) });
}

function chosenArms(arms: readonly ScoredArm[], names: readonly string[]): readonly ScoredArm[] {
  if (names.length === 0) return arms;
  return names.map((name) => {
    const arm = arms.find((one) => one.name === name);
    if (arm !== undefined) return arm;
    const known = arms.map((one) => one.name);
    throw new SchoolbookError("usage", `No run here has an arm ${JSON.stringify(name)}.`, {
      hint: advice(name, known),
    });
  });
}

function advice(name: string, known: readonly string[]): string {
  const nearest = closestName(name, known);
  return `${nearest === undefined ? "" : `Did you mean ${nearest}? `}There are ${known.join(", ")}.`;
}
