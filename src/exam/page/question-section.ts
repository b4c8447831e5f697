// A question with everything that came of it, folded under a line that says how each arm did.
import { markup, type Html, type Insertable } from "../../core/page/markup.ts";
import type { Metric, Question } from "../../spec/exam.ts";
import { type AnswersOptions, answersSection } from "./answers-section.ts";
import { expectedList } from "./expected-list.ts";
import type { QuestionRows } from "./group-questions.ts";
import type { PassageNumbers } from "./number-passages.ts";
import { retrievedList, type RetrievedOptions } from "./passages-section.ts";
import { OUTCOME_LOOKS, type Outcome } from "./row-outcome.ts";
import { scoresTable } from "./scores-table.ts";
import type { PageRow } from "./withhold-closed.ts";

export type QuestionParts = AnswersOptions &
  RetrievedOptions & {
    readonly metrics: readonly Metric[];
    readonly passages: PassageNumbers;
    /** The arms of the run, as the filter counts them. */
    readonly arms: readonly string[];
    readonly tags: readonly string[];
    readonly isOpen: boolean;
  };

export function questionSection(rows: QuestionRows, parts: QuestionParts): Html {
  const { number, question } = rows;
  const { metrics, passages, arms, tags, isOpen } = parts;
  const tagged = question.tags.map((tag) => tags.indexOf(tag)).join(" ");
  return markup`<details class="q" id="q${number}"${isOpen && markup` open`} data-o="${outcomeCode(rows.rows, arms)}" data-x="${question.axis}" data-t="${tagged}">
<summary><span class="i">${number}</span><span class="t">${question.question}</span><span class="o">${chips(rows.rows, arms)}</span></summary>
${history(question)}<p class="small soft">${aboutOf(question)}</p>
${expectedList(question.expected)}
${answersSection(rows, parts)}
${scoresTable(rows, metrics)}
${retrievedList(rows, passages, parts)}</details>
`;
}

function aboutOf({ id, principals, axis, tags, cluster }: Question): string {
  const parts = [`asked by ${principals.join(", ")}`, axis, ...(tags.length === 0 ? [] : [`tags ${tags.join(", ")}`])];
  return [...parts, `id ${id}`, ...(cluster === id ? [] : [`cluster ${cluster}`])].join(" · ");
}

function history({ history: turns = [] }: Question): Html {
  const lines = turns.map(({ role, content }): Insertable => {
    const text =
      typeof content === "string" ? content : content.map((part) => ("text" in part ? part.text : "")).join("");
    return markup`<dt>${role}<dd>${text}`;
  });
  return markup`${lines.length > 0 && markup`<dl class="e">${lines}</dl>`}`;
}

/** From the worst on: where repeats of an arm differ, the chip shows what should not have happened. */
const WORST: readonly Outcome[] = ["failed", "wrong", "refused", "unscored", "right"];

function chips(rows: readonly PageRow[], arms: readonly string[]): readonly Html[] {
  return arms.flatMap((arm) => {
    const own = rows.filter(({ trial }) => trial.arm === arm);
    const worst = WORST.find((outcome) => own.some((row) => row.outcome === outcome));
    if (worst === undefined) return [];
    const { sign, tone } = OUTCOME_LOOKS[worst];
    const doubt = own.some((row) => row.isUnverified) ? "?" : "";
    return [markup`<b class="${tone}">${arm} ${sign}${doubt}</b>`];
  });
}

/** What the filter script reads: a digit in base 32 for each arm, see `FILTER_SCRIPT`. */
const BITS: Readonly<Record<Outcome, number>> = { right: 1, wrong: 2, refused: 4, failed: 8, unscored: 0 };
const UNVERIFIED = 16;

function outcomeCode(rows: readonly PageRow[], arms: readonly string[]): string {
  return arms
    .map((arm) => {
      const own = rows.filter(({ trial }) => trial.arm === arm);
      const bits = own.reduce((all, row) => all | BITS[row.outcome] | (row.isUnverified ? UNVERIFIED : 0), 0);
      return bits.toString(32);
    })
    .join("");
}
