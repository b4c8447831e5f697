// Trainings on the command line: planned before, watched while they go on, taken up after a kill, shown when they are over.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";

import { afterEach, beforeEach, expect, test } from "vitest";

import { readLog } from "../../src/school/runs/training-log.ts";
import { trainerOf } from "../../src/school/runs/training-run.ts";
import { writeToyBase } from "../training/toy-base.ts";
import { toyExamples } from "../training/toy-plan.ts";
import { type CliFolder, cliFolder, SMALL_PROJECT } from "./run-cli.ts";

const TIMEOUT = { timeout: 240_000 };
const program = fileURLToPath(new URL("../../bin/schoolbook.mjs", import.meta.url));

let place: CliFolder;
beforeEach(async () => {
  const rows = toyExamples(20).map(({ messages, acl }) => `${JSON.stringify({ messages, acl })}\n`);
  place = cliFolder({ ...SMALL_PROJECT, "rows.jsonl": rows.join("") });
  await writeToyBase(join(place.folder, "base"), { architecture: "qwen3" });
});
afterEach(() => place[Symbol.dispose]());

const TRAIN = ["school", "train", "rows.jsonl", "--name", "toy", "--base", "base", "--rank", "4"];
const training = (epochs: number, ...flags: readonly string[]): readonly string[] => [
  ...TRAIN,
  "--epochs",
  String(epochs),
  ...flags,
];
const runFolder = (): string => join(place.folder, ".schoolbook", "adapters", "toy");

/** Starts a training in a process of its own and gives it as soon as it has done so many steps. */
async function trainingAt(steps: number, epochs: number) {
  const child = spawn(process.execPath, [program, ...training(epochs)], { cwd: place.folder, stdio: "ignore" });
  const doneSteps = (): number => readLog(runFolder()).filter(({ kind }) => kind === "step").length;
  while (doneSteps() < steps && child.exitCode === null) await sleep(20);
  return child;
}

test("a plan tells rows, tokens, steps, access and what each trainer takes, and trains nothing", TIMEOUT, async () => {
  const plan = ["school", "plan", "rows.jsonl", "--base", "base", "--epochs", "2"];
  const { code, stdout } = await place.run(plan);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^rows +20 rows as chat$/mu);
  expect(stdout).toMatch(/^access +an adapter serves group:staff/mu);
  expect(stdout).toMatch(/^tokens +\d+ learnt of \d+/mu);
  expect(stdout).toMatch(/^steps +10 steps: rank 12.*epochs 2, rows per step 4/mu);
  expect(stdout).toMatch(/^builtin +about .* MB/mu);
  expect(stdout).toMatch(/^peft +about .* MB/mu);
  expect(stdout).toMatch(/^openai +cannot train it: .*OPENAI_API_KEY/mu);
  expect(stdout).toContain("→ schoolbook school train rows.jsonl --name NAME --base base");
  const { json } = await place.run([...plan, "--trainer", "builtin", "--json"]);
  expect(json()).toMatchObject({ rows: 20, steps: 10, estimates: [{ trainer: "builtin", estimate: { costUsd: 0 } }] });
  expect(existsSync(runFolder())).toBe(false);
  expect((await place.run([...plan, "--trainer", "builtni"])).stderr).toContain("Did you mean builtin?");
});

test(
  "a plan finds its rows and its base in the project where neither lies in the current folder",
  TIMEOUT,
  async () => {
    place.write("elsewhere/notes.txt", "");
    const elsewhere = place.within("elsewhere");
    const plan = ["school", "plan", "rows.jsonl", "--base", "base", "--trainer", "builtin", "--project", ".."];
    expect(await elsewhere.run(plan)).toMatchObject({ code: 0, stdout: expect.stringContaining("20 rows as chat") });
    const check = ["school", "check", "rows.jsonl", "--base", "base", "--project", ".."];
    expect((await elsewhere.run(check)).stdout).toMatch(/^tokens +\d+ learnt of \d+/mu);
    const missing = await elsewhere.run(["school", "plan", "none.jsonl", "--base", "base", "--project", ".."]);
    expect(missing.stderr).toContain("none.jsonl is neither in");
  },
);

