// A short round of `node test/crash/run.ts`: a dozen kills, nothing acknowledged lost, nothing torn.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { runKills } from "./kill-run.ts";

test("kill -9 at random moments loses nothing acknowledged and tears nothing", { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "crash-test-"));
  try {
    const results = await runKills({ kills: 12, seed: 5, folder });
    expect(results.filter(({ failure }) => failure !== undefined)).toEqual([]);
    expect(results.reduce((sum, { acknowledged }) => sum + acknowledged, 0)).toBeGreaterThan(0);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
