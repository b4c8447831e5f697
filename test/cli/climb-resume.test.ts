// A climb that ends before its first question, or at its budget, goes on by the same command.
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
