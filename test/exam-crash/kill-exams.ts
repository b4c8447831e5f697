// Kills a running exam again and again, looks each time at its log, lets it end, and holds it against one that nobody killed.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { seededRandom, systemRuntime } from "../../src/core/runtime.ts";
import { readRun } from "../../src/exam/run/read-run.ts";
import { runExam } from "../../src/exam/run/run-exam.ts";
import { totalScores } from "../../src/exam/run/score-run.ts";
import { askServer } from "./ask-server.ts";
import { type CountingServer, createCountingServer } from "./counting-server.ts";
import { ARMS, EXACT, MOST_AT_ONCE, PRINCIPALS, questionsOf, RUN } from "./workload.ts";

export type KillOptions = {
  readonly kills: number;
  readonly seed: number;
  readonly folder: string;
  readonly questions: number;
};

export type KillReport = {
  readonly kills: number;
  /** Kills while calls were under way. */
  readonly midway: number;
  readonly rows: number;
  /** Calls that came again although their row was in the log: the bar is none. */
  readonly madeTwice: number;
  /** Rows that were said to be in the log, and then were not: the bar is none. */
  readonly lost: number;
  /** Calls that a kill cut off, and that were asked again. */
  readonly askedAgain: number;
  /** Of these, calls that the server had answered when the process died before it could read that. */
  readonly answeredTwice: number;
  /** Calls that the server worked on twice, and would have billed twice: the bar is none. */
  readonly paidTwice: number;
  readonly sameNumbers: boolean;
  /** What is another way than without a kill; empty where nothing is. */
  readonly differences: readonly string[];
  /** Whether the run came to its end before there were as many kills. */
  readonly ended: boolean;
};

const CHILD = fileURLToPath(new URL("exam-process.ts", import.meta.url));

export async function killExam(options: KillOptions): Promise<KillReport> {
  await using server = await createCountingServer();
  const random = seededRandom(options.seed);
  const totals = { kills: 0, midway: 0, madeTwice: 0, lost: 0 };
  let known = new Set<string>();
  let asked = new Set<string>();
  server.onCall = (key) => {
    asked.add(key);
    if (known.has(key)) totals.madeTwice += 1;
  };
  let ended = false;
  while (totals.kills < options.kills && !ended) {
    asked = new Set();
    const isEarly = random() < 0.1;
    const { acks, end } = await live(options, server, { isEarly, ms: random() * 250 });
    ended = end;
    const rows = await keysInLog(options.folder);
    totals.lost += [...known, ...acks].filter((key) => !rows.has(key)).length;
    if (!end) totals.kills += 1;
    if (!end && [...asked].some((key) => !rows.has(key))) totals.midway += 1;
    known = rows;
  }
  if (!ended) await live(options, server, undefined);
  known = await keysInLog(options.folder);
  const counts = [...server.counts.values()];
  const sum = (extra: (one: (typeof counts)[number]) => number): number =>
    counts.reduce((total, one) => total + Math.max(0, extra(one) - 1), 0);
  const report = {
    ...totals,
    rows: known.size,
    askedAgain: sum((one) => one.asked),
    answeredTwice: sum((one) => one.answered),
    paidTwice: sum((one) => one.paid),
    ended,
  };
  assert.ok(report.askedAgain <= totals.kills * MOST_AT_ONCE, "a kill cuts off no more than was under way");
  const differences = await differencesFromUnkilled(options, server.origin);
  return { ...report, sameNumbers: differences.length === 0, differences };
}

/** How long after its first call, or early after its start, a process is killed. */
type Death = { readonly isEarly: boolean; readonly ms: number };
type Life = { readonly acks: readonly string[]; readonly end: boolean };

async function live(
  { folder, questions }: KillOptions,
  server: CountingServer,
  death: Death | undefined,
): Promise<Life> {
  const child = spawn(process.execPath, [CHILD, folder, server.origin, String(questions)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const gone = once(child, "close");
  let said = "";
  let complaints = "";
  child.stderr.on("data", (chunk: Buffer) => (complaints += String(chunk)));
  child.stdout.on("data", (chunk: Buffer) => (said += String(chunk)));
  if (death !== undefined) {
    await Promise.race([death.isEarly ? once(child.stdout, "data") : server.nextCall(), gone]);
    await Promise.race([sleep(death.ms), gone]);
    child.kill("SIGKILL");
    server.deaths += 1;
  }
  await gone;
  const lines = said.split("\n").slice(0, -1);
  const end = lines.some((line) => line.startsWith("end "));
  assert.ok(end || child.signalCode === "SIGKILL", `the exam ended by itself:\n${complaints}`);
  return { acks: lines.filter((line) => /^[0-9a-f]{32}$/u.test(line)), end };
}

async function keysInLog(folder: string): Promise<Set<string>> {
  if (!existsSync(join(folder, "runs", RUN, "log.jsonl"))) return new Set();
  try {
    await using run = readRun({ folder, run: RUN, principals: PRINCIPALS, runtime: systemRuntime() });
    return new Set([...run.rows()].map(({ row }) => row.call));
  } catch (error) {
    // why: killed before its first two lines were written, a log says that no run has begun.
    if (error instanceof Error && /before it began|somebody else/u.test(error.message)) return new Set();
    throw error;
  }
}

async function differencesFromUnkilled({ folder, questions }: KillOptions, origin: string): Promise<readonly string[]> {
  const other = join(folder, "unkilled");
  await runExam({
    folder: other,
    run: RUN,
    questions: questionsOf(questions),
    arms: ARMS,
    repeats: 1,
    principals: PRINCIPALS,
    ask: askServer(origin),
    runtime: systemRuntime(),
  });
  const [killed, unkilled] = [await numbersOf(folder), await numbersOf(other)];
  return Array.from({ length: Math.max(killed.length, unkilled.length) }, (_, at) => at)
    .filter((at) => killed[at] !== unkilled[at])
    .map((at) => `${killed[at] ?? "nothing"} in place of ${unkilled[at] ?? "nothing"}`);
}

/** A line for each number and each outcome. */
async function numbersOf(folder: string): Promise<readonly string[]> {
  await using run = readRun({ folder, run: RUN, principals: PRINCIPALS, runtime: systemRuntime() });
  const trials = [...run.trials()];
  const outcomes = trials.map(({ question, arm, outcome, costUsd }) => [
    question.id,
    arm,
    outcome.kind === "answered" ? outcome.answer.text : outcome.reason,
    costUsd,
  ]);
  const totals = await totalScores(trials, [EXACT]);
  return [...totals, ...outcomes, run.missing, run.spent].map((one) => JSON.stringify(one));
}
