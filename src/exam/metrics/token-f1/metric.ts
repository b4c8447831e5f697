// Token F1: how many words the answer and the best accepted one share, as SQuAD 2's evaluation counts them.
import type { MetricMaker } from "../metric-maker.ts";
import { plainWords } from "../plain-words.ts";
import { metricOf, scored } from "../score-answer.ts";

export const tokenF1: MetricMaker = () =>
  metricOf({
    name: "token-f1",
    needs: ["answers"],
    unit: "share",
    better: "higher",
    scoreAnswered: ({ answer, expected }) => {
      const words = plainWords(answer.text);
      return scored(Math.max(...(expected.answers ?? []).map((accepted) => overlap(words, plainWords(accepted)))));
    },
  });

function overlap(words: readonly string[], accepted: readonly string[]): number {
  if (words.length === 0 || accepted.length === 0) return words.length === accepted.length ? 1 : 0;
  const left = new Map<string, number>();
  for (const word of accepted) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of words) {
    const count = left.get(word) ?? 0;
    if (count > 0) shared += 1;
    left.set(word, count - 1);
  }
  return (2 * shared) / (words.length + accepted.length);
}
