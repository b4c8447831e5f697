// Fills the library of a new project and drafts its first exam by rules, so that there is something to climb on.
import { existsSync } from "node:fs";
import { join } from "node:path";

import type { SyncReport } from "../../library/sync/report.ts";
import type { Principals } from "../../spec/access.ts";
import type { OnProgress } from "../../spec/progress.ts";
import type { DraftReport } from "../exam/draft-exam.ts";
import type { Project } from "../project/project.ts";

export type FirstExamOptions = {
  /** Who may read the documents; empty: nobody was named, and only what documents say of themselves opens them. */
  readonly allow: Principals;
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
};

export type FirstExam = {
  readonly sync: SyncReport;
  /** Who asks its questions. */
  readonly as: Principals;
  /** Absent where the project has an exam that cannot be added to line by line. */
  readonly draft?: DraftReport;
  /** Documents that whoever asks may read. */
  readonly readable: number;
};

export const FIRST_EXAM = "exam.jsonl";
const OTHER_EXAMS = ["exam.yaml", "exam.yml", "exam.csv"];
export const EXAM_FILES = [FIRST_EXAM, ...OTHER_EXAMS];
const WANTED = { answerable: 50, unanswerable: 15, forbidden: 0 };

/** No model is called, and nothing is drafted from what the asker may not read. */
export async function firstExam(project: Project, { allow, onProgress, signal }: FirstExamOptions): Promise<FirstExam> {
  const sync = await project.sync({ onProgress, signal });
  const as = [allow.includes("public") ? "public" : (allow[0] ?? "public")];
  const readable = await countReadable(project, as);
  const { folder } = project;
  if (readable === 0 || OTHER_EXAMS.some((name) => existsSync(join(folder, name)))) return { sync, as, readable };
  const draft = await project.draftExam({ as, wanted: WANTED, model: "quoting", to: join(folder, FIRST_EXAM), signal });
  return { sync, as, readable, draft };
}

/** As a search counts them: passages. */
async function countReadable(project: Project, as: Principals): Promise<number> {
  const { visible } = await project.search("documents", { as, limit: 1 });
  return visible;
}
