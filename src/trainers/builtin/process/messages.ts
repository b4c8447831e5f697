// What the program and its training process say to each other, checked where it arrives.
import { z } from "zod";

import { ERROR_KINDS, type ErrorCode } from "../../../core/errors.ts";
import type { TrainEvent } from "../../../spec/training.ts";

const CODES = Object.keys(ERROR_KINDS);

export const FROM_TRAINING = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("event"),
    event: z.custom<TrainEvent>((value) => typeof value === "object" && value !== null && "kind" in value),
  }),
  z.strictObject({
    kind: z.literal("failed"),
    error: z.strictObject({
      code: z.custom<ErrorCode>((value) => typeof value === "string" && CODES.includes(value)),
      message: z.string(),
      hint: z.string(),
      details: z.record(z.string(), z.unknown()),
    }),
  }),
]);

export type FromTraining = z.output<typeof FROM_TRAINING>;
