// Runs on a thread of an engine's process: ends it when it grows too large or when its parent is gone.
import { readFileSync } from "node:fs";
import { workerData } from "node:worker_threads";

import { z } from "zod";

import { OUT_OF_MEMORY_SIGNAL } from "./messages.ts";

const BUSY_MS = 100;
const IDLE_MS = 5000;

const { shared, memoryMb, parentPid } = z
  .strictObject({ shared: z.instanceof(SharedArrayBuffer), memoryMb: z.number(), parentPid: z.int() })
  .parse(workerData);

/** Requests under way; the main thread counts them. */
const count = new Int32Array(shared);
const alarm = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

/** An engine that is stuck in native code hears no closing channel; this thread does not depend on it. */
for (;;) {
  if (process.ppid !== parentPid) process.kill(process.pid, "SIGKILL");
  if (ownBytes() > memoryMb * 1_000_000) process.kill(process.pid, OUT_OF_MEMORY_SIGNAL);
  Atomics.wait(alarm, 0, 0, BUSY_MS);
  Atomics.wait(count, 0, 0, IDLE_MS);
}

/** Weights mapped from their file belong to the file system's cache, which gives them back when memory is short. */
function ownBytes(): number {
  if (process.platform !== "linux") return process.memoryUsage.rss();
  const status = readFileSync("/proc/self/status", "utf8");
  const kilobytes = [...status.matchAll(/^Rss(?:Anon|Shmem):\s*(\d+) kB$/gmu)].map((match) => Number(match[1]));
  return kilobytes.reduce((sum, value) => sum + value, 0) * 1024;
}
