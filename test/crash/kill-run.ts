// Kills a working process again and again, and looks each time at what it left.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { seededRandom } from "../../src/core/runtime.ts";
import { verifyLibrary } from "../../src/library/verify/verify-library.ts";
import type { Store } from "../../src/spec/store.ts";
import { openSqliteStore } from "../../src/stores/sqlite/open-sqlite-store.ts";
import { checkLibrary } from "./check-library.ts";
import type { Ack } from "./child.ts";
import { EMBEDDER, indexerFor } from "./rebuild-settings.ts";
import { afterStep, changeOf, type Model, SOURCE } from "./workload.ts";

export const SCENARIOS = ["sync", "rebuild", "repair", "export"] as const;
export type Scenario = (typeof SCENARIOS)[number];

export type KillResult = {
  readonly scenario: Scenario;
  readonly kill: number;
  readonly acknowledged: number;
  /** Whether the kill came before the library was open. */
  readonly early: boolean;
  /** What was wrong afterwards; undefined: nothing. */
  readonly failure: string | undefined;
};

export type KillOptions = {
  readonly kills: number;
  readonly seed: number;
  readonly folder: string;
  readonly scenarios?: readonly Scenario[];
  readonly onResult?: (result: KillResult) => void;
};

const CHILD = fileURLToPath(new URL("child.ts", import.meta.url));
/** A library is used for so many kills, then a new one is begun. */
const KILLS_PER_LIBRARY = 10;

type Life = { readonly scenario: Scenario; readonly folder: string; readonly seed: number; step: number; model: Model };

/** Every result is data; the caller decides what a failure means. */
export async function runKills(options: KillOptions): Promise<readonly KillResult[]> {
  const random = seededRandom(options.seed);
  const scenarios = options.scenarios ?? SCENARIOS;
  const lives = new Map<Scenario, Life>();
  const results: KillResult[] = [];
  for (let kill = 0; kill < options.kills; kill++) {
    const scenario = scenarios[kill % scenarios.length] ?? "sync";
    const round = Math.floor(kill / scenarios.length);
    const known = round % KILLS_PER_LIBRARY === 0 ? undefined : lives.get(scenario);
    const life = known ?? (await beginLife(options, scenario, round));
    lives.set(scenario, life);
    const result = await killOnce(life, kill, random);
    results.push(result);
    options.onResult?.(result);
    if (result.failure !== undefined) lives.delete(scenario);
    else if ((round + 1) % KILLS_PER_LIBRARY === 0) await rm(life.folder, { recursive: true });
  }
  return results;
}

async function beginLife({ folder, seed }: KillOptions, scenario: Scenario, round: number): Promise<Life> {
  const home = join(folder, `${scenario}-${round}`);
  await mkdir(home, { recursive: true });
  return { scenario, folder: home, seed: seed + round, step: 0, model: new Map() };
}

async function killOnce(life: Life, kill: number, random: () => number): Promise<KillResult> {
  const acks = await workAndDie(life, random);
  const early = !acks.some(({ kind }) => kind === "ready");
  const { scenario } = life;
  const failure = await inspect(life, acks).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  return { scenario, kill, acknowledged: acks.length - (early ? 0 : 1), early, failure };
}

/** Lets a child work for a random while, kills it, and returns what it had acknowledged. */
async function workAndDie({ scenario, folder, seed }: Life, random: () => number): Promise<readonly Ack[]> {
  const child = spawn(process.execPath, [CHILD, scenario, folder, String(seed)], { stdio: ["ignore", "pipe", "pipe"] });
  const gone = once(child, "close");
  let said = "";
  let complaints = "";
  child.stderr.on("data", (chunk: Buffer) => (complaints += String(chunk)));
  const ready = new Promise<void>((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => {
      said += String(chunk);
      resolve();
    });
  });
  const early = random() < 0.1;
  const delayMs = early ? 50 + random() * 150 : random() * random() * 600;
  await Promise.race([early ? sleep(0) : ready, gone]);
  await Promise.race([sleep(delayMs), gone]);
  const diedItself = child.exitCode !== null;
  child.kill("SIGKILL");
  await gone;
  assert.ok(!diedItself, `the child ended by itself:\n${complaints}`);
  return said.split("\n").slice(0, -1).map(parseAck);
}

