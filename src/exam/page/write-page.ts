// The page of a run as one HTML file: numbers first, then every question with what was retrieved, answered and cited.
import { markup, type Html } from "../../core/page/markup.ts";
import { writeDocument } from "../../core/page/write-document.ts";
import { differencesSection } from "./differences-section.ts";
import { FILTER_SCRIPT, filterForm } from "./filter-form.ts";
import { groupQuestions, type QuestionRows } from "./group-questions.ts";
import { numberPassages, type PassageNumbers } from "./number-passages.ts";
import type { PageRun } from "./page-run.ts";
import { passagesSection } from "./passages-section.ts";
import { questionSection } from "./question-section.ts";
import { OUTCOME_LOOKS, OUTCOMES } from "./row-outcome.ts";
import { RUN_PAGE_STYLE } from "./run-page-style.ts";
import { type ArmRows, armsSection, metricsSection } from "./summary-sections.ts";
import { type PageRow, withholdClosed } from "./withhold-closed.ts";

/** Browsers, mail and reviews take files of this size without trouble. */
const MOST_BYTES = 1_000_000;

/** How much is told of passages besides their numbers, and of scores in words: less in a large run, in which everything else comes first. */
const DETAILS = [
  { namesPassages: true, passageCharacters: 2000, explainsScores: true },
  { namesPassages: true, passageCharacters: 500, explainsScores: true },
  { namesPassages: false, passageCharacters: 500, explainsScores: true },
  { namesPassages: false, passageCharacters: 200, explainsScores: true },
  { namesPassages: false, passageCharacters: 200, explainsScores: false },
  { namesPassages: false, passageCharacters: 0, explainsScores: false },
] as const;

type Detail = (typeof DETAILS)[number];

const FEW_QUESTIONS = 5;

export function writePage(run: PageRun): string {
  const rows = run.rows.map((row) => withholdClosed(row, run));
  const questions = groupQuestions(rows);
  const passages = numberPassages(rows, run.library);
  const numbers = numbersOf(run, rows);
  let page = "";
  for (const detail of DETAILS) {
    const body = markup`<main>${numbers}${questionsSection(run, { questions, passages, detail })}${passagesSection(passages, detail.passageCharacters)}</main>`;
    page = writeDocument({ title: `Exam run ${run.run}`, body, style: RUN_PAGE_STYLE, script: FILTER_SCRIPT });
    if (Buffer.byteLength(page) <= MOST_BYTES) return page;
  }
  return page;
}

/** Of whole rows: a number does not tell what stands in a document. */
function numbersOf(run: PageRun, rows: readonly PageRow[]): Html {
  const { arms, metrics, decidedBy, random } = run;
  const armRows = arms.map(({ name, model }): ArmRows => {
    return { name, model, rows: run.rows.filter(({ trial }) => trial.arm === name) };
  });
  const withheld = rows.filter(({ isWithheld }) => isWithheld).length;
  return markup`<h1>Exam run ${run.run}</h1>
<p class="soft">${aboutOf(run)}</p>
${run.missing > 0 && markup`<p class="care"><b>${run.missing} rows are missing:</b> the run has not come to its end.</p>`}
${withheld > 0 && markup`<p class="care"><b>${withheld} withheld:</b> answers that rest on documents which are gone, or which you may not read.</p>`}
${armsSection(armRows, decidedBy)}
${differencesSection(armRows, { decidedBy, random })}
${metricsSection(armRows, metrics)}
`;
}

function aboutOf({ startedAt, rows, arms, repeats, metrics, decidedBy }: PageRun): string {
  const questions = new Set(rows.map(({ trial }) => trial.question.id)).size;
  const counts = [
    `${questions} ${questions === 1 ? "question" : "questions"}`,
    `${arms.length} ${arms.length === 1 ? "arm" : "arms"}`,
    ...(repeats > 1 ? [`${repeats} repeats`] : []),
  ];
  const known = new Set(metrics.map(({ name }) => name));
  const deciding = decidedBy.find((names) => names.some((name) => known.has(name))) ?? [];
  const day = new Date(startedAt).toISOString().slice(0, 16).replace("T", " ");
  return `Begun ${day} UTC · ${counts.join(" · ")} · right is decided by ${deciding.join(", ")}, and by whether there is an answer`;
}

type Questions = {
  readonly questions: readonly QuestionRows[];
  readonly passages: PassageNumbers;
  readonly detail: Detail;
};

function questionsSection(run: PageRun, { questions, passages, detail }: Questions): Html {
  const arms = run.arms.map(({ name }) => name);
  const tags = [...new Set(questions.flatMap(({ question }) => question.tags))].toSorted();
  const axes = [...new Set(questions.map(({ question }) => question.axis))];
  const parts = { metrics: run.metrics, passages, arms, tags, ...detail };
  const isOpen = questions.length <= FEW_QUESTIONS;
  return markup`<section aria-labelledby="questions"><h2 id="questions">Questions</h2><p class="small legend">${OUTCOMES.map((name) => markup`<b class="${OUTCOME_LOOKS[name].tone}">${OUTCOME_LOOKS[name].sign} ${name}</b> `)}
<b class="calm">? unverified</b> <span class="soft">something in the answer is supported by no quote. <mark>Marked</mark> is what a quote supports.</span></p>
${filterForm({ arms, axes, tags, questions: questions.length })}
${questions.map((one) => questionSection(one, { ...parts, isOpen }))}</section>`;
}
