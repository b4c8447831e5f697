// `node bench/ladder/own-files.ts [--files FOLDER]`: a newcomer's way on own files, from a folder of pages to a verdict: `init`, `exam check`, `climb` on
// nano, each with the seconds that it takes. Default: the pages and tickets of examples/handbook, without its configuration and exam.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { files: { type: "string" } } });
const ROOT = join(import.meta.dirname, "..", "..");
const PROGRAM = join(ROOT, "bin", "schoolbook.mjs");
const EXAMPLE = join(ROOT, "examples", "handbook");
const READERS = "group:staff";
/** A rung to serve, and none yet: both are a verdict. */
const ENDS: ReadonlySet<number | null> = new Set([0, 18]);

const folder = mkdtempSync(join(tmpdir(), "schoolbook-own-"));
try {
  if (values.files === undefined) {
    for (const name of ["handbook", "tickets.csv"])
      cpSync(join(EXAMPLE, name), join(folder, name), { recursive: true });
  } else cpSync(values.files, folder, { recursive: true });
  let seconds = run(["init", "--allow", READERS]) + run(["exam", "check", "--as", READERS]);
  seconds += run(["climb", "--model", "nano", "--as", READERS]);
  console.log(`from a folder of files to a verdict: ${seconds.toFixed(1)} s`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function run(words: readonly string[]): number {
  console.log(`$ schoolbook ${words.join(" ")}`);
  const began = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...words, "--project", folder], {
    cwd: folder,
    encoding: "utf8",
  });
  const seconds = (performance.now() - began) / 1000;
  if (!ENDS.has(status)) throw new Error(`It ended with ${status}:\n${stderr}`);
  console.log(`${stdout.trimEnd()}\n(${seconds.toFixed(1)} s)\n`);
  return seconds;
}
