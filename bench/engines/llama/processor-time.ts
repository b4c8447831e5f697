// What a process takes of the processor, at work and while nobody asks it anything.
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const TICK_MS = 10;
const PAGE_BYTES = 4096;

/** From /proc: Linux only. */
export async function idleCpu(pid: number, seconds: number): Promise<{ milliseconds: number; megabytes: number }> {
  await sleep(1000);
  const before = read(pid);
  await sleep(seconds * 1000);
  const after = read(pid);
  return { milliseconds: (after.ticks - before.ticks) * TICK_MS, megabytes: (after.pages * PAGE_BYTES) / 1e6 };
}

/** Milliseconds of processor time so far, in steps of ten. */
export function processorMs(pid: number): number {
  return read(pid).ticks * TICK_MS;
}

function read(pid: number): { readonly ticks: number; readonly pages: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ").map(Number) ?? [];
  return { ticks: (fields[11] ?? 0) + (fields[12] ?? 0), pages: fields[21] ?? 0 };
}
