// Exports: what they hold, and that nothing in them is taken for more than data.
import { expect, test } from "vitest";

import { readRecords } from "../../core/read-records.ts";
import type { Trial } from "../../spec/exam.ts";
import { buildAnswer, buildNumberQuestion } from "../../testing/index.ts";
import { importQuestions } from "../questions/import/import-questions.ts";
import type { TrialMetric } from "../run/score-run.ts";
import { exportPromptfoo } from "./export-promptfoo.ts";
import { exportRun, type RunExport } from "./export-run.ts";

const EXACT: TrialMetric = {
  name: "exact",
  needs: ["answers"],
  score: ({ question, outcome }) => {
    if (outcome.kind === "failed") return { kind: "failed", reason: outcome.reason };
    if (!outcome.answer.answered) return { kind: "abstained" };
    return { kind: "scored", value: question.expected.answers?.includes(outcome.answer.text) === true ? 1 : 0 };
  },
};

function trial(id: string, text: string, given: Partial<Trial> = {}): Trial {
  const outcome = {
    kind: "answered",
    answer: buildAnswer(text, { answered: text !== "" }),
    retrieved: ["docs:a.md"],
  } as const;
  return { question: buildNumberQuestion(id), arm: "A0", repeat: 0, latencyMs: 12, costUsd: 0.001, outcome, ...given };
}

const EVIL = `=HYPERLINK("http://x","y")`;
const RUN: RunExport = {
  run: "first",
  startedAt: Date.UTC(2026, 10, 26),
  missing: 1,
  metrics: [EXACT],
  library: { read: () => ({}) },
  trials: [
    trial("right", "number right"),
    trial("wrong", EVIL),
    trial("none", ""),
    trial("broken", "", { outcome: { kind: "failed", reason: "no <answer> & \u0001 none" }, arm: "A|2" }),
  ],
};

test("a table has a row for each trial, failed ones too, and its cells run nothing", async () => {
  const { records } = readRecords(await exportRun(RUN, "csv"), ",");
  const [header, ...rows] = records.map(({ cells }) => cells);
  const column = (name: string): readonly string[] => rows.map((cells) => cells[header?.indexOf(name) ?? -1] ?? "");
  expect(column("outcome")).toEqual(["answered", "answered", "abstained", "failed"]);
  expect(column("exact")).toEqual(["1", "0", "abstained", "failed"]);
  expect(column("answer")[1]).toBe(`'${EVIL}`);
  expect(column("latency_ms")[0]).toBe("12");
});

test("a page says each arm's score with its counts, and what went wrong", async () => {
  const text = await exportRun(RUN, "markdown");
  expect(text).toContain("Begun 2026-11-26T00:00:00.000Z; 4 rows, 1 missing.");
  expect(text).toContain(String.raw`| metric | A0 | A\|2 |`);
  expect(text).toContain("| exact | 0.500 (n = 2, 1 abstained) | – (n = 0, 1 failed) |");
  expect(text).toContain("- wrong, A0: exact: 0");
  expect(text).toContain(String.raw`- broken, A\|2: no \<answer\> & ` + "\u0001 none");
});

test("JUnit tells failures from errors and is well-formed whatever a model says", async () => {
  const text = await exportRun(RUN, "junit");
  expect(text).toContain('<testsuite name="A0" tests="3" failures="2" errors="0">');
  expect(text).toContain('<testsuite name="A|2" tests="1" failures="0" errors="1">');
  expect(text).toContain('<testcase name="right" classname="A0" time="0.012"/>');
  expect(text).toContain("=HYPERLINK(&quot;http://x&quot;,&quot;y&quot;)");
  expect(text).toContain('message="no &lt;answer&gt; &amp; \uFFFD none"');
});

test("questions go to promptfoo and come back, and what it has no words for is listed", async () => {
  const questions = [
    buildNumberQuestion("a", {
      expected: { contains: ["x"], excludes: ["y"], criteria: ["is kind"], sources: ["docs:a.md"] },
    }),
    buildNumberQuestion("b", {
      expected: { answers: ["number b"], json: { schema: { type: "object" } } },
      axis: "both",
      tags: ["t"],
    }),
    buildNumberQuestion("c", { expected: { unanswerable: true, style: [{ kind: "sentences", max: 2 }] } }),
  ];
  const { text, leftOut } = exportPromptfoo(questions);
  const back = importQuestions({ name: "p.yaml", text }, { principals: ["public"] }).questions;
  expect(back.map(({ id, question }) => [id, question])).toEqual(questions.map(({ id, question }) => [id, question]));
  expect(back[0]?.expected).toEqual({ contains: ["x"], excludes: ["y"], criteria: ["is kind"] });
  expect(back[1]?.expected).toEqual(questions[1]?.expected);
  expect(back[2]?.expected).toEqual({ unanswerable: true });
  expect(leftOut.filter(({ field }) => field !== "principals")).toMatchObject([
    { question: "a", field: "expected.sources" },
    { question: "c", field: "expected.style" },
  ]);
});
