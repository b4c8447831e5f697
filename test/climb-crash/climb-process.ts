// One life of a climb: the program itself in a process of its own, ended with SIGKILL after so long, or left to come to its end.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const PROGRAM = join(import.meta.dirname, "..", "..", "bin", "schoolbook.mjs");
/** A rung to serve, and none yet: both are an end. */
const ENDS: ReadonlySet<number | null> = new Set([0, 18]);

export const CLIMB = "killed";

export type ClimbCommand = { readonly folder: string; readonly flags: readonly string[] };

export type Life = {
  readonly end: "ended" | "killed" | "failed";
  readonly ms: number;
  /** The last that it said, which tells how far it was. */
  readonly lastWords: string;
  readonly said: string;
};

export type Death = { readonly afterMs: number; readonly onDeath: () => void };

export async function program(folder: string, words: readonly string[], death?: Death): Promise<Life> {
  const began = performance.now();
  const child = spawn(process.execPath, [PROGRAM, ...words, "--project", folder], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const gone = once(child, "close");
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  if (death !== undefined) {
    await Promise.race([sleep(death.afterMs), gone]);
    if (child.kill("SIGKILL")) death.onDeath();
  }
  await gone;
  const end = child.signalCode === "SIGKILL" ? "killed" : ENDS.has(child.exitCode) ? "ended" : "failed";
  return { end, ms: performance.now() - began, lastWords: said.trim().split("\n").at(-1) ?? "", said };
}

export async function climb({ folder, flags }: ClimbCommand, death?: Death): Promise<Life> {
  return program(folder, ["climb", "exam.jsonl", "--name", CLIMB, "--all", ...flags], death);
}

/** Keys of the rows in the logs of both of its runs. */
export function rowsOf(folder: string): readonly string[] {
  return [CLIMB, `${CLIMB}-development`].flatMap((run) => {
    const log = join(folder, ".schoolbook", "exams", "runs", run, "log.jsonl");
    if (!existsSync(log)) return [];
    // why: the last line may be half written; all others are whole.
    return readFileSync(log, "utf8")
      .split("\n")
      .flatMap((line) => /^\{"kind":"row","key":"(\w+)"/u.exec(line)?.[1] ?? [])
      .map((key) => `${run} ${key}`);
  });
}

export function climbFile(folder: string, name: string): string {
  return join(folder, ".schoolbook", "climbs", CLIMB, name);
}
