// `node bench/exam/storm.ts [--rate 150] [--questions 2000]`: an exam through four arms against a server that refuses, stalls and
// babbles. Bars: it finishes, at 90 % of the rate that the server allows or more, in bounded memory, with every row accounted for.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { z } from "zod";

import { SchoolbookError } from "../../src/core/errors.ts";
import { systemRuntime } from "../../src/core/runtime.ts";
import type { AskArm } from "../../src/exam/run/ask-arm.ts";
import { planRows } from "../../src/exam/run/plan-rows.ts";
import { readRun } from "../../src/exam/run/read-run.ts";
import { runExam } from "../../src/exam/run/run-exam.ts";
import { buildAnswer, buildArm, buildNumberQuestion } from "../../src/testing/index.ts";
import { isHopeless, type StormCounts } from "./storm-server.ts";

const { values } = parseArgs({
  options: { rate: { type: "string", default: "150" }, questions: { type: "string", default: "2000" } },
});
const rate = Number(values.rate);
const PRINCIPALS = ["public"];
const REPLY = z.strictObject({ answer: z.string(), padding: z.string() });
/** Of what is in use after a collection: what a process keeps in hand besides is the collector's matter. */
const MOST_GROWTH_MB = 24;
setFlagsFromString("--expose-gc");
const collect: unknown = runInNewContext("gc");

const COUNTS = z.strictObject({
  accepted: z.number(),
  refused: z.number(),
  stalled: z.number(),
  garbage: z.number(),
  firstMs: z.number(),
  lastMs: z.number(),
}) satisfies z.ZodType<StormCounts>;

function askServer(origin: string): AskArm {
  return async (_question, _arm, { key, abortSignal }) => {
    const response = await fetch(origin, { method: "POST", headers: { "idempotency-key": key }, signal: abortSignal });
    const text = await response.text();
    if (response.status === 429 || response.status === 503) {
      const retryAfterMs = Number(response.headers.get("retry-after")) * 1000;
      throw new SchoolbookError("engine_busy", "The server is busy.", { details: { retryAfterMs } });
    }
    const { answer, padding } = parseReply(text);
    return { answer: buildAnswer(`${answer} ${padding}`), retrieved: [] };
  };
}

function parseReply(text: string): z.output<typeof REPLY> {
  try {
    return REPLY.parse(JSON.parse(text));
  } catch (cause) {
    throw new SchoolbookError("engine_failed", "The server's answer could not be read.", { cause });
  }
}

const server = spawn(process.execPath, [join(import.meta.dirname, "storm-server.ts"), String(rate)], {
  stdio: ["ignore", "pipe", "inherit"],
});
const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
const origin = String((await lines.next()).value);
const folder = mkdtempSync(join(tmpdir(), "exam-storm-"));
const memory: number[] = [];
const plan = {
  questions: Array.from({ length: Number(values.questions) }, (_, index) => buildNumberQuestion(`q${index}`)),
  arms: ["A0", "A2", "A3", "A5"].map((name) => buildArm(name)),
  repeats: 1,
};
let shown = 0;
try {
  const report = await runExam({
    ...plan,
    folder,
    run: "storm",
    principals: PRINCIPALS,
    ask: askServer(origin),
    runtime: systemRuntime(),
    maxConcurrency: 64,
    patience: { timeoutMs: 2000, tries: 4 },
    onProgress: ({ done, rows, concurrency }) => {
      if (done < shown) return;
      shown += rows / 8;
      if (typeof collect === "function") collect();
      memory.push(process.memoryUsage().heapUsed / 1e6);
      console.log(
        `${done} of ${rows} rows, ${concurrency} at once, ${memory.at(-1)?.toFixed(1)} MB in use, ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB held`,
      );
    },
  });
  server.kill("SIGTERM");
  const counts = COUNTS.parse(JSON.parse(String((await lines.next()).value)));
  const seconds = report.elapsedMs / 1000;
  const share = counts.accepted / seconds / rate;
  const hopeless = [...planRows(plan)].filter(({ call }) => isHopeless(call)).length;
  await using read = readRun({ folder, run: "storm", principals: PRINCIPALS, runtime: systemRuntime() });
  const outcomes = [...read.trials()].map(({ outcome }) => outcome.kind);
  const failed = outcomes.filter((kind) => kind === "failed").length;
  // why: what a process takes at its start is no growth; the first eighth warms it up.
  const growth = Math.max(...memory.slice(1)) - (memory[1] ?? 0);
  console.log(
    `${seconds.toFixed(1)} s; accepted ${counts.accepted}, refused ${counts.refused}, stalled ${counts.stalled}, garbage ${counts.garbage}`,
  );
  console.log(`rate ${(share * 100).toFixed(1)} % of what is allowed ${verdict(share >= 0.9)}`);
  console.log(
    `rows ${outcomes.length} of ${report.rows}, missing ${read.missing}, failed ${failed} (certain to fail: ${hopeless}) ${verdict(
      outcomes.length === report.rows && read.missing === 0 && failed >= hopeless && report.failed === failed,
    )}`,
  );
  console.log(
    `memory in use grew by ${growth.toFixed(1)} MB after the first eighth ${verdict(growth <= MOST_GROWTH_MB)}`,
  );
} finally {
  if (server.exitCode === null) server.kill("SIGKILL");
  await Promise.race([once(server, "close"), systemRuntime().sleep(2000)]);
  rmSync(folder, { recursive: true, force: true });
}

function verdict(isGood: boolean): string {
  if (!isGood) process.exitCode = 1;
  return isGood ? "ok" : "MISSED";
}
