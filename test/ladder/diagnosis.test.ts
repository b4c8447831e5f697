import { expect, test } from "vitest";

import { diagnosePlanted } from "../../bench/ladder/count-diagnoses.ts";
import { TRUTH } from "../../bench/ladder/planted-failures.ts";

// A small version of bench/ladder/diagnosis.ts: one company, real search over a real library, a reader by a script.
test("planted failures are put into the right cell for nine questions in ten, and the right remedy is named for each kind", async () => {
  const { counts, diagnosis } = await diagnosePlanted(2);
  const questions = counts.reduce((sum, each) => sum + each.questions, 0);
  expect(questions).toBe(diagnosis.questions.length);
  expect(questions).toBeGreaterThan(150);
  expect(counts.reduce((sum, { rightCell }) => sum + rightCell, 0) / questions).toBeGreaterThanOrEqual(0.9);
  for (const { plant, questions: planted, usualRemedy } of counts) {
    expect(planted, plant).toBeGreaterThan(0);
    expect(usualRemedy, plant).toBe(TRUTH[plant].remedy);
  }
}, 120_000);
