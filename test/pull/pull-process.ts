// Runs `schoolbook models pull` as a process of its own, against a hub in this one.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import type { MockHub } from "../hub/mock-hub.ts";

export const PROGRAM = fileURLToPath(new URL("../../bin/schoolbook.mjs", import.meta.url));

export type PullProcess = {
  /** Resolves when it has ended, however. */
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
  /** What it has told so far. */
  readonly said: () => string;
  kill(): void;
  /** Ctrl-C. */
  interrupt(): void;
};

export function startPull(hub: MockHub, home: string, args: readonly string[]): PullProcess {
  const child = spawn(process.execPath, [PROGRAM, "models", "pull", ...args], {
    cwd: home,
    env: { HF_ENDPOINT: hub.endpoint, SCHOOLBOOK_HOME: home },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (words: string) => (said += words));
  const ended = Promise.all([text(child.stdout), once(child, "close")]).then(([stdout]) => ({
    code: child.exitCode,
    stdout,
    stderr: said,
  }));
  return {
    ended,
    said: () => said,
    kill: () => void child.kill("SIGKILL"),
    interrupt: () => void child.kill("SIGINT"),
  };
}
