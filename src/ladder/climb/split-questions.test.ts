import { expect, test } from "vitest";

import { buildNumberQuestion } from "../../testing/index.ts";
import { splitQuestions } from "./split-questions.ts";

const OPTIONS = { seed: 7, developmentShare: 0.3, mostForDevelopment: 60 };

function questions(count: number, cluster: (at: number) => string = (at) => `c${at}`) {
  return Array.from({ length: count }, (_, at) =>
    buildNumberQuestion(`q${at}`, {
      cluster: cluster(at),
      axis: at % 2 === 0 ? "knowledge" : "behaviour",
      expected: at % 5 === 0 ? { unanswerable: true } : { answers: ["x"] },
    }),
  );
}

test("every question is in one part, about the share that was asked for is for choosing", () => {
  const all = questions(100);
  const { development, test: judged } = splitQuestions(all, OPTIONS);
  expect(development.length).toBeGreaterThan(20);
  expect(development.length).toBeLessThanOrEqual(32);
  expect(new Set([...development, ...judged])).toEqual(new Set(all));
  expect(development.length + judged.length).toBe(100);
});

test("the same seed draws the same questions, another one others", () => {
  const all = questions(100);
  const ids = (seed: number) => splitQuestions(all, { ...OPTIONS, seed }).development.map(({ id }) => id);
  expect(ids(7)).toEqual(ids(7));
  expect(ids(7)).not.toEqual(ids(8));
});

test("a cluster is never torn, and one large cluster stays with the verdict", () => {
  const all = questions(40, (at) => `c${Math.floor(at / 4)}`);
  const { development, test: judged } = splitQuestions(all, OPTIONS);
  const chosen = new Set(development.map(({ cluster }) => cluster));
  expect(judged.some(({ cluster }) => chosen.has(cluster))).toBe(false);
  expect(
    splitQuestions(
      questions(40, () => "one"),
      OPTIONS,
    ).development,
  ).toEqual([]);
});

test("each kind of question is left for the verdict", () => {
  const { test: judged } = splitQuestions(questions(12), { ...OPTIONS, developmentShare: 0.9 });
  const kinds = new Set(judged.map(({ axis, expected }) => `${axis} ${expected.unanswerable === true}`));
  expect(kinds.size).toBe(4);
});
