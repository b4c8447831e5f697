// The numbers of a run: how each arm did, how sure that is, and every metric of every arm.
import { dataTable } from "../../core/page/data-table.ts";
import { intervalPicture } from "../../core/page/interval-picture.ts";
import { markup, type Html, type Insertable } from "../../core/page/markup.ts";
import type { Metric } from "../../spec/exam.ts";
import type { ScoredRow } from "../export/scored-run.ts";
import { costPerCorrect } from "../metrics/cost/cost-per-correct.ts";
import { type MetricSummary, summarizeMetric } from "../metrics/summarize-metric.ts";
import type { Estimate } from "../statistics/interval.ts";
import { quantileOf } from "../statistics/quantile.ts";
import { formatEstimate, formatFigure } from "./format-figure.ts";
import type { Deciding } from "./page-run.ts";
import { outcomeOf, RIGHT, rightRows, scoredBy } from "./row-outcome.ts";

export type ArmRows = { readonly name: string; readonly model: string; readonly rows: readonly ScoredRow[] };

export function armsSection(arms: readonly ArmRows[], decidedBy: Deciding): Html {
  const note =
    "Right answers of all that were asked, with 95 % intervals: “I don't know” is right only where the documents have no answer. Failed rows are not in the share; while there are any, nothing is decided.";
  return markup`<section aria-labelledby="arms"><h2 id="arms">Arms</h2>${dataTable({
    name: "Arms",
    note,
    columns: [
      { head: "arm" },
      { head: "right" },
      { head: markup`0 to 100 %` },
      { head: "refused", kind: "number" },
      { head: "wrong", kind: "number" },
      { head: "failed", kind: "number" },
      { head: "p50", kind: "number" },
      { head: "p95", kind: "number" },
      { head: "per question", kind: "number" },
      { head: "per right answer", kind: "number" },
      { head: "model" },
    ],
    rows: arms.map((arm) => armRow(arm, decidedBy)),
  })}</section>`;
}

function armRow({ name, model, rows }: ArmRows, decidedBy: Deciding): readonly Insertable[] {
  const right = rightRows(rows, decidedBy);
  const { overall } = summarizeMetric(RIGHT, right);
  const outcomes = rows.map((row) => outcomeOf(row, decidedBy));
  const count = (wanted: string): number => outcomes.filter((outcome) => outcome === wanted).length;
  const times = rows.flatMap(({ trial }) => trial.latencyMs ?? []).toSorted((one, other) => one - other);
  const time = (share: number): string =>
    times.length === 0 ? "–" : formatFigure(quantileOf(times, share), "milliseconds");
  const cost = costPerCorrect(right);
  const isKnown = cost.kind === "known";
  const perCorrect = isKnown && cost.usdPerCorrect !== undefined ? formatFigure(cost.usdPerCorrect, "dollars") : "–";
  return [
    name,
    overall === undefined ? "–" : formatEstimate(overall, "share"),
    overall === undefined ? "" : sharePicture(overall, name),
    count("refused"),
    count("wrong"),
    count("failed") === 0 ? 0 : markup`<b class="bad">${count("failed")} !</b>`,
    time(0.5),
    time(0.95),
    isKnown ? formatFigure(cost.usdPerQuery, "dollars") : "–",
    perCorrect,
    markup`<span class="soft">${model}</span>`,
  ];
}

function sharePicture({ value, low, high }: Estimate, name: string): Html {
  const label = `${name}: ${formatEstimate({ value, low, high, level: 0.95 }, "share")} right`;
  return intervalPicture({ value, low, high, from: 0, to: 1, label });
}

/** Metrics down, arms across; a metric without anything to say is left out. */
export function metricsSection(arms: readonly ArmRows[], metrics: readonly Metric[]): Html {
  const summarized = metrics.map((metric) => ({
    metric,
    summaries: arms.map(({ rows }) => summarizeMetric(metric, scoredBy(metric, rows))),
  }));
  const told = summarized.filter(({ summaries }) => summaries.some(({ questions }) => questions > 0));
  const rows = told.flatMap(({ metric, summaries }) => [
    [markup`${metric.name}`, ...summaries.map((summary) => estimateCell(summary))],
    ...figureRows(summaries),
  ]);
  const note =
    "Means over questions with 95 % intervals, “I don't know” counted as no success; beside them what kept trials from counting.";
  return markup`<section aria-labelledby="metrics"><h2 id="metrics">Metrics</h2>${dataTable({ name: "Metrics", note, columns: [{ head: "metric" }, ...arms.map(({ name }) => ({ head: name }))], rows })}</section>`;
}

function estimateCell({ overall, unit, trials }: MetricSummary): Insertable {
  const beside = [
    ...(trials.abstained > 0 ? [`${trials.abstained} abstained`] : []),
    ...(trials.failed > 0 ? [`${trials.failed} failed`] : []),
  ].join(", ");
  if (overall === undefined) return beside === "" ? "–" : markup`<span class="soft">– ${beside}</span>`;
  return markup`${formatEstimate(overall, unit)}${beside !== "" && markup`<br /><span class="soft small">${beside}</span>`}`;
}

/** What only a whole set of trials has, such as a percentile. */
function figureRows(summaries: readonly MetricSummary[]): readonly (readonly Insertable[])[] {
  const names = [...new Set(summaries.flatMap(({ figures }) => figures.map(({ name }) => name)))];
  return names.map((name) => [
    markup`<span class="soft">${name}</span>`,
    ...summaries.map(({ figures }) => {
      const figure = figures.find((one) => one.name === name);
      return figure === undefined
        ? "–"
        : markup`${formatFigure(figure.value, figure.unit)} <span class="soft">n = ${figure.of}</span>`;
    }),
  ]);
}
