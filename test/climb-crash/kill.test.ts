// A climb that is killed goes on by the same command, pays for no call twice, and comes to the same verdict.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { servedCourse } from "./courses.ts";
import { killClimbs } from "./kill-climbs.ts";

test("a climb that is killed in mid-run goes on as if nothing had happened", { timeout: 240_000 }, async () => {
  const home = mkdtempSync(join(tmpdir(), "climb-crash-"));
  try {
    await using course = await servedCourse(join(home, "served"), 60);
    const report = await killClimbs(course, { kills: 3, seed: 4, home: join(home, "climbs") });
    expect(report).toMatchObject({ problems: [], kills: 3, rows: 414 });
    expect(report.further).toBeGreaterThan(0);
    expect(report.calls).toBeGreaterThan(300);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
