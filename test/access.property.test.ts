// Whatever happens to a library, each reader gets exactly what a library of only their documents would give: no more, no less, same scores.
// More runs: SCHOOLBOOK_PROPERTY_RUNS=500, another seed: SCHOOLBOOK_PROPERTY_SEED=7.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, test } from "vitest";

import type { Store } from "../src/spec/store.ts";
import { openSqliteStore } from "../src/stores/sqlite/open-sqlite-store.ts";
import { createMemoryStore } from "../src/testing/index.ts";
import { checkLives, type Life } from "./access/check-lives.ts";
import { checkReaders } from "./access/check-readers.ts";
import { createWorld, live } from "./access/world.ts";

const runs = Number(process.env["SCHOOLBOOK_PROPERTY_RUNS"] ?? 0);
const seed = Number(process.env["SCHOOLBOOK_PROPERTY_SEED"] ?? 20261121);
/** Without a number of runs, as many as fit in the time. */
const bounds = runs > 0 ? { numRuns: runs } : { numRuns: 1000, interruptAfterTimeLimit: 15_000 };

let folder = "";
let libraries = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "access-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Lives a library's life step by step and checks all readers after each. */
async function holds(reopen: () => Promise<Store>, life: Life): Promise<void> {
  const world = await createWorld(reopen);
  try {
    for (const step of life) {
      await live(world, step);
      await checkReaders(world);
    }
  } finally {
    await world.subject[Symbol.asyncDispose]();
  }
}

test("sqlite: every reader gets what a library of only their documents gives", { timeout: 3_600_000 }, async () => {
  await checkLives(
    async (life) => {
      const home = join(folder, String(++libraries));
      await mkdir(home);
      await holds(async () => openSqliteStore({ path: join(home, "library.sqlite"), access: "write" }), life);
      await rm(home, { recursive: true });
    },
    { ...bounds, seed },
  );
});

test("memory: the reference store itself keeps the property", { timeout: 60_000 }, async () => {
  await checkLives(
    async (life) => {
      const store = createMemoryStore();
      await holds(async () => store, life);
    },
    { numRuns: 1000, interruptAfterTimeLimit: 3000, seed },
  );
});
