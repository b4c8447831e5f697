// An exam that is killed loses no row, makes no recorded call again, and ends with the same numbers.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { killExam } from "./kill-exams.ts";

test("an exam that is killed in mid-run goes on as if nothing had happened", { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "exam-crash-"));
  try {
    const report = await killExam({ kills: 5, seed: 3, folder, questions: 120 });
    expect(report).toMatchObject({ madeTwice: 0, paidTwice: 0, lost: 0, sameNumbers: true, rows: 480 });
    expect(report.midway).toBeGreaterThan(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
