// What the program and the process of an engine say to each other: one JSON document a line, checked on both sides.
import { z } from "zod";

import { ERROR_KINDS, type ErrorCode } from "../../core/errors.ts";

const CODES = Object.keys(ERROR_KINDS);

const ERROR = z.strictObject({
  code: z.custom<ErrorCode>((value) => typeof value === "string" && CODES.includes(value)),
  message: z.string(),
  hint: z.string(),
  details: z.record(z.string(), z.unknown()),
});

export const TO_CHILD = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("ask"), id: z.int(), method: z.string(), params: z.unknown() }),
  z.strictObject({ kind: z.literal("stop"), id: z.int() }),
]);

export const FROM_CHILD = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("ready"), facts: z.unknown() }),
  z.strictObject({ kind: z.literal("part"), id: z.int(), part: z.unknown() }),
  z.strictObject({ kind: z.literal("done"), id: z.int(), result: z.unknown() }),
  /** Id 0: it could not start. */
  z.strictObject({ kind: z.literal("failed"), id: z.int(), error: ERROR }),
  z.strictObject({ kind: z.literal("alive") }),
]);

export type ToChild = z.output<typeof TO_CHILD>;
export type FromChild = z.output<typeof FROM_CHILD>;

/** How often a working process says that it is there. */
export const BEAT_MS = 1000;

/** Ends a process that needs more memory than it may have; chosen because nothing else sends it. */
export const OUT_OF_MEMORY_SIGNAL = process.platform === "win32" ? "SIGKILL" : "SIGUSR2";

/** The channel between them: whatever is printed, also by native code, cannot get in between. */
export const CHANNEL_FD = 3;
