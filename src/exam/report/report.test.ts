// Comparisons, gates and failures on made-up runs whose right conclusions are known.
import { expect, test } from "vitest";

import { seededRandom } from "../../core/runtime.ts";
import type { Trial } from "../../spec/exam.ts";
import { buildTrial, type TrialParts } from "../../testing/build-trial.ts";
import { buildArm } from "../../testing/index.ts";
import { createMetrics, HEADLINE } from "../metrics/registry.ts";
import { compareRun } from "./compare-run.ts";
import { failuresOf } from "./find-failures.ts";
import { groupReasons } from "./group-reasons.ts";
import { gateOutcome, holdGate } from "./hold-gate.ts";
import { joinArms, type ScoredArm, scoreArms } from "./score-arms.ts";
import { summarizeRun } from "./summarize-run.ts";

const METRICS = createMetrics();
const random = (): (() => number) => seededRandom(1);

function metric(name: string) {
  const found = METRICS.find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no metric ${name}.`);
  return found;
}

function generatorOf(trials: readonly Trial[]) {
  return function* (): Generator<Trial> {
    yield* trials;
  };
}

type Answers = {
  readonly arm: string;
  readonly right: (index: number) => boolean;
  readonly count?: number;
} & TrialParts;

function trialsOf({ arm, right, count = 100, ...parts }: Answers): readonly Trial[] {
  return Array.from({ length: count }, (_, index) =>
    buildTrial({
      id: `q${index}`,
      expected: { answers: ["yes"], sources: ["doc"] },
      text: right(index) ? "yes" : "no",
      arm,
      ...parts,
    }),
  );
}

async function armsOf(trials: readonly Trial[], run = "r"): Promise<readonly ScoredArm[]> {
  const questions = [...new Map(trials.map(({ question }) => [question.id, question])).values()];
  const names = [...new Set(trials.map(({ arm }) => arm))];
  const search = { kind: "search", limit: 5, library: "1" } as const;
  const arms = names.map((name) => buildArm(name, { context: search }));
  const plan = { questions, arms, repeats: 1 };
  return scoreArms({ run, plan, trials: generatorOf(trials) }, METRICS);
}

async function compared(...answers: readonly Answers[]) {
  const [baseline, ...others] = await armsOf(answers.flatMap(trialsOf));
  if (baseline === undefined) throw new Error("There is no arm.");
  return compareRun({ metric: metric(HEADLINE), baseline, others, random });
}

test("a plain difference is shown, with its interval, its exact p-value and who got what right alone", async () => {
  const { arms } = await compared(
    { arm: "A0", right: (index) => index < 50 },
    { arm: "A2", right: (index) => index < 80 },
  );
  expect(arms[0]).toMatchObject({ name: "A0", estimate: { value: 0.5 }, against: undefined });
  expect(arms[1]).toMatchObject({
    name: "A2",
    against: { verdict: "better", difference: { value: 0.3 }, discordant: { onlyThis: 30, onlyBaseline: 0 } },
  });
});

test("clusters that all say the same show no spread, and are not taken for a sign that anything would be seen", async () => {
  const parts = { count: 12 };
  const [baseline, other] = await armsOf(
    [
      ...trialsOf({ arm: "A0", right: () => false, ...parts }),
      ...trialsOf({ arm: "A2", right: () => true, ...parts }),
    ].map((trial) => ({
      ...trial,
      question: { ...trial.question, cluster: `c${Number(trial.question.id.slice(1)) % 3}` },
    })),
  );
  if (baseline === undefined || other === undefined) throw new Error("There are no arms.");
  const { arms } = compareRun({ metric: metric(HEADLINE), baseline, others: [other], random });
  expect(arms[1]?.against).toMatchObject({
    verdict: "not-shown",
    units: { kind: "clusters", all: 3, differing: 3, least: 6 },
    smallestDifference: undefined,
  });
});

test("a difference within the noise is not ranked, and is told with how many questions would show it", async () => {
  const { arms } = await compared(
    { arm: "A0", right: (index) => index % 2 === 0 },
    { arm: "A2", right: (index) => index % 2 === 0 || index < 6 },
  );
  const against = arms[1]?.against;
  expect(against).toMatchObject({ verdict: "not-shown", moreQuestions: { kind: "about" } });
  expect(
    against?.kind === "compared" && against.moreQuestions?.kind === "about" && against.moreQuestions.more,
  ).toBeGreaterThan(0);
});

test("several arms are corrected for their number: what one alone would show, many do not", async () => {
  const alone = await compared(
    { arm: "A0", right: (index) => index < 50 },
    { arm: "A2", right: (index) => index < 56 },
  );
  expect(alone.arms[1]?.against).toMatchObject({ verdict: "better", pValue: 0.03125 });
  const many = await compared(
    { arm: "A0", right: (index) => index < 50 },
    { arm: "A2", right: (index) => index < 56 },
    { arm: "A3", right: (index) => index < 51 },
  );
  expect(many.arms[1]?.against).toMatchObject({ verdict: "not-shown", adjustedPValue: 0.0625 });
});

test("what is better when it is lower keeps its own direction", async () => {
  const arms = await armsOf([
    ...trialsOf({ arm: "A0", right: () => true, latencyMs: 100 }),
    ...trialsOf({ arm: "A2", right: () => true, latencyMs: 150 }),
  ]);
  const [baseline, other] = arms;
  if (baseline === undefined || other === undefined) throw new Error("There are no arms.");
  const { arms: found } = compareRun({ metric: metric("latency"), baseline, others: [other], random });
  expect(found[1]?.against).toMatchObject({ difference: { value: 50 }, verdict: "worse" });
});

test("failed and missing rows block a comparison and leave a gate open", async () => {
  const trials = [
    ...trialsOf({ arm: "A0", right: () => true }),
    ...trialsOf({ arm: "A2", right: () => true }).slice(1),
    buildTrial({ id: "q0", expected: { answers: ["yes"] }, arm: "A2", failure: "the server was gone" }),
  ];
  const [baseline, ...others] = await armsOf(trials);
  if (baseline === undefined) throw new Error("There is no arm.");
  const { arms } = compareRun({ metric: metric(HEADLINE), baseline, others, random });
  expect(arms[1]?.against).toMatchObject({ kind: "blocked", failed: ["q0"] });
  const rules = [{ kind: "bar", bar: 0.5 } as const, { kind: "margin", margin: 0.1 } as const];
  const held = holdGate({ metric: metric(HEADLINE), arms: others, baseline, rules, random });
  expect(held.map(({ kind }) => kind)).toEqual(["open", "open"]);
  const short = await armsOf([
    ...trialsOf({ arm: "A0", right: () => true }),
    ...trialsOf({ arm: "A2", right: () => true }).slice(1),
  ]);
  const bar = holdGate({ metric: metric(HEADLINE), arms: short.slice(1), baseline, rules: rules.slice(0, 1), random });
  expect(bar).toMatchObject([{ kind: "open", reason: "1 row is missing" }]);
});

test("a gate is passed, not passed or open, and never one for the other", async () => {
  const arms = await armsOf([
    ...trialsOf({ arm: "A0", right: () => true }),
    ...trialsOf({ arm: "same", right: () => true }),
    ...trialsOf({ arm: "far", right: (index) => index < 50 }),
    ...trialsOf({ arm: "near", right: (index) => index < 95 }),
  ]);
  const [baseline, ...others] = arms;
  if (baseline === undefined) throw new Error("There is no arm.");
  const hold = (rule: Parameters<typeof holdGate>[0]["rules"][number]) =>
    holdGate({ metric: metric(HEADLINE), arms: others, baseline, rules: [rule], random }).map(({ kind }) => kind);
  expect(hold({ kind: "margin", margin: 0.05 })).toEqual(["passed", "failed", "open"]);
  expect(hold({ kind: "bar", bar: 0.9 })).toEqual(["passed", "failed", "open"]);
  const one = { arm: "a", rule: "bar", reason: "" } as const;
  expect(gateOutcome([{ ...one, kind: "passed" }])).toBe("passed");
  expect(
    gateOutcome([
      { ...one, kind: "passed" },
      { ...one, kind: "open" },
    ]),
  ).toBe("open");
  expect(
    gateOutcome([
      { ...one, kind: "open" },
      { ...one, kind: "failed" },
    ]),
  ).toBe("failed");
  expect(gateOutcome([])).toBe("open");
});

const ALL = { read: () => ({}) };

test("what went wrong is told apart by kind", async () => {
  const expected = { answers: ["yes"], sources: ["doc"] };
  const [arm] = await armsOf([
    buildTrial({ id: "right", expected, text: "yes", retrieved: ["doc"] }),
    buildTrial({ id: "gone", expected, failure: "no answer" }),
    buildTrial({ id: "lost", expected, text: "no", retrieved: ["other"] }),
    buildTrial({ id: "misread", expected, text: "no", retrieved: ["doc"] }),
    buildTrial({ id: "shy", expected, retrieved: ["doc"] }),
    buildTrial({ id: "bold", expected: { unanswerable: true }, text: "42" }),
    buildTrial({ id: "honest", expected: { unanswerable: true } }),
  ]);
  if (arm === undefined) throw new Error("There is no arm.");
  expect(failuresOf(arm, ALL).map(({ question, kind }) => [question, kind])).toEqual([
    ["gone", "failed"],
    ["lost", "not-found"],
    ["misread", "wrong"],
    ["shy", "refused"],
    ["bold", "fabricated"],
  ]);
});

test("what went wrong says what was asked, beside its id", async () => {
  const [arm] = await armsOf([buildTrial({ id: "q-7", expected: { answers: ["yes"] }, text: "no" })]);
  if (arm === undefined) throw new Error("There is no arm.");
  const [failure] = failuresOf(arm, ALL);
  expect(failure).toMatchObject({ question: "q-7", text: arm.trials[0]?.question.question });
});

test("arms of two runs that share a name are told apart by their run, and others keep their names", async () => {
  const one = await armsOf(trialsOf({ arm: "A2", right: () => true, count: 1 }), "main");
  const two = await armsOf(
    [...trialsOf({ arm: "A2", right: () => true, count: 1 }), ...trialsOf({ arm: "A3", right: () => true, count: 1 })],
    "branch",
  );
  expect(joinArms([one, two]).map(({ name }) => name)).toEqual(["main/A2", "branch/A2", "A3"]);
});

test("a closed book is not scored by what it found and cited", async () => {
  const trials = trialsOf({ arm: "A0", right: () => true, count: 2 });
  const plan = { questions: trials.map(({ question }) => question), arms: [buildArm("A0")], repeats: 1 };
  const [arm] = await scoreArms({ run: "r", plan, trials: generatorOf(trials) }, METRICS);
  expect([...(arm?.scores.keys() ?? [])]).not.toContain("recall@5");
  expect([...(arm?.scores.keys() ?? [])]).toContain(HEADLINE);
});

test("a summary holds every metric that has something to say, and what a right answer cost", async () => {
  const trials = trialsOf({ arm: "A2", right: (index) => index < 50, costUsd: 0.01 });
  const questions = trials.map(({ question }) => question);
  const context = { kind: "search", limit: 5, library: "1" } as const;
  const plan = { questions, arms: [buildArm("A2", { context })], repeats: 1 };
  const spent = { usd: 1, calls: 100, unknown: 0 };
  const run = { run: "r", startedAt: 0, plan, trials: generatorOf(trials), missing: 0, spent };
  const { arms, failures } = await summarizeRun(run, METRICS, ALL);
  expect(arms[0]?.metrics.map(({ metric: name }) => name)).toContain("recall@5");
  expect(arms[0]?.metrics.map(({ metric: name }) => name)).not.toContain("style");
  expect(arms[0]?.costPerCorrect).toMatchObject({ kind: "known", usdPerCorrect: expect.closeTo(0.02, 9) });
  expect(failures).toHaveLength(50);
});

test("rows that failed for one reason say what was asked, each question once", async () => {
  const trials = ["q-7", "q-8"].map((id) => buildTrial({ id, failure: "nobody there" }));
  const [arm] = await armsOf(trials);
  if (arm === undefined) throw new Error("There is no arm.");
  const asked = trials.map(({ question }) => question);
  expect(groupReasons(failuresOf(arm, ALL))).toMatchObject([
    { reason: "nobody there", rows: 2, questions: ["q-7", "q-8"], texts: asked.map(({ question }) => question) },
  ]);
});
