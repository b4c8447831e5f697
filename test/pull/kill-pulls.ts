// Kills a pulling process again and again, looks each time at what it left, and lets the last one finish.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { seededRandom } from "../../src/core/runtime.ts";
import { COMMIT, type MockHub } from "../hub/mock-hub.ts";
import { startPull } from "./pull-process.ts";

export type KillPullsOptions = {
  readonly hub: MockHub;
  readonly home: string;
  readonly kills: number;
  readonly seed: number;
  readonly body: Buffer;
};

export type KilledPulls = {
  /** Kills that hit a process while bytes were coming in. */
  readonly midway: number;
  readonly sentBytes: number;
  readonly restarts: number;
};

const REFERENCE = "hf:acme/tiny:model.gguf";
/** The longest that a pull works before it is killed. */
const LONGEST_MS = 400;

/** Throws when a kill left a half file under the final name, or when the last pull did not end with the very bytes. */
export async function killPulls({ hub, home, kills, seed, body }: KillPullsOptions): Promise<KilledPulls> {
  const random = seededRandom(seed);
  mkdirSync(home, { recursive: true });
  const final = join(home, "models", "hf", "acme", "tiny", COMMIT, "files", "model.gguf");
  hub.repositories.set("acme/tiny", { files: { "model.gguf": body } });
  hub.onFile = ({ send }) => send({ pace: { bytes: 64 * 1024, everyMs: 8 } });
  let midway = 0;
  for (let kill = 0; kill < kills; kill++) {
    const before = storageRequests(hub).length;
    const pull = startPull(hub, home, [REFERENCE]);
    const isEarly = random() < 0.1;
    await Promise.race([pull.ended, isEarly ? sleep(300 * random()) : arrival(hub, before)]);
    await sleep(LONGEST_MS * random());
    pull.kill();
    const { code, stderr } = await pull.ended;
    assert.equal(code, null, `the pull ended by itself before it was killed:\n${stderr}`);
    if (storageRequests(hub).length > before) midway += 1;
    assert.ok(!existsSync(final) || readFileSync(final).equals(body), `kill ${kill} left a half file`);
  }
  const { code, stdout, stderr } = await startPull(hub, home, [REFERENCE, "--json"]).ended;
  assert.equal(code, 0, stderr);
  assert.match(stdout, /"bytes"/u);
  assert.ok(readFileSync(final).equals(body), "the bytes differ");
  const requests = storageRequests(hub);
  return { midway, sentBytes: hub.sentBytes, restarts: requests.filter((range) => range === undefined).length };
}

function storageRequests(hub: MockHub): readonly (string | undefined)[] {
  return hub.seen.filter(({ server }) => server === "storage").map(({ headers }) => headers.range);
}

/** Resolves once the process has asked for the file. */
async function arrival(hub: MockHub, before: number): Promise<void> {
  while (storageRequests(hub).length <= before) await sleep(5);
}
