// Flags that several commands share, and how their values are checked.
import { z } from "zod";

/** Seconds to wait for another writer. */
export const waitFlag = z.coerce
  .number({ error: "expected a number of seconds" })
  .min(0, { error: "expected 0 or more seconds" })
  .default(0);

export const WAIT_OPTION = ["--wait <seconds>", "how long to wait while another process writes (default: 0)"] as const;

export const limitFlag = z.coerce
  .number({ error: "expected a whole number from 1" })
  .int({ error: "expected a whole number from 1" })
  .min(1, { error: "expected a whole number from 1" })
  .max(1000, { error: "expected at most 1000" })
  .optional();

export const manyFlag = z.array(z.string()).default([]);

/** The examples under a command's help. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((example) => `  $ ${example}`).join("\n")}\n`;
}
