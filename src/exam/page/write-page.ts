// The page of a run as one HTML file: numbers first, then every question with what was retrieved, answered and cited.
import { counted } from "../../core/counted.ts";
import { momentText } from "../../core/moment-text.ts";
import { markup, type Html } from "../../core/page/markup.ts";
import { writeDocument } from "../../core/page/write-document.ts";
import { differencesSection } from "./differences-section.ts";
import { FILTER_SCRIPT } from "./filter-form.ts";
import type { PageRun } from "./page-run.ts";
import { RUN_PAGE_STYLE } from "./run-page-style.ts";
import { type ArmRows, armsSection, metricsSection } from "./summary-sections.ts";
import { writeWithEvidence } from "./write-evidence.ts";

export function writePage(run: PageRun): string {
  return writeWithEvidence(run, ({ questions, withheld }) =>
    writeDocument({
      title: `Exam run ${run.run}`,
      body: markup`<main>${numbersOf(run, withheld)}${questions}</main>`,
      style: RUN_PAGE_STYLE,
      script: FILTER_SCRIPT,
    }),
  );
}

/** Of whole rows: a number does not tell what stands in a document. */
function numbersOf(run: PageRun, withheld: number): Html {
  const { arms, metrics, decidedBy, random } = run;
  const armRows = arms.map(({ name, model }): ArmRows => {
    return { name, model, rows: run.rows.filter(({ trial }) => trial.arm === name) };
  });
  return markup`<h1>Exam run ${run.run}</h1>
<p class="soft">${aboutOf(run)}</p>
${run.missing > 0 && markup`<p class="care"><b>${counted(run.missing, "row is", "rows are")} missing:</b> the run has not come to its end.</p>`}
${withheld > 0 && markup`<p class="care"><b>${withheld} withheld:</b> answers that rest on documents which are gone, or which you may not read.</p>`}
${armsSection(armRows, decidedBy)}
${differencesSection(armRows, { decidedBy, random })}
${metricsSection(armRows, metrics)}
`;
}

function aboutOf({ startedAt, rows, arms, repeats, metrics, decidedBy }: PageRun): string {
  const questions = new Set(rows.map(({ trial }) => trial.question.id)).size;
  const counts = [
    counted(questions, "question"),
    counted(arms.length, "arm"),
    ...(repeats > 1 ? [`${repeats} repeats`] : []),
  ];
  const known = new Set(metrics.map(({ name }) => name));
  const deciding = decidedBy.find((names) => names.some((name) => known.has(name))) ?? [];
  return `Begun ${momentText(startedAt)} · ${counts.join(" · ")} · right is decided by ${deciding.join(", ")}, and by whether there is an answer`;
}
