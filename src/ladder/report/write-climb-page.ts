// The report of a climb as one HTML file: verdict, ladder, axes, diagnosis, steps, cost, school, the evidence, the registration.
import { markup, type Html } from "../../core/page/markup.ts";
import { writeDocument } from "../../core/page/write-document.ts";
import { FILTER_SCRIPT } from "../../exam/page/filter-form.ts";
import type { PageRun } from "../../exam/page/page-run.ts";
import { RUN_PAGE_STYLE } from "../../exam/page/run-page-style.ts";
import { type Evidence, writeWithEvidence } from "../../exam/page/write-evidence.ts";
import type { ClimbReport } from "../climb/climb-report.ts";
import type { CostReport } from "../cost/report-costs.ts";
import { axesSection } from "./axes-picture.ts";
import { CLIMB_PAGE_STYLE } from "./climb-page-style.ts";
import { costSection } from "./cost-section.ts";
import { diagnosisSection } from "./diagnosis-section.ts";
import { ladderPicture } from "./ladder-picture.ts";
import { registrationSection } from "./registration-section.ts";
import { schoolSection } from "./school-section.ts";
import { stepsSection } from "./steps-section.ts";
import { rungSentences, verdictSection } from "./verdict-section.ts";

export type ClimbPage = {
  readonly report: ClimbReport;
  /** The run that the verdict rests on, as whoever reads the page may read it now. */
  readonly run: PageRun;
  /** Where prices are known. */
  readonly costs?: CostReport | undefined;
  /** Of the program. */
  readonly version: string;
};

export function writeClimbPage(page: ClimbPage): string {
  const { report, run } = page;
  return writeWithEvidence(run, (evidence) =>
    writeDocument({
      title: `${report.explained.headline} ${report.name}`,
      body: bodyOf(page, evidence),
      style: RUN_PAGE_STYLE + CLIMB_PAGE_STYLE,
      script: FILTER_SCRIPT,
    }),
  );
}

function bodyOf({ report, run, costs, version }: ClimbPage, { questions, withheld, anchorOf }: Evidence): Html {
  return markup`<main>${verdictSection(report, withheld)}
<section aria-labelledby="ladder"><h2 id="ladder">The ladder</h2>${ladderPicture(report)}</section>
${axesSection(report)}
${diagnosisSection(report, anchorOf)}
${stepsSection(report)}
${rungSentences(report)}
${costSection(report, costs)}
${schoolSection(report)}
${questions}
${registrationSection(report, { version, startedAt: run.startedAt })}</main>`;
}
