// The process that is killed: `node exam-process.ts FOLDER ORIGIN QUESTIONS`. It says on a pipe what is in its log.
import { writeSync } from "node:fs";

import { systemRuntime } from "../../src/core/runtime.ts";
import { runExam } from "../../src/exam/run/run-exam.ts";
import { askServer } from "./ask-server.ts";
import { ARMS, MOST_AT_ONCE, PRINCIPALS, questionsOf, RUN } from "./workload.ts";

const [folder = "", origin = "", questions = "0"] = process.argv.slice(2);
writeSync(1, "ready\n");
const report = await runExam({
  folder,
  run: RUN,
  questions: questionsOf(Number(questions)),
  arms: ARMS,
  repeats: 1,
  principals: PRINCIPALS,
  ask: askServer(origin),
  runtime: systemRuntime(),
  maxConcurrency: MOST_AT_ONCE,
  // why: rows that failed are to be asked once like all others, so that whatever is asked twice shows.
  retryFailed: false,
  waitMs: 5000,
  onRow: ({ call }) => writeSync(1, `${call}\n`),
});
writeSync(1, `end ${report.missing}\n`);
