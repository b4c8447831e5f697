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
  kill(): void;
  /** Ctrl-C. */
  interrupt(): void;
};

export function startPull(hub: MockHub, home: string, args: readonly string[]): PullProcess {
  const child = spawn(process.execPath, [PROGRAM, "models", "pull", ...args], {
    cwd: home,
    env: { HF_ENDPOINT: hub.endpoint, SCHOOLBOOK_HOME: home, NODE_DISABLE_COMPILE_CACHE: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]).then(
    ([stdout, stderr]) => ({ code: child.exitCode, stdout, stderr }),
  );
  return { ended, kill: () => void child.kill("SIGKILL"), interrupt: () => void child.kill("SIGINT") };
}
