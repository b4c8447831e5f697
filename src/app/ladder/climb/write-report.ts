// Writes the report of a climb for people: a page and a text beside its JSON, with nothing that their reader may not read now.
import { existsSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";

import { z } from "zod";

import { SchoolbookError } from "../../../core/errors.ts";
import type { Runtime } from "../../../core/runtime.ts";
import type { PageRun } from "../../../exam/page/page-run.ts";
import { logPath } from "../../../exam/run/run-log.ts";
import type { ClimbReport } from "../../../ladder/climb/climb-report.ts";
import type { CostPlan } from "../../../ladder/cost/cost-plan.ts";
import { measuredCalls } from "../../../ladder/cost/measured-calls.ts";
import { type CostReport, reportCosts } from "../../../ladder/cost/report-costs.ts";
import { writeClimbMarkdown } from "../../../ladder/report/write-climb-markdown.ts";
import { writeClimbPage } from "../../../ladder/report/write-climb-page.ts";
import { writeNewFile } from "../../exam/exam-file.ts";
import { projectMetrics } from "../../exam/project-runs.ts";
import { examFolder } from "../../exam/run-project-exam.ts";
import { readPageRun } from "../../exam/write-run-page.ts";
import type { Project, Reader } from "../../project/project.ts";
import { VERSION } from "../../version.ts";
import { climbFolder, climbNames, writeOwn } from "./climb-folder.ts";

type Reading = Pick<Reader, "as"> & { readonly runtime: Runtime };
type Read = Pick<Project, "settings" | "principalsOf" | "document">;

export type WrittenReport = { readonly page: string; readonly text: string };

/** Beside `report.json`: `report.html` and `report.md`. */
export async function writeClimbReport(project: Read, report: ClimbReport, reading: Reading): Promise<WrittenReport> {
  const made = await render(project, report, reading);
  const written = { page: join(report.folder, "report.html"), text: join(report.folder, "report.md") };
  writeOwn(written.page, made.page);
  writeOwn(written.text, made.text);
  return written;
}

export type ReportFile = Reading & {
  readonly name: string;
  /** Ends in `.html` or `.md`. */
  readonly to: string;
  readonly force: boolean;
};

export type ReportFileWritten = { readonly climb: string; readonly to: string; readonly bytes: number };

/** The report of an earlier climb again, as its reader may read it now. */
export async function writeReportFile(
  project: Read,
  { name, to, force, ...reading }: ReportFile,
): Promise<ReportFileWritten> {
  const report = readClimbReport(project, name);
  const text = await inFormat(extname(to).toLowerCase(), { project, report, reading });
  writeNewFile(to, text, { force });
  return { climb: name, to, bytes: Buffer.byteLength(text) };
}

type Rendering = { readonly project: Read; readonly report: ClimbReport; readonly reading: Reading };

async function inFormat(format: string, { project, report, reading }: Rendering): Promise<string> {
  // why: not as JSON, which quotes replies that rest on documents whose access may have changed since.
  if (format !== ".html" && format !== ".md") {
    throw new SchoolbookError("usage", "A report is written as .html or .md.", {
      hint: "Name the file so that it ends in one of them; its numbers are in `report.json` in the climb's folder.",
    });
  }
  const made = await render(project, report, reading);
  return format === ".html" ? made.page : made.text;
}

async function render(project: Read, report: ClimbReport, { as, runtime }: Reading) {
  const metrics = projectMetrics(project, undefined);
  const run = await readPageRun(project, { as, runtime, run: report.runs.test, metrics });
  const costs = costsOf(report, { run, runtime });
  const shown = { report, run, costs, version: VERSION };
  return { page: writeClimbPage(shown), text: writeClimbMarkdown(shown) };
}

type Costing = { readonly run: PageRun; readonly runtime: Runtime };

/** Of rungs whose calls have a price in the list; training and hosting are for a plan of one's own, see `schoolbook cost`. */
function costsOf(report: ClimbReport, { run, runtime }: Costing): CostReport | undefined {
  if (!report.arms.some(({ usd }) => (usd?.value ?? 0) > 0)) return undefined;
  const calls = measuredCalls(run.rows.map(({ trial }) => trial));
  const rungs = report.arms.filter(({ role }) => role === "rung");
  const arms = rungs.map(({ arm, label, quality }): CostPlan["arms"][number] => {
    const of = report.registration.registration.splits.test.length;
    const own = calls.get(arm) ?? [];
    return {
      name: arm,
      label,
      model: report.model,
      calls: own,
      right: {
        count: Math.round(quality.value * of),
        of,
      },
      otherUsdPerQuestion: 0,
      otherUsdPerMonth: 0,
    };
  });
  try {
    return reportCosts({ arms, prices: {} }, { date: new Date(runtime.now()).toISOString().slice(0, 10) });
  } catch (error) {
    // why: a model that the list has no price of has none by the month either; what its calls cost is in the table.
    if (error instanceof SchoolbookError) return undefined;
    throw error;
  }
}

const SHAPE = z.looseObject({
  name: z.string(),
  folder: z.string(),
  runs: z.looseObject({ test: z.string() }),
  arms: z.array(z.looseObject({ arm: z.string() })),
  registration: z.looseObject({ hash: z.string() }),
  verdict: z.looseObject({ kind: z.string() }),
});

/** What this program wrote itself is not checked field by field; that it is a report at all is. */
const REPORT = z.custom<ClimbReport>((value) => SHAPE.safeParse(value).success);

/** The climb whose report was written last. */
export function latestClimb(project: Pick<Project, "settings">): string {
  const [latest] = climbNames(project)
    .flatMap((name) => {
      const { report } = climbFolder(project, name);
      return existsSync(report) ? [{ name, at: statSync(report).mtimeMs }] : [];
    })
    .toSorted((one, other) => other.at - one.at);
  if (latest !== undefined) return latest.name;
  throw new SchoolbookError("not_found", "No climb has come to its end yet.", { hint: "Run `schoolbook climb`." });
}

export function readClimbReport(project: Pick<Project, "settings">, name: string): ClimbReport {
  // why: it becomes part of a path; it is the name of the climb's run as well, and is checked as that.
  logPath({ folder: examFolder(project), run: name });
  const path = climbFolder(project, name).report;
  const parsed = REPORT.safeParse(parseFile(path, name));
  if (!parsed.success) throw new SchoolbookError("input_invalid", `${path} is no report of a climb.`);
  return parsed.data;
}

function parseFile(path: string, name: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new SchoolbookError("not_found", `There is no report of a climb called ${name}.`, {
      hint: "`schoolbook climb` writes it at its end; the name is the one that it was given with --name.",
      cause,
    });
  }
}
