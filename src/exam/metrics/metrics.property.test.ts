import { array, assert, constantFrom, integer, property, shuffledSubarray, string, uniqueArray } from "fast-check";
import { expect, test } from "vitest";

import { seededRandom } from "../../core/runtime.ts";
import type { Metric, Score, ScoredTrial } from "../../spec/exam.ts";
import { buildTrial, type TrialParts } from "../../testing/build-trial.ts";
import { armIsNotInferior, compareArms } from "./compare-arms.ts";
import { createMetrics } from "./registry.ts";
import { scoreTrials, summarizeMetric } from "./summarize-metric.ts";

const METRICS = createMetrics();
const DOCUMENTS = ["a", "b", "c", "d", "e", "f", "g", "h"];

function metricNamed(name: string): Metric {
  const found = METRICS.find((metric) => metric.name === name);
  if (found === undefined) throw new Error(`no metric ${name}`);
  return found;
}

/** For metrics that answer at once. */
function valueOf(name: string, parts: TrialParts): number {
  const score = metricNamed(name).score(buildTrial(parts));
  if (score instanceof Promise || score.kind !== "scored") throw new Error(`${name} did not score`);
  return score.value;
}

test("any text gets a score between 0 and 1 or none, from every metric that looks at text", () => {
  const names = [
    "exact-match",
    "token-f1",
    "contains",
    "excludes",
    "number",
    "label",
    "json-validity",
    "json-fields",
    "style",
  ];
  const expected = {
    answers: ["a b", ""],
    contains: ["x", "1"],
    excludes: ["y"],
    number: { value: 1, tolerance: 0.1 },
    label: "a",
    json: { schema: { type: "object" }, fields: { a: 1 } },
    style: [{ kind: "words", max: 3 }] as const,
  };
  assert(
    property(constantFrom(...names), string({ unit: "binary", maxLength: 80 }), (name, text) => {
      const value = valueOf(name, { expected, text });
      expect(value >= 0 && value <= 1).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test("an answer that is the accepted one is exact, and has an F1 of 1", () => {
  assert(
    property(string({ maxLength: 60 }), (text) => {
      expect(valueOf("exact-match", { expected: { answers: [text] }, text })).toBe(1);
      expect(valueOf("token-f1", { expected: { answers: [text] }, text })).toBe(1);
    }),
  );
});

test("token F1 does not depend on the order of words and is the same both ways", () => {
  const words = array(constantFrom("red", "blue", "cap", "mug", "ten"), { minLength: 1, maxLength: 8 });
  assert(
    property(words, words, (one, other) => {
      const f1 = (accepted: readonly string[], text: readonly string[]) =>
        valueOf("token-f1", { expected: { answers: [accepted.join(" ")] }, text: text.join(" ") });
      expect(f1(one, other)).toBeCloseTo(f1(other, one), 12);
      expect(f1(one, other.toReversed())).toBeCloseTo(f1(one, other), 12);
    }),
  );
});

test("another accepted answer never lowers a score", () => {
  const texts = string({ maxLength: 20 });
  assert(
    property(texts, texts, texts, (text, one, other) => {
      for (const name of ["exact-match", "token-f1"]) {
        const alone = valueOf(name, { expected: { answers: [one] }, text });
        expect(valueOf(name, { expected: { answers: [one, other] }, text })).toBeGreaterThanOrEqual(alone);
      }
    }),
  );
});

test("moving an expected source up never lowers a ranking's score, and more places never lower its recall", () => {
  assert(
    property(
      shuffledSubarray(DOCUMENTS, { minLength: 2 }),
      uniqueArray(constantFrom(...DOCUMENTS), { minLength: 1, maxLength: 4 }),
      integer({ min: 1, max: 7 }),
      (retrieved, sources, at) => {
        const document = retrieved[at % retrieved.length] ?? "a";
        const place = retrieved.indexOf(document);
        if (place === 0 || !sources.includes(document)) return;
        const better = retrieved.with(place, retrieved[place - 1] ?? "").with(place - 1, document);
        for (const name of ["recall@5", "ndcg@5", "reciprocal-rank"]) {
          const score = (ranking: readonly string[]) =>
            valueOf(name, { expected: { sources }, retrieved: ranking, text: "x" });
          expect(score(better)).toBeGreaterThanOrEqual(score(retrieved) - 1e-12);
        }
      },
    ),
  );
});

test("a right citation more never lowers recall, and a wrong one more never raises precision", () => {
  const uris = array(constantFrom(...DOCUMENTS), { maxLength: 6 });
  assert(
    property(uris, uniqueArray(constantFrom(...DOCUMENTS), { minLength: 1 }), (cited, sources) => {
      const score = (name: string, list: readonly string[]) =>
        valueOf(name, { expected: { sources }, text: "x", citations: list.map((uri) => ({ uri, documentId: uri })) });
      const right = [...cited, sources[0] ?? ""];
      expect(score("citation-recall", right)).toBeGreaterThanOrEqual(score("citation-recall", cited));
      expect(score("citation-precision", [...cited, "elsewhere"])).toBeLessThanOrEqual(
        score("citation-precision", cited),
      );
    }),
  );
});

const SCORES: readonly Score[] = [
  { kind: "scored", value: 1 },
  { kind: "scored", value: 0 },
  { kind: "abstained" },
  { kind: "failed", reason: "gone" },
];
const outcomes = array(integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 40 });

function rowsOf(kinds: readonly number[]): readonly ScoredTrial[] {
  return kinds.map((kind, index) => ({
    trial: buildTrial({ id: `q${index}`, cluster: `c${index % 7}`, text: "x" }),
    score: SCORES[kind] ?? { kind: "abstained" },
  }));
}

test("a summary counts every trial once, is the same in any order, and is never NaN", () => {
  const metric = metricNamed("exact-match");
  assert(
    property(outcomes, (kinds) => {
      const found = summarizeMetric(metric, rowsOf(kinds));
      const { scored, abstained, failed } = found.trials;
      expect(scored + abstained + failed).toBe(kinds.length);
      expect(found.failures.reduce((sum, { count }) => sum + count, 0)).toBe(failed);
      const turned = summarizeMetric(metric, rowsOf(kinds).toReversed());
      for (const part of ["overall", "whenAnswered"] as const) {
        const [one, other] = [found[part], turned[part]];
        expect(one === undefined).toBe(other === undefined);
        for (const each of [one, other]) {
          for (const end of [each?.low, each?.value, each?.high])
            if (end !== undefined) expect(end >= 0 && end <= 1).toBe(true);
        }
        expect(other?.low ?? 0).toBeCloseTo(one?.low ?? 0, 9);
      }
      if (abstained > 0 && scored > 0)
        expect(found.overall?.value).toBeLessThanOrEqual((found.whenAnswered?.value ?? 0) + 1e-12);
    }),
  );
});

test("failed rows block a comparison and are named; they are not dropped", () => {
  const metric = metricNamed("exact-match");
  const [whole, broken] = [rowsOf([0, 0, 1, 2]), rowsOf([0, 3, 1, 2])];
  expect(compareArms(metric, { first: whole, second: broken }, { random: seededRandom(1) })).toEqual({
    kind: "blocked",
    failed: ["q1"],
    unpaired: [],
  });
  expect(compareArms(metric, { first: whole, second: whole.slice(1) }, { random: seededRandom(1) })).toMatchObject({
    kind: "blocked",
    unpaired: ["q0"],
  });
});

test("twelve questions that only one arm gets right are shown, for metrics where higher and where lower is better", () => {
  const ones = Array.from({ length: 12 }, (_, index) => index);
  const rows = (value: number): readonly ScoredTrial[] =>
    ones.map((index) => ({ trial: buildTrial({ id: `q${index}`, text: "x" }), score: { kind: "scored", value } }));
  const compare = (name: string) =>
    compareArms(metricNamed(name), { first: rows(1), second: rows(0) }, { random: seededRandom(1) });
  expect(compare("exact-match")).toMatchObject({ kind: "compared", comparison: { kind: "first-better" } });
  expect(compare("fabrication")).toMatchObject({ kind: "compared", comparison: { kind: "second-better" } });
});

test("an arm that is worse by more than the margin is inferior, and failed rows block that verdict too", () => {
  const metric = metricNamed("exact-match");
  const [good, bad] = [rowsOf(Array.from({ length: 40 }, () => 0)), rowsOf(Array.from({ length: 40 }, () => 1))];
  const options = { random: seededRandom(1), margin: 0.05 };
  const judged = (result: string) => ({ kind: "judged", result: { kind: result } });
  expect(armIsNotInferior(metric, { first: bad, second: good }, options)).toMatchObject(judged("inferior"));
  expect(armIsNotInferior(metric, { first: good, second: bad }, options)).toMatchObject(judged("not-inferior"));
  const broken = [...good.slice(1), ...rowsOf([3])];
  expect(armIsNotInferior(metric, { first: broken, second: good }, options)).toMatchObject({ kind: "blocked" });
});

test("a metric that throws fails on that trial alone, and questions outside of it are left out", async () => {
  const metric: Metric = {
    ...metricNamed("exact-match"),
    score: ({ question }) => {
      if (question.id === "bad") throw new Error("broken");
      return { kind: "scored", value: 1 };
    },
  };
  const trials = [
    buildTrial({ id: "good", expected: { answers: ["x"] }, text: "x" }),
    buildTrial({ id: "bad", expected: { answers: ["x"] }, text: "x" }),
    buildTrial({ id: "other", expected: { label: "x" }, text: "x" }),
  ];
  const rows = await scoreTrials(metric, trials);
  expect(rows.map(({ score }) => score)).toEqual([
    { kind: "scored", value: 1 },
    { kind: "failed", reason: "exact-match: broken" },
  ]);
});
