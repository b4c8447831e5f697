// The log that a training leaves in its folder: one line for each thing that happened, whole up to the last line whatever is killed.
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

const at = z.number();

const BEGIN = z.strictObject({
  kind: z.literal("begin"),
  at,
  name: z.string(),
  base: z.string(),
  trainer: z.string(),
  settings: z.record(z.string(), z.number()),
  examples: z.int(),
  /** Steps that an earlier try has done. */
  step: z.int(),
  steps: z.int(),
  tokens: z.int(),
  supervised: z.int(),
});

const ENTRY = z.discriminatedUnion("kind", [
  BEGIN,
  z.strictObject({ kind: z.literal("step"), at, step: z.int(), loss: z.number() }),
  z.strictObject({ kind: z.literal("checkpoint"), at, step: z.int() }),
  z.strictObject({ kind: z.literal("finish"), at }),
  z.strictObject({ kind: z.literal("stop"), at }),
  z.strictObject({ kind: z.literal("fail"), at, code: z.string(), message: z.string() }),
]);

export type LogEntry = z.output<typeof ENTRY>;
export type LogBegin = z.output<typeof BEGIN>;

export function trainingLog(folder: string): string {
  return join(folder, "training.jsonl");
}

export function appendToLog(folder: string, entry: LogEntry): void {
  const path = trainingLog(folder);
  // why: who was killed while writing has left half a line, and the next one must not become a part of it.
  const isTorn = entry.kind === "begin" && existsSync(path) && !readFileSync(path, "utf8").endsWith("\n");
  appendFileSync(path, `${isTorn ? "\n" : ""}${JSON.stringify(entry)}\n`);
}

/** Without the halves of lines that killed processes have left. */
export function readLog(folder: string): readonly LogEntry[] {
  const path = trainingLog(folder);
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8")
    .split("\n")
    .flatMap((text) => entryOf(text) ?? []);
}

function entryOf(text: string): LogEntry | undefined {
  try {
    return ENTRY.safeParse(JSON.parse(text)).data;
  } catch {
    // why: half a line is none.
    return undefined;
  }
}
