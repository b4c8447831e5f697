// Kills a working process again and again, and looks each time at what it left.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
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
import { ARCHIVE, changeOf, modelAfter, PARAGRAPHS, SOURCE } from "./workload.ts";

export const SCENARIOS = ["sync", "rebuild", "repair", "export", "import"] as const;
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

/** The longest that a child works before it is killed: about a dozen pieces of its work. */
const LONGEST_MS: Readonly<Record<Scenario, number>> = {
  sync: 400,
  rebuild: 800,
  repair: 2000,
  export: 1500,
  import: 1500,
};

const CHILD = fileURLToPath(new URL("child.ts", import.meta.url));
/** A library is used for so many kills, then a new one is begun. */
const KILLS_PER_LIBRARY = 10;

type Life = {
  readonly scenario: Scenario;
  readonly folder: string;
  readonly seed: number;
  /** The last step that is known to be in the library. */
  step: number;
};

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
  return { scenario, folder: home, seed: seed + round, step: 0 };
}

async function killOnce(life: Life, kill: number, random: () => number): Promise<KillResult> {
  const { scenario } = life;
  let acks: readonly Ack[] = [];
  try {
    acks = await workAndDie(life, random);
    await inspect(life, acks);
    return { scenario, kill, ...counted(acks), failure: undefined };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    return { scenario, kill, ...counted(acks), failure };
  }
}

function counted(acks: readonly Ack[]): Pick<KillResult, "acknowledged" | "early"> {
  const work = acks.filter(({ kind }) => kind !== "ready");
  return { acknowledged: work.length, early: work.length === acks.length };
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
  const delayMs = early ? 50 + random() * 150 : random() * LONGEST_MS[scenario];
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
  life.step = await landedStep(life, store, acks);
  if (life.scenario === "repair") await mend(store);
  await finishGenerations(store, acks);
  await checkLibrary(store, modelAfter(life.seed, life.step));
  await checkCopies(life, acks);
  await checkNextWrite(life, store);
}

/** The step that the library stands at: the last one acknowledged, or what was under way when the process was killed. */
async function landedStep(life: Life, store: Store, acks: readonly Ack[]): Promise<number> {
  let acknowledged = life.step;
  let sequence = 0;
  for (const ack of acks) {
    if (ack.kind === "imported") [acknowledged, sequence] = [ack.step, 0];
    if (ack.kind !== "step") continue;
    assert.equal(ack.step, acknowledged + 1, "steps are acknowledged in order");
    assert.ok(ack.sequence > sequence, "receipts grow");
    [acknowledged, sequence] = [ack.step, ack.sequence];
  }
  const landed = Number((await store.sourceState(SOURCE)) ?? 0);
  const possible = [acknowledged, acknowledged + 1, ...(await archivedStep(life))];
  assert.ok(possible.includes(landed), `step ${acknowledged} was acknowledged, the library stands at ${landed}`);
  return landed;
}

/** Where an import that was under way would have gone back to. */
async function archivedStep({ folder }: Life): Promise<readonly number[]> {
  const path = join(folder, ARCHIVE);
  if (!existsSync(path)) return [];
  await using archive = await openSqliteStore({ path, access: "read" });
  return [Number((await archive.sourceState(SOURCE)) ?? 0)];
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
  const { id } = first ?? (await store.createGeneration(PARAGRAPHS));
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
  await using copy = await openSqliteStore({ path: file, access: "read" });
  await checkLibrary(copy, modelAfter(life.seed, step));
}

async function checkNextWrite(life: Life, store: Store): Promise<void> {
  const active = (await store.generations()).find(({ state }) => state === "active");
  assert.ok(active !== undefined);
  await store.commit(changeOf(life.seed, life.step + 1, active));
  life.step += 1;
  await checkLibrary(store, modelAfter(life.seed, life.step));
}
