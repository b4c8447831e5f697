// A climb that ends before its first question, or at its budget, goes on by the same command.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { climbableProject } from "./climbed-project.ts";

const PRICED = { price: { input: 2, output: 8 }, contextTokens: 4000, questions: 12 };

test("a climb that nobody agreed to pay for begins when somebody does", { timeout: 300_000 }, async () => {
  await using project = await climbableProject(PRICED);
  const { place } = project;
  const asking = ["climb", "exam.jsonl", "--model", "served", "--name", "x"];
  expect(await place.run(asking)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("nobody can be asked"),
  });
  const climbed = await project.climb("--name", "x");
  expect(climbed.stderr).not.toContain("broken off");
  expect([0, 18]).toContain(climbed.code);
});

test(
  "a climb that its budget ended goes on with a larger one, and its report tells both",
  { timeout: 300_000 },
  async () => {
    await using project = await climbableProject(PRICED);
    const { place } = project;
    const first = await project.climb("--name", "b", "--budget", "0.0009");
    expect(first).toMatchObject({ code: 19, stderr: expect.stringContaining("--budget") });
    const climbed = await project.climb("--name", "b", "--budget", "5");
    expect([0, 18]).toContain(climbed.code);
    const report = readFileSync(join(place.folder, ".schoolbook", "climbs", "b", "report.md"), "utf8");
    expect(report).toMatch(/budget: \$0\.0009, then \$5 from /u);
    expect(report).toContain("--budget 5");
    expect(await project.climb("--name", "b", "--budget", "6", "--bar", "0.7")).toMatchObject({
      code: 20,
      stderr: expect.stringContaining("bar was 0.8 and is now 0.7"),
    });
  },
);
