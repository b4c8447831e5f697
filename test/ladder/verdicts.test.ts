import { expect, test } from "vitest";

import { addCounts, countVerdicts, noCounts } from "../../bench/ladder/count-verdicts.ts";
import { WORLD_KINDS } from "../../bench/ladder/simulated-ladders.ts";

// A small version of bench/ladder/verdicts.ts, whose 1,000 exams give the figures with their intervals.
test("at most 5 % of simulated ladders are served a rung that is not enough, at once or after N more questions", () => {
  let all = noCounts();
  for (const [at, kind] of WORLD_KINDS.entries()) {
    all = addCounts(all, countVerdicts({ kind, questions: 150, exams: 20, seed: 40 + at }));
  }
  expect(all.exams).toBe(120);
  expect(all.served).toBeGreaterThan(30);
  expect(all.wronglyServed + all.wrongAfter).toBeLessThanOrEqual(6);
  expect(all.wronglyNothing).toBeLessThanOrEqual(6);
  expect(all.sufficed / all.asked).toBeGreaterThanOrEqual(0.75);
});

test("where rungs differ by real steps, the cheapest sufficient one is found in 80 % of exams of 300 questions", () => {
  const { cheapestFound, solvable } = countVerdicts({ kind: "steps", questions: 300, exams: 40, seed: 9 });
  expect(solvable).toBeGreaterThan(20);
  expect(cheapestFound / solvable).toBeGreaterThanOrEqual(0.8);
});
