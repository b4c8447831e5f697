// A file's change token: made from what the file system says about it, without reading it.
import type { BigIntStats } from "node:fs";

/** File systems with coarse clocks give two writes within this time the same stamp. */
const UNSETTLED_MS = 2000;

/**
 * Size, times and inode; empty for a file that was written so lately that another write might leave no trace in them,
 * so that it is read again next time (git's "racy" entries).
 */
export function fileFingerprint({ size, mtimeMs, mtimeNs, ctimeNs, ino }: BigIntStats, nowMs: number): string {
  if (Number(mtimeMs) > nowMs - UNSETTLED_MS) return "";
  return [size, mtimeNs, ctimeNs, ino].map((part) => part.toString(36)).join("-");
}
