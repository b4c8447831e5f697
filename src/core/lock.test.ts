import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { acquireLock, lockHolder } from "./lock.ts";
import { systemRuntime } from "./runtime.ts";

const runtime = systemRuntime();
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "schoolbook-lock-"));
  path = join(folder, "writer.lock");
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("a second holder waits, is told by whom, and gets the lock when it is let go", async () => {
  const first = await acquireLock(path, { command: "library sync", waitMs: 0, runtime });
  const waits: unknown[] = [];
  const pending = acquireLock(path, {
    command: "library rebuild",
    waitMs: 5000,
    runtime,
    onWait: (holder) => waits.push(holder),
  });
  await runtime.sleep(120);
  first[Symbol.dispose]();
  using _second = await pending;
  expect(waits).toMatchObject([{ pid: process.pid, command: "library sync" }]);
  expect(lockHolder(path)).toMatchObject({ command: "library rebuild" });
});

test("a wait that runs out says who holds the lock", async () => {
  using _first = await acquireLock(path, { command: "library sync", waitMs: 0, runtime });
  const second = acquireLock(path, { command: "library sync", waitMs: 100, runtime });
  await expect(second).rejects.toMatchObject({
    code: "library_busy",
    message: expect.stringContaining("library sync"),
  });
});

test("what is protected is named with what its holder does with it", async () => {
  const protects = { name: "the adapter house", busy: "training_busy", being: "trained" } as const;
  using _first = await acquireLock(path, { command: "training house", waitMs: 0, runtime, protects });
  const second = acquireLock(path, { command: "training house", waitMs: 0, runtime, protects });
  await expect(second).rejects.toMatchObject({
    code: "training_busy",
    message: expect.stringContaining("the adapter house is still being trained by `training house`"),
  });
});

test("a free lock has no holder", () => {
  expect(lockHolder(path)).toBeUndefined();
});

test("a killed holder leaves the lock free", async () => {
  const script = `
    import { acquireLock } from ${JSON.stringify(new URL("./lock.ts", import.meta.url).href)};
    import { systemRuntime } from ${JSON.stringify(new URL("./runtime.ts", import.meta.url).href)};
    await acquireLock(${JSON.stringify(path)}, { command: "child", waitMs: 0, runtime: systemRuntime() });
    process.stdout.write("held");
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  expect(lockHolder(path)).toMatchObject({ pid: child.pid, command: "child" });
  child.kill("SIGKILL");
  await once(child, "exit");
  using _lock = await acquireLock(path, { command: "next", waitMs: 0, runtime });
  expect(lockHolder(path)).toMatchObject({ command: "next" });
});

test("a damaged lock file is named with the remedy", async () => {
  writeFileSync(path, "no lock file, but some text that is long enough to be looked at".repeat(20));
  const taken = acquireLock(path, { command: "library sync", waitMs: 0, runtime });
  await expect(taken).rejects.toMatchObject({ code: "storage_readonly", hint: expect.stringContaining("Delete it") });
});
