// The runs of a folder that were made for these principals; of others not even the names are told.
import { closeSync, existsSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";

import type { Principals } from "../../spec/access.ts";
import { principalsDigest } from "./call-key.ts";
import { parseLogLine } from "./log-lines.ts";

export type ListedRun = { readonly run: string; readonly startedAt: number };

const HEAD_BYTES = 2048;

/** The latest first; what was broken off before it began is none. */
export function listRuns(folder: string, principals: Principals): readonly ListedRun[] {
  const runs = join(folder, "runs");
  if (!existsSync(runs)) return [];
  const digest = principalsDigest(principals);
  const found = readdirSync(runs).flatMap((name): readonly ListedRun[] => {
    const [first = "", second = ""] = beginOf(join(runs, name, "log.jsonl")).split("\n");
    const head = parseLogLine(first);
    const isOwn = head?.kind === "run" && head.principals === digest && second !== "";
    return isOwn ? [{ run: head.run, startedAt: head.at }] : [];
  });
  return found.toSorted((one, other) => other.startedAt - one.startedAt);
}

function beginOf(path: string): string {
  if (!existsSync(path)) return "";
  const descriptor = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(HEAD_BYTES);
    return bytes.toString("utf8", 0, readSync(descriptor, bytes, 0, HEAD_BYTES, 0));
  } finally {
    closeSync(descriptor);
  }
}
