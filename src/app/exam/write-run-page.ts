// Writes the page of a run for whoever it was made for, with nothing on it that they may not read now.
import { seededRandom, type Runtime } from "../../core/runtime.ts";
import { scoreRows } from "../../exam/export/score-rows.ts";
import { createMetrics } from "../../exam/metrics/registry.ts";
import { DECIDING, type Deciding, type PageRun } from "../../exam/page/page-run.ts";
import { writePage } from "../../exam/page/write-page.ts";
import type { Metric } from "../../spec/exam.ts";
import type { Project, Reader } from "../project/project.ts";
import { writeNewFile } from "./exam-file.ts";
import { libraryNow } from "./library-now.ts";
import { openProjectRun } from "./run-project-exam.ts";

export type RunPageOptions = Pick<Reader, "as"> & {
  readonly run: string;
  readonly to: string;
  readonly runtime: Runtime;
  readonly force?: boolean;
  /** Default: all that there are. */
  readonly metrics?: readonly Metric[];
  readonly decidedBy?: Deciding;
};

export type RunPageReport = {
  readonly to: string;
  readonly bytes: number;
  readonly rows: number;
  readonly missing: number;
};

/** The same run gives the same page. */
const SEED = 1;

type Read = Pick<Project, "settings" | "principalsOf" | "document">;

export async function writeRunPage(
  project: Read,
  { to, force = false, ...options }: RunPageOptions,
): Promise<RunPageReport> {
  const read = await readPageRun(project, options);
  const page = writePage(read);
  writeNewFile(to, page, { force });
  return { to, bytes: Buffer.byteLength(page), rows: read.rows.length, missing: read.missing };
}

/** Refused to whom the run was not made for. */
export async function readPageRun(
  project: Read,
  { as, run, runtime, metrics = createMetrics(), decidedBy = DECIDING }: Omit<RunPageOptions, "to" | "force">,
): Promise<PageRun> {
  await using read = openProjectRun(project, { as, run, runtime });
  const rows = await scoreRows(read.trials(), metrics);
  return {
    run: read.run,
    startedAt: read.startedAt,
    arms: read.plan.arms,
    repeats: read.plan.repeats,
    rows,
    missing: read.missing,
    metrics,
    decidedBy,
    library: await libraryNow(project, { ...read.plan, trials: read.trials() }, as),
    random: seededRandom(SEED),
  };
}
