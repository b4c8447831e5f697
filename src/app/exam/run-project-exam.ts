// Runs an exam within a project: as somebody, with the questions that they may see the answers of.
import { dirname, join } from "node:path";

import type { Runtime } from "../../core/runtime.ts";
import { mayShow } from "../../exam/run/plan-rows.ts";
import { type ExamRun, readRun } from "../../exam/run/read-run.ts";
import { runExam, type RunOptions, type RunReport } from "../../exam/run/run-exam.ts";
import type { Question } from "../../spec/exam.ts";
import type { Project, Reader } from "../project/project.ts";

/** Where all runs of a project and the cache of their calls are: beside the library, and as little for others' eyes. */
export function examFolder(project: Pick<Project, "settings">): string {
  return join(dirname(project.settings.libraryPath), "exams");
}

export type ProjectExamOptions = Omit<RunOptions, "folder" | "principals"> & Pick<Reader, "as">;

export type ProjectExamReport = RunReport & {
  /** Questions that are asked by others than those whom the run is made for: they are no part of it. */
  readonly asOthers: number;
};

export async function runProjectExam(
  project: Pick<Project, "settings" | "principalsOf">,
  { as, questions, ...options }: ProjectExamOptions,
): Promise<ProjectExamReport> {
  const principals = project.principalsOf(as);
  const own = questions.filter((question: Question) => mayShow(question, principals));
  const report = await runExam({ ...options, folder: examFolder(project), principals, questions: own });
  return { ...report, asOthers: questions.length - own.length };
}

/** A run read back by whoever it was made for; to others it is refused. */
export function openProjectRun(
  project: Pick<Project, "settings" | "principalsOf">,
  { as, run, runtime }: Pick<Reader, "as"> & { readonly run: string; readonly runtime: Runtime },
): ExamRun {
  return readRun({ folder: examFolder(project), run, principals: project.principalsOf(as), runtime });
}
