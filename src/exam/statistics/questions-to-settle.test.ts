import { expect, test } from "vitest";

import { questionsToSettle } from "./questions-to-settle.ts";

/** So many questions that both arms, only one or the other, or neither got right. */
function scores([both, onlyFirst, onlySecond, neither]: readonly [number, number, number, number], perCluster = 1) {
  const many = (count: number, value: number): readonly number[] => Array.from({ length: count }, () => value);
  const first = [...many(both + onlyFirst, 1), ...many(onlySecond + neither, 0)];
  const second = [...many(both, 1), ...many(onlyFirst, 0), ...many(onlySecond, 1), ...many(neither, 0)];
  return perCluster === 1
    ? { first, second }
    : { first, second, clusters: first.map((_, index) => `${Math.floor(index / perCluster)}`) };
}

test("fifty questions with a fifth in dispute need about 440 more to show six points", () => {
  expect(questionsToSettle(scores([25, 6, 4, 15]), { distance: 0.06 })).toEqual({ kind: "about", more: 440 });
});

test("a difference that has shown itself needs none, and one of a thousandth is out of reach", () => {
  expect(questionsToSettle(scores([60, 30, 2, 8]), { distance: 0.28 })).toEqual({ kind: "about", more: 0 });
  expect(questionsToSettle(scores([60, 10, 10, 20]), { distance: 0.001 })).toEqual({ kind: "out-of-reach" });
});

test("questions that come in clusters which agree are worth less, so that more are needed", () => {
  const single = questionsToSettle(scores([40, 10, 10, 40]), { distance: 0.08 });
  const clustered = questionsToSettle(scores([40, 10, 10, 40], 10), { distance: 0.08 });
  expect(single.kind === "about" && clustered.kind === "about" && clustered.more > 2 * single.more).toBe(true);
});

test("graded scores are asked for by their variance", () => {
  const first = Array.from({ length: 40 }, (_, index) => (index % 5) / 5);
  const second = Array.from({ length: 40 }, (_, index) => (index % 4) / 5);
  const found = questionsToSettle({ first, second }, { distance: 0.05 });
  expect(found.kind === "about" && found.more > 100 && found.more < 500).toBe(true);
});

test("arms that have not disagreed yet get an answer too", () => {
  expect(questionsToSettle(scores([20, 0, 0, 0]), { distance: 0.1 })).toMatchObject({ kind: "about" });
  expect(() => questionsToSettle(scores([20, 0, 0, 0]), { distance: 0 })).toThrow("above 0");
});
