// What npm starts ends with npm: its shell passes no signal on.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, expect, test } from "vitest";

const BOOTSTRAP = join(import.meta.dirname, "..", "scripts", "bootstrap.mjs");
const folder = mkdtempSync(join(tmpdir(), "schoolbook-bootstrap-"));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("whoever ends npm's shell ends the program that it started", { timeout: 120_000 }, async () => {
  const sources = { docs: { kind: "folder", path: ".", access: [{ path: "**", allow: ["public"] }] } };
  writeFileSync(join(folder, "schoolbook.config.json"), JSON.stringify({ sources, parsing: { processes: 1 } }));
  writeFileSync(join(folder, "page.md"), "# A page\n");
  const words = [process.execPath, BOOTSTRAP, "cli", "library", "watch", "--project", folder];
  const shell = spawn("sh", ["-c", `${words.map((word) => `'${word}'`).join(" ")} >&2 & echo $!; wait`], {
    env: { ...process.env, npm_lifecycle_event: "schoolbook" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [said] = await once(shell.stdout.setEncoding("utf8"), "data");
  const bootstrap = Number.parseInt(String(said), 10);
  const [first] = await once(shell.stderr.setEncoding("utf8"), "data");
  expect(String(first)).toContain("Watching");
  expect(isAlive(bootstrap)).toBe(true);
  shell.kill("SIGKILL");
  shell.stderr.resume();
  for (let tries = 0; tries < 200 && isAlive(bootstrap); tries += 1) await sleep(100);
  expect(isAlive(bootstrap)).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
