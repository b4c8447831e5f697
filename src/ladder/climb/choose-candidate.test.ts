import { expect, test } from "vitest";

import { chooseCandidate } from "./choose-candidate.ts";

const CLUSTERS = Array.from({ length: 20 }, (_, at) => `c${at}`);
const scores = (right: number): readonly number[] => CLUSTERS.map((_, at) => (at < right ? 1 : 0));

test("a clear gain is taken", () => {
  const choice = chooseCandidate(
    [
      { name: "usual", scores: scores(5) },
      { name: "better", scores: scores(15) },
    ],
    CLUSTERS,
  );
  expect(choice).toMatchObject({ chosen: "better", tried: [{ gain: 0 }, { mean: 0.75, gain: 0.5 }] });
});

test("what is not better by more than a standard error has not earned its place", () => {
  const noisy = CLUSTERS.map((_, at) => (at < 9 || at === 19 ? 1 : 0));
  const candidates = [
    { name: "usual", scores: scores(10) },
    { name: "as good", scores: noisy },
  ];
  expect(chooseCandidate(candidates, CLUSTERS).chosen).toBe("usual");
});

test("without development questions the usual setting stays", () => {
  const candidates = [
    { name: "usual", scores: [] },
    { name: "other", scores: [] },
  ];
  expect(chooseCandidate(candidates, []).chosen).toBe("usual");
});