test(
  "a training that was killed is shown as stopped, goes on when asked again, and has one curve",
  TIMEOUT,
  async () => {
    expect((await place.run(["school", "runs"])).stdout).toContain("There is no training yet");
    const child = await trainingAt(25, 40);
    child.kill("SIGKILL");
    await once(child, "exit");
    // why: the process that computes notices a moment later that nobody listens any more.
    while (trainerOf(runFolder()) !== undefined) await sleep(20);
    const stopped = (await place.run(["school", "runs", "toy", "--json"])).json();
    expect(stopped).toMatchObject({ name: "toy", state: "stopped", steps: 200, tries: 1 });
    const { stdout: told } = await place.run(["school", "runs"]);
    expect(told).toMatch(/^toy +stopped +\d+\/200 steps +base +loss \d+\.\d{3} +[▁▂▃▄▅▆▇█]{16}/mu);
    expect((await place.run(["school", "runs", "toy"])).stdout).toMatch(
      /the same `school train` goes on after step \d+0/u,
    );
    const resumed = await place.run(training(40));
    expect(resumed.code).toBe(0);
    expect(resumed.stderr).toMatch(/goes on after step \d+0/u);
    const { stdout, code } = await place.run(["school", "runs", "toy", "--page", "toy.html"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/step 200 of 200 in .*, taken up 1 time again/u);
    const finished = (await place.run(["school", "runs", "toy", "--json"])).json();
    const shown = (await place.run(["school", "adapters", "show", "toy", "--json"])).json();
    expect(finished).toMatchObject({ state: "finished", step: 200, tries: 2 });
    expect(curveOf(finished)).toEqual(lossesOf(shown));
    const page = readFileSync(join(place.folder, "toy.html"), "utf8");
    expect(page).toContain("200 of 200 steps");
    expect(page).toContain('<polyline class="curve" points="48,');
    expect(page).not.toContain('http-equiv="refresh"');
    expect((await place.run(["school", "runs", "toy", "--page", "toy.html"])).code).not.toBe(0);
  },
);

function curveOf(run: unknown): readonly unknown[] {
  if (typeof run !== "object" || run === null || !("curve" in run) || !Array.isArray(run.curve)) return [];
  return run.curve.map((step: { readonly loss: number }) => step.loss);
}

function lossesOf(adapter: unknown): unknown {
  if (typeof adapter !== "object" || adapter === null || !("checks" in adapter)) return undefined;
  const { checks } = adapter;
  return typeof checks === "object" && checks !== null && "losses" in checks ? checks.losses : undefined;
}

test(
  "while it goes on, it is shown as training, and neither a second one nor a new beginning disturbs it",
  TIMEOUT,
  async () => {
    const child = await trainingAt(12, 2000);
    try {
      const { json } = await place.run(["school", "runs", "--json"]);
      expect(json()).toMatchObject([{ name: "toy", state: "training", steps: 10_000 }]);
      const page = readFileSync(join(runFolder(), "training.html"), "utf8");
      expect(page).toContain('<meta http-equiv="refresh" content="5">');
      const anew = await place.run(training(2000, "--anew"));
      expect(anew.code).toBe(6);
      expect(anew.stderr).toMatch(/The adapter toy is being trained by `training toy` \(process \d+\)/u);
      const second = await place.run(training(2000));
      expect(second.code).toBe(6);
      expect(second.stderr).toContain("the adapter toy is still being trained by `training toy`");
      expect(readLog(runFolder()).filter(({ kind }) => kind === "begin")).toHaveLength(1);
    } finally {
      child.kill("SIGINT");
      await once(child, "exit");
    }
    const { stdout } = await place.run(["school", "runs", "toy"]);
    expect(stdout).toContain("toy on base stopped");
    expect(readLog(runFolder()).at(-1)).toMatchObject({ kind: "stop" });
  },
);

test("on a terminal the bar of a training is the curve of its loss", TIMEOUT, async () => {
  const { stderr } = await place.run(training(40), { isTTY: true, columns: 120 });
  expect(stripVTControlCharacters(stderr)).toMatch(/training [▁▂▃▄▅▆▇█]{6,}─+ \d+\/200 steps · loss \d+\.\d{3}/u);
});

test("a log of rated answers teaches what was rated up, and says how much was not", TIMEOUT, async () => {
  const rated = toyExamples(8).map(({ messages: [asked, answer] }, at) =>
    JSON.stringify({
      question: asked?.content,
      answer: answer?.content,
      ...(at === 7 ? {} : { rating: at === 3 ? "down" : "up" }),
    }),
  );
  place.write("answers.jsonl", rated.join("\n"));
  const checked = await place.run(["school", "check", "answers.jsonl", "--allow", "public"]);
  expect(checked.code).toBe(0);
  expect(checked.stdout).toMatch(/0 malformed/u);
  expect(checked.stdout).toContain('warning line 4: it is rated "down"');
  const train = ["school", "train", "answers.jsonl", "--name", "liked", "--base", "base", "--epochs", "1"];
  expect((await place.run(train)).stderr).toContain("does not say who may see what it was made from");
  const { code, stderr } = await place.run([...train, "--acl", "public"]);
  expect(code).toBe(0);
  expect(stderr).toContain("left out: 2 rows that nobody has rated up");
  const { json } = await place.run(["school", "adapters", "show", "liked", "--json"]);
  expect(json()).toMatchObject({ examples: 6, acls: [["public"]] });
});
