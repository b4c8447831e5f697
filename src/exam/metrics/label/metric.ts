// Label accuracy, and macro-F1 over the labels that questions expect.
import type { Figure, ScoredTrial } from "../../../spec/exam.ts";
import type { MetricMaker } from "../metric-maker.ts";
import { foldedText } from "../plain-words.ts";
import { metricOf, passed } from "../score-answer.ts";

export const label: MetricMaker = () =>
  metricOf({
    name: "label",
    needs: ["label"],
    unit: "share",
    better: "higher",
    scoreAnswered: ({ answer, expected }) =>
      passed(bareLabel(answer.text) === bareLabel(expected.label ?? ""), `said: ${answer.text.slice(0, 80)}`),
    summarize,
  });

/** Without quotes, a closing full stop and other things around it; what stands inside of a label is part of it. */
function bareLabel(text: string): string {
  return foldedText(text)
    .replace(/^[\s"'`*([{]+/u, "")
    .replace(/[\s"'`*)\]}.!]+$/u, "");
}

/** The mean of each expected label's F1; a label that was said and never expected only costs the one it was said for. */
function summarize(rows: readonly ScoredTrial[]): readonly Figure[] {
  const pairs = rows.flatMap(({ trial, score }) => {
    const { question, outcome } = trial;
    if (score.kind === "failed" || outcome.kind === "failed" || question.expected.label === undefined) return [];
    const said = score.kind === "abstained" ? undefined : bareLabel(outcome.answer.text);
    return [{ expected: bareLabel(question.expected.label), said }];
  });
  const labels = [...new Set(pairs.map(({ expected }) => expected))];
  if (labels.length === 0) return [];
  const scores = labels.map((each) => {
    const right = pairs.filter(({ expected, said }) => expected === each && said === each).length;
    const both = pairs.filter(({ expected }) => expected === each).length;
    return (2 * right) / (both + pairs.filter(({ said }) => said === each).length);
  });
  const value = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return [{ name: "macro-f1", unit: "share", value, of: pairs.length }];
}