function parseAck(line: string): Ack {
  // why: the child writes nothing but lines of this type.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(line) as Ack;
}

async function inspect(life: Life, acks: readonly Ack[]): Promise<void> {
  await using store = await openSqliteStore({ path: join(life.folder, "library.sqlite"), access: "write" });
  const landed = await catchUp(life, store, acks);
  if (life.scenario === "repair") await mend(store);
  await finishGenerations(store, acks);
  await checkLibrary(store, life.model);
  await checkCopies(life, acks);
  await checkNextWrite(life, store, landed);
}

/** The steps in the store: all that were acknowledged, and at most one more. */
async function catchUp(life: Life, store: Store, acks: readonly Ack[]): Promise<number> {
  const steps = acks.filter((ack) => ack.kind === "step");
  for (const [index, { step, sequence }] of steps.entries()) {
    assert.equal(step, life.step + index + 1, "steps are acknowledged in order");
    const before = steps[index - 1];
    if (before !== undefined) assert.ok(sequence > before.sequence, "receipts grow");
  }
  const acknowledged = life.step + steps.length;
  const landed = Number((await store.sourceState(SOURCE)) ?? 0);
  assert.ok(landed >= acknowledged, `lost: step ${acknowledged} was acknowledged, step ${landed} is there`);
  assert.ok(landed <= acknowledged + 1, `step ${landed} is there, only ${acknowledged} were acknowledged`);
  while (life.step < landed) {
    life.step += 1;
    life.model = afterStep(life.model, life.seed, life.step);
  }
  return landed;
}

/** A repair that was killed is run again, and then has to come to its end. */
async function mend(store: Store): Promise<void> {
  const active = (await store.generations()).find(({ state }) => state === "active");
  if (active === undefined) return;
  const report = await verifyLibrary({ store, indexer: indexerFor(active.chunker), embedder: EMBEDDER, repair: true });
  assert.deepEqual(report.afterRepair?.findings ?? [], [], "findings after a second repair");
}

/** What was switched to stays switched to; a library that was killed before its first generation gets one. */
async function finishGenerations(store: Store, acks: readonly Ack[]): Promise<void> {
  const generations = await store.generations();
  const active = generations.find(({ state }) => state === "active");
  const switched = acks.findLast((ack) => ack.kind === "activated");
  if (switched !== undefined)
    assert.ok((active?.id ?? 0) >= switched.generation, `lost: switch to ${switched.generation}`);
  if (active !== undefined) return;
  assert.equal(acks.length, 0, "an acknowledged library has an active generation");
  const [first] = generations;
  const { id } =
    first ??
    (await store.createGeneration({ chunker: "paragraphs@1", analyzer: "words@1", embedder: "fake@1", dims: 32 }));
  await store.activateGeneration(id);
}

/** Acknowledged copies are there, and every copy that is there is a whole library of its step. */
async function checkCopies(life: Life, acks: readonly Ack[]): Promise<void> {
  const there = (await readdir(life.folder)).filter((name) => /^copy-\d+\.sqlite$/.test(name));
  for (const ack of acks)
    if (ack.kind === "exported") assert.ok(there.includes(basename(ack.file)), `lost: ${ack.file}`);
  for (const name of there) {
    const file = join(life.folder, name);
    await checkCopy(life, file, Number(/\d+/.exec(name)?.[0]));
    await rm(file);
  }
}

async function checkCopy(life: Life, file: string, step: number): Promise<void> {
  let model: Model = new Map();
  for (let n = 1; n <= step; n++) model = afterStep(model, life.seed, n);
  await using copy = await openSqliteStore({ path: file, access: "read" });
  await checkLibrary(copy, model);
}

async function checkNextWrite(life: Life, store: Store, landed: number): Promise<void> {
  const active = (await store.generations()).find(({ state }) => state === "active");
  assert.ok(active !== undefined);
  await store.commit(changeOf(life.seed, landed + 1, active));
  life.step = landed + 1;
  life.model = afterStep(life.model, life.seed, life.step);
  await checkLibrary(store, life.model);
}
