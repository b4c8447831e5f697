// The most that a rung could reach is never less than what it did reach.
import { array, assert, boolean, constantFrom, property, record } from "fast-check";
import { expect, test } from "vitest";

import { buildNumberQuestion } from "../../testing/index.ts";
import { CELLS, type DiagnosedQuestion, REMEDIES } from "./diagnosis.ts";
import { rungBounds } from "./rung-bounds.ts";

const REACHED = { prompt: "A1", book: "A2", retrieval: "A3", school: "A4", both: "A5" } as const;

function diagnosed(id: string, cell: DiagnosedQuestion["cell"], knowsFacts = false): DiagnosedQuestion {
  const question = buildNumberQuestion(id, { expected: { answers: ["7"] } });
  return { question, cell, knowsFacts, remedy: REMEDIES[cell] };
}

test("whatever arms reach, no bound lies below what its own arm reached, or below the prompt", () => {
  const row = record({
    cell: constantFrom(...CELLS),
    knowsFacts: boolean(),
    reached: array(constantFrom(0, 0.5, 1), { minLength: 5, maxLength: 5 }),
  });
  assert(
    property(array(row, { minLength: 1, maxLength: 30 }), (rows) => {
      const questions = rows.map(({ cell, knowsFacts }, at) => diagnosed(`q${at}`, cell, knowsFacts));
      const arms = Object.values(REACHED);
      const scores = new Map(
        arms.map((arm, place) => [arm, new Map(rows.map(({ reached }, at) => [`q${at}`, reached[place] ?? 0]))]),
      );
      const shareOf = (place: number): number =>
        rows.reduce((sum, { reached }) => sum + (reached[place] ?? 0), 0) / rows.length;
      for (const { rung, atMost, mends } of rungBounds(questions, scores)) {
        const own = rung === "documents" ? 0 : arms.indexOf(REACHED[rung]);
        expect(atMost.value).toBeGreaterThanOrEqual(Math.max(shareOf(own), shareOf(0)) - 1e-9);
        expect(mends === 0).toBe(Math.abs(atMost.value - shareOf(0)) < 1e-9);
      }
    }),
  );
});

test("a refusal that only the prompt got right, and a form that school taught where the prompt said nothing, are in the bounds", () => {
  const questions = [diagnosed("refused", "abstention"), diagnosed("form", "behaviour")];
  const scores = new Map([
    ["A1", new Map([["refused", 1]])],
    ["A2", new Map<string, number>()],
    ["A4", new Map([["form", 1]])],
  ]);
  const found = new Map(rungBounds(questions, scores).map(({ rung, mends, atMost }) => [rung, [mends, atMost.value]]));
  expect(found.get("prompt")).toEqual([0, 0.5]);
  expect(found.get("book")).toEqual([0, 0.5]);
  expect(found.get("school")).toEqual([1, 1]);
  expect(found.get("both")).toEqual([1, 1]);
});
