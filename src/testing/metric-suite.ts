// What every metric must do, as data: run each check against your own with a few trials and the scores they should get.
import { deepEqual, equal, ok } from "node:assert/strict";

import type { Expected, Metric, Score, Trial } from "../spec/exam.ts";

export type MetricSample = {
  /** What it shows, and whose value it is where somebody else's program gave it. */
  readonly name: string;
  readonly trial: Trial;
  /** A number, or the kind of score that is none. */
  readonly score: number | "abstained" | "failed";
};

export type MetricSubject = { readonly metric: Metric; readonly samples: readonly MetricSample[] };

export type MetricCase = { readonly name: string; readonly check: (subject: MetricSubject) => Promise<void> };

const TOLERANCE = 1e-9;
const ODD_TEXTS = [
  "",
  " \n",
  "\u0000",
  "\ud800",
  "🙂".repeat(50),
  "a ".repeat(20_000),
  '{"a":',
  "NaN",
  "1e999",
  "''''",
];

function checkSound({ unit }: Metric, score: Score): void {
  if (score.kind === "failed") ok(score.reason !== "", "a failure says why");
  if (score.kind !== "scored") return;
  ok(Number.isFinite(score.value), `${score.value} is a number`);
  ok(score.value >= 0, `${score.value} is not below 0`);
  if (unit === "share") ok(score.value <= 1, `a share of ${score.value}`);
}

function withText(trial: Trial, text: string): Trial {
  if (trial.outcome.kind === "failed") return trial;
  const answer = { ...trial.outcome.answer, text, answered: true };
  return { ...trial, outcome: { ...trial.outcome, answer } };
}

function reversed(expected: Expected): Expected {
  return Object.fromEntries(
    Object.entries(expected).map(([name, value]) => [name, Array.isArray(value) ? value.toReversed() : value]),
  );
}

function frozen<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null) for (const each of Object.values(value)) frozen(each);
  return Object.freeze(value);
}

export const METRIC_SUITE: readonly MetricCase[] = [
  {
    name: "each sample gets the score that it should",
    async check({ metric, samples }) {
      ok(samples.length > 0, "there are samples");
      for (const { name, trial, score: wanted } of samples) {
        const score = await metric.score(trial);
        checkSound(metric, score);
        if (typeof wanted === "string") equal(score.kind, wanted, name);
        else
          ok(
            score.kind === "scored" && Math.abs(score.value - wanted) <= TOLERANCE,
            `${name}: ${JSON.stringify(score)}`,
          );
      }
    },
  },
  {
    name: "a trial that failed has no score but its reason",
    async check({ metric, samples }) {
      for (const { trial } of samples) {
        const outcome = { kind: "failed", reason: "the server was gone" } as const;
        deepEqual(await metric.score({ ...trial, outcome }), outcome);
      }
    },
  },
  {
    name: "a question that expects nothing is scored only by metrics that need nothing",
    async check({ metric, samples: [sample] }) {
      if (sample === undefined || metric.needs.length === 0) return;
      const question = { ...sample.trial.question, expected: {} };
      equal((await metric.score(withText({ ...sample.trial, question }, "text"))).kind, "failed");
    },
  },
  {
    name: "odd answers get a sound score, and nothing is thrown",
    async check({ metric, samples: [sample] }) {
      if (sample === undefined) return;
      for (const text of ODD_TEXTS) checkSound(metric, await metric.score(withText(sample.trial, text)));
    },
  },
  {
    name: "the order of what is expected makes no difference, nor does asking twice, and nothing is changed",
    async check({ metric, samples }) {
      for (const { trial } of samples) {
        const { question } = frozen(structuredClone(trial));
        const turned = { ...trial, question: { ...question, expected: reversed(question.expected) } };
        const [one, again, other] = [await metric.score(trial), await metric.score(trial), await metric.score(turned)];
        deepEqual(again, one);
        equal(other.kind, one.kind);
        if (one.kind === "scored" && other.kind === "scored") ok(Math.abs(one.value - other.value) <= TOLERANCE);
      }
    },
  },
  {
    name: "figures over a set are numbers, the same in any order, and none over nothing",
    async check({ metric, samples }) {
      if (metric.summarize === undefined) return;
      deepEqual(metric.summarize([]), []);
      const rows = [];
      for (const { trial } of samples) rows.push({ trial, score: await metric.score(trial) });
      const figures = metric.summarize(rows);
      for (const figure of figures) {
        ok(Number.isFinite(figure.value) && figure.of > 0, `${figure.name} is ${figure.value} of ${figure.of}`);
        if (figure.unit === "share") ok(figure.value >= 0 && figure.value <= 1, `${figure.name} is a share`);
      }
      for (const [index, figure] of metric.summarize(rows.toReversed()).entries()) {
        ok(Math.abs(figure.value - (figures[index]?.value ?? Number.NaN)) <= TOLERANCE, figure.name);
      }
    },
  },
];
