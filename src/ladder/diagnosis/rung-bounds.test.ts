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
  const both = (refused: number, form: number) => new Map(Object.entries({ refused, form }));
  const scores = new Map([
    ["A1", both(1, 0)],
    ["A2", both(0, 0)],
    ["A4", both(0, 1)],
  ]);
  const found = new Map(rungBounds(questions, scores).map(({ rung, mends, atMost }) => [rung, [mends, atMost.value]]));
  expect(found.get("prompt")).toEqual([0, 0.5]);
  expect(found.get("book")).toEqual([0, 0.5]);
  expect(found.get("school")).toEqual([1, 1]);
  expect(found.get("both")).toEqual([1, 1]);
});

test("with failed calls, no bound lies below the share that its arm reached of what was answered", () => {
  const reached = array(constantFrom(0, 1, undefined), { minLength: 5, maxLength: 5 });
  const row = record({ cell: constantFrom(...CELLS), knowsFacts: boolean(), reached });
  assert(
    property(array(row, { minLength: 1, maxLength: 30 }), (rows) => {
      const questions = rows.map(({ cell, knowsFacts }, at) => diagnosed(`q${at}`, cell, knowsFacts));
      const arms = Object.values(REACHED);
      const scores = new Map(
        arms.map((arm, place) => [
          arm,
          new Map(
            rows.flatMap((one, at) => [one.reached[place] ?? []].flat().map((score) => [`q${at}`, score] as const)),
          ),
        ]),
      );
      for (const { rung, atMost } of rungBounds(questions, scores)) {
        if (rung === "documents") continue;
        const own = [...(scores.get(REACHED[rung])?.values() ?? [])];
        const share = own.reduce<number>((sum, score) => sum + score, 0) / Math.max(1, own.length);
        expect(atMost.value).toBeGreaterThanOrEqual(share - 1e-9);
      }
    }),
  );
});

test("a bound counts the questions that stand in its arm's share", () => {
  const questions = [diagnosed("right", "knowledge"), diagnosed("cut-off", "unclear"), diagnosed("wrong", "reading")];
  const scores = new Map([
    ["A1", new Map(Object.entries({ right: 0, "cut-off": 0, wrong: 0 }))],
    ["A2", new Map(Object.entries({ right: 1, wrong: 0 }))],
  ]);
  const found = new Map(rungBounds(questions, scores).map(({ rung, atMost }) => [rung, atMost.value]));
  expect(found.get("book")).toBe(0.5);
  expect(found.get("prompt")).toBe(0);
});
