// `node bench/exam/overhead.ts [--promptfoo FOLDER] [--rounds 3]`: what the runner itself costs. Bars: 2 ms a call; 10,000 calls
// again from the cache in 5 s; the same 500 cached calls 3 × faster than promptfoo, both in turn in the same run.
// FOLDER lies outside of the repository: `npm install --prefix FOLDER --ignore-scripts promptfoo@0.123.1`.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { z } from "zod";

import { systemRuntime } from "../../src/core/runtime.ts";
import { runExam } from "../../src/exam/run/run-exam.ts";
import { createPromptfoo, type Timing } from "./promptfoo.ts";
import { askAtOnce, examOf } from "./workload.ts";

const { values } = parseArgs({
  options: { promptfoo: { type: "string" }, rounds: { type: "string", default: "3" } },
});
const OWN = z.strictObject({ ms: z.number(), cached: z.number(), asked: z.number(), mean: z.number() });
const CALLS = 500;
const folder = mkdtempSync(join(tmpdir(), "exam-overhead-"));
try {
  await measureOverhead();
  if (values.promptfoo === undefined) console.log("promptfoo is not measured: name its folder with --promptfoo");
  else await measurePeer(values.promptfoo);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measureOverhead(): Promise<void> {
  const exam = { ...examOf(2500, 4), folder, ask: askAtOnce, runtime: systemRuntime() };
  const first = await runExam({ ...exam, run: "first" });
  const perCall = first.elapsedMs / first.asked;
  console.log(`${first.asked} calls: ${perCall.toFixed(3)} ms of overhead each ${verdict(perCall <= 2)}`);
  const again = await runExam({ ...exam, run: "again" });
  const seconds = again.elapsedMs / 1000;
  console.log(
    `${again.cached} calls again, from the cache: ${seconds.toFixed(2)} s ${verdict(seconds <= 5 && again.asked === 0)}`,
  );
  const resumed = await runExam({ ...exam, run: "again" });
  console.log(`${resumed.kept} rows that are there already: ${(resumed.elapsedMs / 1000).toFixed(2)} s`);
}

async function measurePeer(install: string): Promise<void> {
  await using promptfoo = await createPromptfoo(install, folder, CALLS);
  await promptfoo.evaluate(true);
  own("fill");
  const rounds: { readonly theirs: Timing; readonly ours: Timing }[] = [];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const theirs = await promptfoo.evaluate(false);
    rounds.push({ theirs, ours: own(`round-${round}`) });
  }
  const median = (pick: (round: (typeof rounds)[number]) => number): number =>
    rounds.map(pick).toSorted((one, other) => one - other)[Math.floor(rounds.length / 2)] ?? Number.NaN;
  const whole = { theirs: median(({ theirs }) => theirs.wholeMs), ours: median(({ ours }) => ours.wholeMs) };
  const inside = { theirs: median(({ theirs }) => theirs.ownMs), ours: median(({ ours }) => ours.ownMs) };
  console.log(
    `${CALLS} cached calls, whole process: promptfoo ${line(whole)} ${verdict(whole.theirs >= 3 * whole.ours)}`,
  );
  console.log(
    `${CALLS} cached calls, evaluation only: promptfoo ${line(inside)} ${verdict(inside.theirs >= 3 * inside.ours)}`,
  );
}

function line({ theirs, ours }: { readonly theirs: number; readonly ours: number }): string {
  return `${theirs.toFixed(0)} ms, ours ${ours.toFixed(0)} ms: ${(theirs / ours).toFixed(1)} × faster`;
}

function own(run: string): Timing {
  const program = join(import.meta.dirname, "cached-process.ts");
  const began = performance.now();
  const out = execFileSync(process.execPath, [program, join(folder, "own"), run, String(CALLS)], { encoding: "utf8" });
  const wholeMs = performance.now() - began;
  const { ms, cached, mean } = OWN.parse(JSON.parse(out));
  if (run !== "fill" && (cached !== CALLS || mean !== 1)) throw new Error("Ours did not come from the cache.");
  return { wholeMs, ownMs: ms };
}

function verdict(isGood: boolean): string {
  if (!isGood) process.exitCode = 1;
  return isGood ? "ok" : "MISSED";
}
