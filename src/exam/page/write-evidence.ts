// The questions of a run with all that came of them, as the last part of a page that has to stay small.
import { markup, type Html } from "../../core/page/markup.ts";
import { filterForm } from "./filter-form.ts";
import { groupQuestions, type QuestionRows } from "./group-questions.ts";
import { numberPassages, type PassageNumbers } from "./number-passages.ts";
import type { PageRun } from "./page-run.ts";
import { passagesSection } from "./passages-section.ts";
import { questionSection } from "./question-section.ts";
import { OUTCOME_LOOKS, OUTCOMES } from "./row-outcome.ts";
import { withholdClosed } from "./withhold-closed.ts";

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

export type Evidence = {
  readonly questions: Html;
  /** Rows whose answers are not shown, since they rest on what the reader may not read. */
  readonly withheld: number;
  /** Where a question stands on the page: `q12`; undefined where it does not. */
  readonly anchorOf: (id: string) => string | undefined;
};

/** Writes the page with as much of the evidence as keeps it small; needs `RUN_PAGE_STYLE` and `FILTER_SCRIPT` on it. */
export function writeWithEvidence(run: PageRun, write: (evidence: Evidence) => string): string {
  const rows = run.rows.map((row) => withholdClosed(row, run));
  const questions = groupQuestions(rows);
  const passages = numberPassages(rows, run.library);
  const anchors = new Map(questions.map(({ question, number }) => [question.id, `q${number}`]));
  const shared = {
    withheld: rows.filter(({ isWithheld }) => isWithheld).length,
    anchorOf: (id: string): string | undefined => anchors.get(id),
  };
  let page = "";
  for (const detail of DETAILS) {
    const section = questionsSection(run, { questions, passages, detail });
    page = write({
      ...shared,
      questions: markup`${section}${passagesSection(passages, detail.passageCharacters)}`,
    });
    if (Buffer.byteLength(page) <= MOST_BYTES) return page;
  }
  return page;
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
