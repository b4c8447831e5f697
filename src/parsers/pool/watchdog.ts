// Runs on a thread beside the parser: ends the process when it grows too large or when its parent is gone.
import { OUT_OF_MEMORY_SIGNAL } from "./messages.ts";

const EVERY_MS = 50;

const [parentPid, memoryMb] = process.argv.slice(2).map(Number);

/** A parser in an endless loop hears no message and no disconnect; this thread does not depend on it. */
setInterval(() => {
  if (process.ppid !== parentPid) process.kill(process.pid, "SIGKILL");
  if (process.memoryUsage.rss() > (memoryMb ?? 0) * 1_000_000) process.kill(process.pid, OUT_OF_MEMORY_SIGNAL);
}, EVERY_MS);
