// One exam of so many calls in a process of its own, from the cache where it can be: `node cached-process.ts FOLDER RUN CALLS`.
// Prints how long the run and its scoring took, without the start of the process.
import { systemRuntime } from "../../src/core/runtime.ts";
import { readRun } from "../../src/exam/run/read-run.ts";
import { runExam } from "../../src/exam/run/run-exam.ts";
import { totalScores, type TrialMetric } from "../../src/exam/run/score-run.ts";
import { askAtOnce, examOf, PRINCIPALS } from "./workload.ts";

const EXACT: TrialMetric = {
  name: "exact",
  needs: ["answers"],
  score: ({ question, outcome }) =>
    outcome.kind === "failed"
      ? { kind: "failed", reason: outcome.reason }
      : { kind: "scored", value: question.expected.answers?.includes(outcome.answer.text) === true ? 1 : 0 },
};

const [folder = "", run = "", calls = "0"] = process.argv.slice(2);
const runtime = systemRuntime();
const began = performance.now();
const report = await runExam({ ...examOf(Number(calls), 1), folder, run, ask: askAtOnce, runtime });
await using read = readRun({ folder, run, principals: PRINCIPALS, runtime });
const [totals] = await totalScores(read.trials(), [EXACT]);
const { cached, asked } = report;
process.stdout.write(`${JSON.stringify({ ms: performance.now() - began, cached, asked, mean: totals?.mean })}\n`);
