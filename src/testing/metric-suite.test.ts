import { expect, test } from "vitest";

import type { Metric, Score } from "../spec/exam.ts";
import { buildTrial } from "./build-trial.ts";
import { METRIC_SUITE, type MetricSubject } from "./metric-suite.ts";

const SAMPLES = [{ name: "right", trial: buildTrial({ expected: { answers: ["x"] }, text: "x" }), score: 1 }];

/** A sound metric, with the part that is given put out of order. */
function subject(broken: Partial<Metric>): MetricSubject {
  const metric: Metric = {
    name: "sound",
    needs: ["answers"],
    unit: "share",
    better: "higher",
    score: ({ outcome, question }) => {
      if (outcome.kind === "failed") return outcome;
      if (question.expected.answers === undefined) return { kind: "failed", reason: "nothing is expected" };
      return { kind: "scored", value: outcome.answer.text === question.expected.answers[0] ? 1 : 0 };
    },
    ...broken,
  };
  return { metric, samples: SAMPLES };
}

async function firstFailure(broken: Partial<Metric>): Promise<string | undefined> {
  for (const { name, check } of METRIC_SUITE) {
    try {
      await check(subject(broken));
    } catch {
      return name;
    }
  }
  return undefined;
}

const always = (score: Score) => () => score;
let asked = 0;

test("a sound metric passes the suite", async () => {
  await expect(firstFailure({})).resolves.toBeUndefined();
});

test.each<[string, Partial<Metric>, string]>([
  ["NaN", { score: always({ kind: "scored", value: Number.NaN }) }, "each sample gets the score that it should"],
  ["a share above 1", { score: always({ kind: "scored", value: 2 }) }, "each sample gets the score that it should"],
  ["a wrong score", { score: always({ kind: "scored", value: 0 }) }, "each sample gets the score that it should"],
  [
    "a score for a failed trial",
    { score: always({ kind: "scored", value: 1 }) },
    "a trial that failed has no score but its reason",
  ],
  [
    "NaN among its figures",
    { summarize: (rows) => [{ name: "mean", unit: "share", value: 0 / rows.length, of: rows.length }] },
    "figures over a set are numbers, the same in any order, and none over nothing",
  ],
  [
    "another score each time",
    {
      score: (trial) => {
        const score = subject({}).metric.score(trial);
        asked += 1;
        return score instanceof Promise || score.kind !== "scored"
          ? score
          : { ...score, detail: `asked ${asked} times` };
      },
    },
    "the order of what is expected makes no difference, nor does asking twice, and nothing is changed",
  ],
])("a metric that gives %s does not pass", async (_what, broken, name) => {
  await expect(firstFailure(broken)).resolves.toBe(name);
});
