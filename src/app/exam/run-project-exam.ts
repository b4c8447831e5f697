// Runs an exam within a project: as somebody, with the questions that they may see the answers of.
import { dirname, join } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";
import type { Runtime } from "../../core/runtime.ts";
import type { Forecast } from "../../exam/run/forecast-run.ts";
import { mayShow } from "../../exam/run/plan-rows.ts";
import { countRows, type ExamRun, readRun } from "../../exam/run/read-run.ts";
import { runExam, type RunOptions, type RunReport } from "../../exam/run/run-exam.ts";
import type { RunProgress } from "../../exam/run/run-progress.ts";
import type { Question } from "../../spec/exam.ts";
import type { Project, Reader } from "../project/project.ts";

export type { Forecast as RunForecast, RunProgress as RunningProgress, RunReport };

/** Where all runs of a project and the cache of their calls are: beside the library, and as little for others' eyes. */
export function examFolder(project: Pick<Project, "settings">): string {
  return join(dirname(project.settings.libraryPath), "exams");
}

export type ProjectExamOptions = Omit<RunOptions, "folder" | "principals" | "onForecast"> &
  Pick<Reader, "as"> & {
    /** Shown before the first call, with how many questions others ask; false: nothing is asked. */
    readonly onForecast?: (forecast: Forecast, asOthers: number) => boolean | Promise<boolean>;
  };

export type ProjectExamReport = RunReport & {
  /** Questions that are asked by others than those whom the run is made for: they are no part of it. */
  readonly asOthers: number;
};

export async function runProjectExam(
  project: Pick<Project, "settings" | "principalsOf">,
  { as, questions, onForecast, ...options }: ProjectExamOptions,
): Promise<ProjectExamReport> {
  const principals = project.principalsOf(as);
  const own = questions.filter((question: Question) => mayShow(question, principals));
  const asOthers = questions.length - own.length;
  if (own.length === 0 && asOthers > 0) throw allOthers(asOthers);
  const report = await runExam({
    ...options,
    folder: examFolder(project),
    principals,
    questions: own,
    ...(onForecast === undefined ? {} : { onForecast: async (forecast) => onForecast(forecast, asOthers) }),
  });
  return { ...report, asOthers };
}

function allOthers(asOthers: number): SchoolbookError {
  const message =
    asOthers === 1
      ? "The only question is asked by others than those whom the run is made for."
      : `All ${asOthers} questions are asked by others than those whom the run is made for.`;
  return new SchoolbookError("access_denied", message, {
    hint: "Say with --as whom the run is for, such as who asks them.",
  });
}

type ProjectRun = Pick<Reader, "as"> & { readonly run: string; readonly runtime: Runtime };

/** A run read back by whoever it was made for; to others it is refused. */
export function openProjectRun(
  project: Pick<Project, "settings" | "principalsOf">,
  { as, run, runtime }: ProjectRun,
): ExamRun {
  return readRun({ folder: examFolder(project), run, principals: project.principalsOf(as), runtime });
}

/** Rows that something came of; none where the run is not there, or was broken off before it began. */
export async function countProjectRows(
  project: Pick<Project, "settings" | "principalsOf">,
  { as, run, runtime }: ProjectRun,
): Promise<number> {
  return countRows({ folder: examFolder(project), run, principals: project.principalsOf(as), runtime });
}
