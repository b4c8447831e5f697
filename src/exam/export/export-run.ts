// A run as a file that other programs and people read: CSV, Markdown, JUnit.
import type { Metric, Trial } from "../../spec/exam.ts";
import { writeRecords } from "../questions/write-records.ts";
import { isAsked, scoreTrials } from "../run/score-run.ts";

export type RunExport = {
  readonly run: string;
  readonly startedAt: number;
  /** In the order of the plan. */
  readonly trials: readonly Trial[];
  /** Rows of the plan that nothing came of. */
  readonly missing: number;
  readonly metrics: readonly Metric[];
};

export const RUN_FORMATS = ["csv", "markdown", "junit"] as const;
export type RunFormat = (typeof RUN_FORMATS)[number];

export function exportRun(run: RunExport, format: RunFormat): string {
  const write = { csv: writeCsv, markdown: writeMarkdown, junit: writeJunit }[format];
  return write(run);
}

const COLUMNS = [
  "question_id",
  "question",
  "arm",
  "repeat",
  "outcome",
  "answer",
  "citations",
  "retrieved",
  "latency_ms",
  "cost_usd",
  "reason",
];

function writeCsv({ trials, metrics }: RunExport): string {
  const rows = trials.map((trial) => {
    const { question, arm, repeat, outcome, latencyMs, costUsd } = trial;
    const answer = outcome.kind === "answered" ? outcome.answer : undefined;
    const said = outcome.kind === "answered" ? (outcome.answer.answered ? "answered" : "abstained") : "failed";
    return [
      question.id,
      question.question,
      arm,
      String(repeat),
      said,
      answer?.text ?? "",
      answer?.citations.map(({ uri, start, end }) => `${uri}#${start}-${end}`).join("; ") ?? "",
      outcome.kind === "answered" ? outcome.retrieved.join("; ") : "",
      latencyMs?.toString() ?? "",
      costUsd?.toString() ?? "",
      outcome.kind === "failed" ? outcome.reason : "",
      ...metrics.map((metric) => scoreCell(metric, trial)),
    ].map(asData);
  });
  return writeRecords([[...COLUMNS, ...metrics.map(({ name }) => name)], ...rows]);
}

/** Empty where the question does not ask for this metric. */
function scoreCell(metric: Metric, trial: Trial): string {
  if (!isAsked(metric, trial)) return "";
  const score = metric.score(trial);
  return score.kind === "scored" ? String(score.value) : score.kind;
}

/** Spreadsheets run what begins like a formula; a model's answer must not. */
function asData(cell: string): string {
  return /^[=+@\t\r]|^-(?![\d.]+(?:e[+-]?\d+)?$)/iu.test(cell) ? `'${cell}` : cell;
}

function writeMarkdown({ run, startedAt, trials, missing, metrics }: RunExport): string {
  const totals = scoreTrials(trials, metrics);
  const arms = [...new Set(totals.map(({ arm }) => arm))];
  const lines = [
    `# Run ${escapeMarkdown(run)}`,
    "",
    `Begun ${new Date(startedAt).toISOString()}; ${trials.length} rows${missing === 0 ? "" : `, ${missing} missing`}.`,
    "",
    `| metric | ${arms.map(escapeMarkdown).join(" | ")} |`,
    `|---|${arms.map(() => "---|").join("")}`,
    ...metrics.map(({ name }) => {
      const cells = arms.map((arm) => totals.find((one) => one.arm === arm && one.metric === name)).map(totalCell);
      return `| ${escapeMarkdown(name)} | ${cells.join(" | ")} |`;
    }),
    "",
    "## What failed",
    "",
    ...failures(trials, metrics),
  ];
  return `${lines.join("\n")}\n`;
}

type Total = ReturnType<typeof scoreTrials>[number];

function totalCell(total: Total | undefined): string {
  if (total === undefined || total.scored + total.abstained + total.failed === 0) return "–";
  const { mean, scored, abstained, failed } = total;
  const beside = [abstained > 0 ? `${abstained} abstained` : "", failed > 0 ? `${failed} failed` : ""].filter(
    (part) => part !== "",
  );
  return `${mean === undefined ? "–" : mean.toFixed(3)} (${[`n = ${scored}`, ...beside].join(", ")})`;
}

function failures(trials: readonly Trial[], metrics: readonly Metric[]): readonly string[] {
  const lines = trials.flatMap((trial) => {
    const wrong = complaints(trial, metrics);
    if (wrong.length === 0) return [];
    return [
      `- ${escapeMarkdown(trial.question.id)}, ${escapeMarkdown(trial.arm)}: ${escapeMarkdown(wrong.join("; "))}`,
    ];
  });
  return lines.length === 0 ? ["Nothing."] : lines;
}

/** What is wrong with a trial: it failed, or a metric gives it nothing. A trial that abstains is wrong where an answer is expected. */
function complaints(trial: Trial, metrics: readonly Metric[]): readonly string[] {
  if (trial.outcome.kind === "failed") return [trial.outcome.reason];
  return metrics
    .filter((metric) => isAsked(metric, trial))
    .flatMap((metric) => {
      const score = metric.score(trial);
      if (score.kind === "failed") return [`${metric.name}: ${score.reason}`];
      if (score.kind === "abstained") return [`${metric.name}: abstained`];
      return score.value < 1
        ? [`${metric.name}: ${score.value}${score.detail === undefined ? "" : ` (${score.detail})`}`]
        : [];
    });
}

function escapeMarkdown(text: string): string {
  return text.replaceAll(/\s+/gu, " ").replaceAll(/[\\`*_[\]<>|]/gu, String.raw`\$&`);
}

/** One suite per arm, one case per question and repeat: what could not be asked is an error, what is wrong a failure. */
function writeJunit({ run, trials, metrics }: RunExport): string {
  const suites = [...Map.groupBy(trials, ({ arm }) => arm)].map(([arm, own]) => {
    const cases = own.map((trial) => junitCase(trial, metrics));
    const count = (tag: string): number => cases.filter((one) => one.includes(`<${tag} `)).length;
    const counts = `tests="${own.length}" failures="${count("failure")}" errors="${count("error")}"`;
    return `  <testsuite name="${escapeXml(arm)}" ${counts}>\n${cases.join("")}  </testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${escapeXml(run)}">\n${suites.join("")}</testsuites>\n`;
}

function junitCase(trial: Trial, metrics: readonly Metric[]): string {
  const { question, arm, repeat, latencyMs } = trial;
  const name = repeat === 0 ? question.id : `${question.id} (${repeat + 1})`;
  const time = latencyMs === undefined ? "" : ` time="${(latencyMs / 1000).toFixed(3)}"`;
  const head = `    <testcase name="${escapeXml(name)}" classname="${escapeXml(arm)}"${time}`;
  const wrong = complaints(trial, metrics);
  if (wrong.length === 0) return `${head}/>\n`;
  const tag = trial.outcome.kind === "failed" ? "error" : "failure";
  const said = trial.outcome.kind === "answered" ? trial.outcome.answer.text : "";
  return `${head}>\n      <${tag} message="${escapeXml(wrong.join("; "))}">${escapeXml(said)}</${tag}>\n    </testcase>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Characters that XML cannot hold at all are shown as what stands for them. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\uFFFE\uFFFF]/gu, (one) => ("\t\n\r".includes(one) ? one : "\uFFFD"))
    .replaceAll(/[&<>"']/gu, (one) => ENTITIES[one] ?? one)
    .replaceAll(/\s/gu, (one) => (one === " " ? one : `&#${one.codePointAt(0)};`));
}
