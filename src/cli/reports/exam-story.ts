// One question of a run for people: who asked it, what was expected, and what came of it in each arm.
import type { QuestionStory, ToldTrial } from "../../app/exam/question-story.ts";
import type { Printer } from "../printer.ts";
import { duration, plural, shortened, wrap } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";
import { dollars } from "./exam-figures.ts";

export function storyLines({ question, trials, run }: QuestionStory, printer: Printer): readonly Styled[] {
  const { bold, dim } = printer.palette;
  const { id, history = [], principals, expected, axis, tags } = question;
  return [
    line`${bold(id)} in ${run}, asked by ${principals.join(", ")} ${dim(`(${[axis, ...tags].join(", ")})`)}`,
    ...history.map(
      ({ role, content }) => line`  ${dim(role)} ${typeof content === "string" ? content : JSON.stringify(content)}`,
    ),
    ...wrap(question.question, printer.columns, "  "),
    line`${dim("expected")} ${JSON.stringify(expected)}`,
    ...trials.flatMap((trial) => [line``, ...trialLines(trial, expected.sources ?? [], printer)]),
    ...(trials.length === 0 ? [line`No arm has been asked yet.`] : []),
  ];
}

function trialLines(trial: ToldTrial, sources: readonly string[], printer: Printer): readonly Styled[] {
  const { bold, dim, red } = printer.palette;
  const { arm, repeat, outcome } = trial;
  const title = line`${bold(arm)}${repeat === 0 ? "" : ` (${repeat + 1})`} ${dim(effortOf(trial))}`;
  if (outcome.kind === "failed") return [title, line`  ${red("failed")} ${outcome.reason}`];
  const { answer, retrieved } = outcome;
  return [
    title,
    line`  ${dim("shown")} ${retrieved.length === 0 ? "nothing" : retrieved.map((id) => (sources.includes(id) ? `${id} (expected)` : id)).join(", ")}`,
    line`  ${dim(answer.answered ? "answered" : "did not answer")}${answer.cut === true ? " (cut off)" : ""}`,
    ...wrap(answer.text, printer.columns, "    "),
    ...answer.citations.map(
      ({ quote, uri, mark }) =>
        line`  ${dim("cited")} ${mark === undefined ? "" : `[${mark}] `}${uri}: “${shortened(quote)}”`,
    ),
    ...(answer.unsupported ?? []).map(
      ({ start, end, reason }) => line`  ${dim(`unsupported (${reason})`)} ${shortened(answer.text.slice(start, end))}`,
    ),
    ...Object.entries(trial.scores).map(([metric, score]) => line`  ${dim(metric)} ${scoreText(score, printer)}`),
  ];
}

function scoreText(score: ToldTrial["scores"][string], { palette }: Printer): Styled {
  if (score.kind === "failed") return line`${palette.red("not scored")}: ${score.reason}`;
  if (score.kind === "abstained") return line`abstained`;
  const value = Number.isInteger(score.value) ? String(score.value) : score.value.toFixed(3);
  return line`${value}${score.detail === undefined ? "" : ` (${shortened(score.detail)})`}`;
}

function effortOf({ latencyMs, costUsd, cached, attempts, waitedMs, outcome }: ToldTrial): string {
  const usage = outcome.kind === "answered" ? outcome.answer.usage : undefined;
  const tokens = usage === undefined ? 0 : usage.inputTokens.total + usage.outputTokens.total;
  return [
    ...(latencyMs === undefined ? [] : [duration(latencyMs)]),
    ...(tokens === 0 ? [] : [plural(tokens, "token")]),
    ...(costUsd === undefined ? [] : [dollars(costUsd)]),
    ...(cached ? ["from the cache"] : []),
    ...(attempts > 1 ? [`${attempts} attempts, ${duration(waitedMs)} waited`] : []),
  ].join(", ");
}
