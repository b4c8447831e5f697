// Chooses the questions whose search results become lessons: of every kind, those of two facts more often than companies ask them.
import type { CompanyQuestion, QuestionKind } from "../../lab/world/company/company.ts";
import { type Random, sample } from "../../lab/world/random.ts";

const SHARES: Readonly<Record<QuestionKind, number>> = {
  fact: 0.4,
  changed: 0.08,
  joint: 0.08,
  chained: 0.12,
  unanswerable: 0.32,
};

export function chooseTargets(
  random: Random,
  questions: readonly CompanyQuestion[],
  count: number,
): readonly CompanyQuestion[] {
  const byKind = Map.groupBy(questions, ({ kind }) => kind);
  return [...byKind].flatMap(([kind, some]) => sample(random, some, Math.round(SHARES[kind] * count)));
}
