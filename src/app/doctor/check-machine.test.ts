import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { acquireLock } from "../../core/lock.ts";
import { systemRuntime } from "../../core/runtime.ts";
import { checkNode, checkSpace, checkWriter } from "./check-machine.ts";

test.each([
  ["24.15.0", "ok"],
  ["26.0.1", "ok"],
  ["24.14.9", "fail"],
  ["20.20.2", "fail"],
])("Node %s is %s", (version, status) => {
  expect(checkNode(version)).toMatchObject({ status });
});

test("a library that does not exist yet is judged by the nearest folder that does", () => {
  expect(checkSpace(join(tmpdir(), "not", "yet", "library.sqlite"))).toMatchObject({
    status: expect.stringMatching(/ok|warn/u),
    message: expect.stringContaining(`free at ${tmpdir()}`),
  });
});

test("whoever is writing is named", async () => {
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-doctor-"));
  const library = join(folder, "library.sqlite");
  try {
    expect(checkWriter(library).message).toContain("nobody");
    using _lock = await acquireLock(`${library}.lock`, {
      command: "library sync",
      waitMs: 0,
      runtime: systemRuntime(),
    });
    expect(checkWriter(library).message).toContain(`\`library sync\` (process ${process.pid})`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
