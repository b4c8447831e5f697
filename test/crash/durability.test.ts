// A kill does not test a power cut; what protects from that is that the system is told to write through before a commit returns.
import { execFile, execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { expect, test } from "vitest";

const MAKE = fileURLToPath(new URL("make-library.ts", import.meta.url));

function canTrace(): boolean {
  try {
    execFileSync("strace", ["-o", "/dev/null", "true"], { stdio: "ignore" });
    return true;
  } catch {
    // No strace, or not permitted: the test says so and is skipped.
    return false;
  }
}

/** How often a process that makes so many commits tells the system to write through. */
async function countSyncs(folder: string, commits: number): Promise<number> {
  const trace = join(folder, `trace-${commits}`);
  const library = join(folder, `library-${commits}.sqlite`);
  const flags = ["-f", "-e", "trace=fsync,fdatasync", "-o", trace];
  await promisify(execFile)("strace", [...flags, process.execPath, MAKE, library, String(commits)]);
  const lines = (await readFile(trace, "utf8")).split("\n");
  return lines.filter((line) => /\bf(?:data)?sync\(/.test(line)).length;
}

test("every commit is written through to the disk before it returns", { timeout: 60_000 }, async ({ skip }) => {
  skip(!canTrace(), "strace is not there or not permitted");
  const folder = await mkdtemp(join(tmpdir(), "durability-"));
  try {
    const [few, many] = [await countSyncs(folder, 2), await countSyncs(folder, 12)];
    expect(many - few).toBeGreaterThanOrEqual(10);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
