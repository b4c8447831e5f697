// A page with a table of means and a list of what went wrong.
import { counted } from "../../core/counted.ts";
import { addScore, noSums, type Sums } from "../run/score-run.ts";
import { complaints, type ScoredRow, type ScoredRun } from "./scored-run.ts";

export function writeMarkdown({ run, startedAt, rows, missing, metrics }: ScoredRun): string {
  const arms = [...new Set(rows.map(({ trial }) => trial.arm))];
  const lines = [
    `# Run ${escape(run)}`,
    "",
    `Begun ${new Date(startedAt).toISOString()}; ${counted(rows.length, "row")}${missing === 0 ? "" : `, ${missing} missing`}.`,
    "",
    `| metric | ${arms.map(escape).join(" | ")} |`,
    `|---|${arms.map(() => "---|").join("")}`,
    ...metrics.map(
      (metric) => `| ${escape(metric.name)} | ${arms.map((arm) => cellOf(rows, arm, metric)).join(" | ")} |`,
    ),
    "",
    "## What went wrong",
    "",
    ...wrongs(rows, metrics),
  ];
  return `${lines.join("\n")}\n`;
}

/** "I don't know" counts as no success, as everywhere. */
function cellOf(rows: readonly ScoredRow[], arm: string, metric: ScoredRun["metrics"][number]): string {
  const sums: Sums = noSums();
  for (const { trial, scores } of rows) {
    const score = trial.arm === arm ? scores.get(metric.name) : undefined;
    if (score !== undefined) addScore(sums, score);
  }
  const { scored, sum, abstained, failed } = sums;
  if (scored + abstained + failed === 0) return "–";
  const meant = metric.better === "higher" ? scored + abstained : scored;
  const beside = [`n = ${meant}`];
  if (abstained > 0) beside.push(`${abstained} abstained`);
  if (failed > 0) beside.push(`${failed} failed`);
  return `${meant === 0 ? "–" : (sum / meant).toFixed(3)} (${beside.join(", ")})`;
}

function wrongs(rows: readonly ScoredRow[], metrics: ScoredRun["metrics"]): readonly string[] {
  const lines = rows.flatMap((row) => {
    const said = complaints(row, metrics);
    const { question, arm } = row.trial;
    return said.length === 0 ? [] : [`- ${escape(question.id)}, ${escape(arm)}: ${escape(said.join("; "))}`];
  });
  return lines.length === 0 ? ["Nothing."] : lines;
}

/** Text of models and people is text: no link, no picture, no table of its own. */
function escape(text: string): string {
  return text.replaceAll(/\s+/gu, " ").replaceAll(/[\\`*_[\]<>|]/gu, String.raw`\$&`);
}
