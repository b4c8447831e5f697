// Flags that the commands of `school` share.
import { z } from "zod";

const FORMATS = ["chat", "pairs", "alpaca", "sharegpt", "answers", "table"] as const;

export const FORMAT_FLAG = z.enum(FORMATS, { error: `expected one of ${FORMATS.join(", ")}` }).optional();

export const FORMAT_OPTION = [
  "--format <format>",
  `how the rows are written: ${FORMATS.join(", ")} (default: guessed)`,
] as const;

export const seedFlag = z.coerce
  .number({ error: "expected a whole number" })
  .int({ error: "expected a whole number" })
  .default(1);

export const SEED_OPTION = ["--seed <number>", "the same seed gives the same (default: 1)"] as const;

/** A share from 0 to 1. */
export function shareFlag(initial: number) {
  const error = "expected a share from 0 to 1";
  return z.coerce.number({ error }).min(0, { error }).max(1, { error }).default(initial);
}

/** A whole number from `least`. */
export function wholeFlag(least: number) {
  const error = `expected a whole number from ${least}`;
  return z.coerce.number({ error }).int({ error }).min(least, { error });
}
