// The scores of a question: a row for each arm, a column for each metric that has something to say about the question.
import { markup, type Html } from "../../core/page/markup.ts";
import type { Metric, Score } from "../../spec/exam.ts";
import { formatScore } from "./format-figure.ts";
import type { QuestionRows } from "./group-questions.ts";

const UNITS = { milliseconds: ", ms", dollars: ", $", tokens: "", share: "", count: "" } as const;

type MetricColumn = { readonly head: string; readonly cells: readonly string[] };

/** What is the same for all arms is said once below the table. */
export function scoresTable({ rows }: QuestionRows, metrics: readonly Metric[]): Html {
  const all = metrics.flatMap((metric): readonly MetricColumn[] => {
    if (!rows.some(({ scores }) => scores.has(metric.name))) return [];
    const cells = rows.map(({ scores }) => cellOf(scores.get(metric.name), metric));
    return [{ head: `${metric.name}${UNITS[metric.unit]}`, cells }];
  });
  const [same, differing] = [all.filter(isSame), all.filter((column) => !isSame(column))];
  return markup`<h3>Scores</h3>${differing.length > 0 && tableOf(rows, differing)}${
    same.length > 0 &&
    markup`<p class="small soft">In all arms: ${same.map(({ head, cells }) => `${head} ${cells[0] ?? ""}`).join(" · ")}</p>`
  }`;
}

function isSame({ cells }: MetricColumn): boolean {
  return cells.length > 1 && new Set(cells).size === 1;
}

// why: HTML lets the ends of cells and rows be left out, and a large run has tens of thousands of them.
function tableOf(rows: QuestionRows["rows"], columns: readonly MetricColumn[]): Html {
  const isRepeated = rows.some(({ trial }) => trial.repeat > 0);
  const body = rows.map(
    ({ trial }, at) =>
      markup`<tr><th>${trial.arm}${isRepeated && ` #${trial.repeat + 1}`}${columns.map(({ cells }) => markup`<td>${cells[at] ?? ""}`)}`,
  );
  const heads = columns.map(({ head }) => markup`<th>${head}`);
  return markup`<div class="scroll" tabindex="0" role="group" aria-label="Scores"><table class="s"><thead><tr><th>arm${heads}</thead><tbody>${body}</table></div>`;
}

function cellOf(score: Score | undefined, { unit }: Metric): string {
  if (score === undefined) return "";
  if (score.kind === "abstained") return "∅";
  return score.kind === "failed" ? "!" : formatScore(score.value, unit);
}
