import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

test("the five-line example prints a cited answer", () => {
  const example = fileURLToPath(new URL("ask.ts", import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [example], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(stdout).toContain("humidity sensor is wet");
  expect(stdout).toContain("handbook/support/error-codes.md");
});
