// What an experiment measured, on disk: lab/results/C1.json.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

const RESULT = z.strictObject({
  id: z.string(),
  claim: z.string(),
  source: z.string(),
  hypothesis: z.string(),
  seed: z.string(),
  sizes: z.record(z.string(), z.number()),
  isQuick: z.boolean(),
  verdict: z.enum(["reproduced", "not reproduced", "undecided"]),
  measured: z.array(
    z.strictObject({
      what: z.string(),
      value: z.number().nullable(),
      unit: z.enum(["share", "difference", "seconds", "milliseconds", "count", "dollars", "nats"]),
      low: z.number().optional(),
      high: z.number().optional(),
      of: z.number().optional(),
    }),
  ),
  findings: z.array(z.strictObject({ expected: z.string(), holds: z.enum(["yes", "no", "open"]) })),
  discussion: z.string(),
  ranAt: z.string(),
  seconds: z.number(),
  versions: z.strictObject({
    schoolbook: z.string(),
    node: z.string(),
    cores: z.number(),
    /** Of its weights; absent in results from before it was kept. */
    nano: z.string().optional(),
  }),
});

export type Result = z.infer<typeof RESULT>;

export const RESULTS = join(import.meta.dirname, "..", "results");

export function writeResult(result: Result, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${result.id}.json`);
  writeFileSync(path, `${JSON.stringify(RESULT.parse(result), undefined, 2)}\n`);
  return path;
}

/** Undefined where the experiment has not been run. */
export function readResult(id: string, folder: string = RESULTS): Result | undefined {
  try {
    return RESULT.parse(JSON.parse(readFileSync(join(folder, `${id}.json`), "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
