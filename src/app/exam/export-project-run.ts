// A run, or its questions, as a file of another program, with nothing in it that its reader may not read now.
import { SchoolbookError } from "../../core/errors.ts";
import { exportPromptfoo, type PromptfooExport } from "../../exam/export/export-promptfoo.ts";
import { exportRun, RUN_FORMATS, type RunFormat } from "../../exam/export/export-run.ts";
import { HEADLINE } from "../../exam/metrics/registry.ts";
import { withoutClosed } from "../../exam/report/withhold.ts";
import type { Project } from "../project/project.ts";
import { libraryNow } from "./library-now.ts";
import { openRun, projectMetrics, type RunReader } from "./project-runs.ts";

export const EXPORT_FORMATS = [...RUN_FORMATS, "promptfoo"] as const;

export type ExportedRun = {
  readonly run: string;
  readonly format: (typeof EXPORT_FORMATS)[number];
  readonly text: string;
  /** Parts of questions that the other program has no words for. */
  readonly leftOut: PromptfooExport["leftOut"];
  /** Why no text that rests on the library is in it. */
  readonly libraryProblem?: string | undefined;
};

export async function exportProjectRun(
  project: Pick<Project, "settings" | "principalsOf" | "document">,
  name: string | undefined,
  { format, ...reader }: RunReader & { readonly format: ExportedRun["format"] },
): Promise<ExportedRun> {
  await using run = openRun(project, name, reader);
  const library = await libraryNow(project, { ...run.plan, trials: run.trials() }, reader.as);
  if (format === "promptfoo") {
    const questions = run.plan.questions.map((question) => withoutClosed(question, library));
    return { run: run.run, format, ...exportPromptfoo(questions), libraryProblem: library.problem };
  }
  const all = projectMetrics(project, reader.databases);
  // why: a case of JUnit is right or wrong, and only one metric says which.
  const metrics = format === "junit" ? all.filter((metric) => metric.name === HEADLINE) : all;
  const trials = [...run.trials()];
  if (trials.length === 0) throw new SchoolbookError("not_found", `The run ${run.run} has no rows yet.`);
  const { startedAt, missing } = run;
  const text = await exportRun(
    { run: run.run, startedAt, trials, missing, metrics, library },
    format satisfies RunFormat,
  );
  return { run: run.run, format, text, leftOut: [], libraryProblem: library.problem };
}
