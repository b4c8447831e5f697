// Writes the page of a run for whoever it was made for, with nothing on it that they may not read now.
import { seededRandom, type Runtime } from "../../core/runtime.ts";
import { scoreRows } from "../../exam/export/score-rows.ts";
import type { ScoredRow } from "../../exam/export/scored-run.ts";
import { createMetrics } from "../../exam/metrics/registry.ts";
import {
  DECIDING,
  type Deciding,
  type PageDocument,
  type PageLibrary,
  type PageRun,
} from "../../exam/page/page-run.ts";
import { writePage } from "../../exam/page/write-page.ts";
import type { Metric } from "../../spec/exam.ts";
import type { Project, Reader } from "../project/project.ts";
import { writeNewFile } from "./exam-file.ts";
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
    library: await readableLibrary(project, rows, as),
    random: seededRandom(SEED),
  };
}

/** Everything that the run refers to, read once, as the reader may read it. */
async function readableLibrary(
  project: Pick<Project, "document">,
  rows: readonly ScoredRow[],
  as: Reader["as"],
): Promise<PageLibrary> {
  const documents = new Map<string, PageDocument | undefined>();
  for (const name of new Set(rows.flatMap(namesOf))) documents.set(name, await project.document(name, { as }));
  return { read: (name) => documents.get(name) };
}

function namesOf({ trial: { question, outcome } }: ScoredRow): readonly string[] {
  const sources = question.expected.sources ?? [];
  if (outcome.kind === "failed") return sources;
  const { answer, retrieved } = outcome;
  const shown = answer.trace?.shown ?? [];
  return [...sources, ...retrieved, ...[...shown, ...answer.citations].map(({ documentId }) => documentId)];
}
