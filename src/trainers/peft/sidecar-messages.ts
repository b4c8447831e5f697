// What the program and the Python sidecar say to each other: one JSON document a line, checked when it is read.
import { z } from "zod";

import { ERROR_KINDS, type ErrorCode } from "../../core/errors.ts";
import type { SidecarSettings } from "./sidecar-settings.ts";

const CODES = Object.keys(ERROR_KINDS);

const FACTS = z.strictObject({
  /** Steps that an earlier process has done already. */
  step: z.int(),
  steps: z.int(),
  rows: z.int(),
  tokens: z.int(),
  /** Tokens that are predicted, over one epoch. */
  learntTokens: z.int(),
  /** Rows whose end-of-turn token is learnt. */
  endsLearnt: z.int(),
  trainable: z.int(),
  frozen: z.int(),
  /** That are learnt from at once: a sheet, or as many as a graphics processor holds. */
  tokensAtOnce: z.int(),
  device: z.string(),
  dtype: z.string(),
  templateHash: z.string(),
  examplesHash: z.string(),
  versions: z.record(z.string(), z.string()),
  pid: z.int(),
  loadSeconds: z.number(),
});

export const FROM_SIDECAR = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("alive") }),
  z.strictObject({ kind: z.literal("ready"), facts: FACTS }),
  z.strictObject({
    kind: z.literal("step"),
    step: z.int(),
    steps: z.int(),
    loss: z.number(),
    tokens: z.int(),
    seconds: z.number(),
  }),
  z.strictObject({ kind: z.literal("checkpoint"), step: z.int(), path: z.string() }),
  z.strictObject({
    kind: z.literal("done"),
    step: z.int(),
    path: z.string(),
    largestShift: z.number(),
    losses: z.array(z.number()),
    neutral: z.strictObject({ before: z.number(), after: z.number() }).nullable(),
  }),
  z.strictObject({
    kind: z.literal("failed"),
    code: z.custom<ErrorCode>((value) => typeof value === "string" && CODES.includes(value)),
    message: z.string(),
    hint: z.string(),
  }),
]);

export type FromSidecar = z.output<typeof FROM_SIDECAR>;

export type ToSidecar =
  | { readonly kind: "start"; readonly settings: SidecarSettings }
  | { readonly kind: "go-on" }
  /** Ends the run; `use` is the step whose adapter is taken, null the last. */
  | { readonly kind: "stop"; readonly use: number | null };
