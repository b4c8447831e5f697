// The lines of a run's log: what run it is, what it was to do, and what came of each question through each arm.
import { z } from "zod";

import { parseJson } from "../../core/parse-json.ts";
import type { Arm, Question } from "../../spec/exam.ts";
import type { CallResult } from "./ask-arm.ts";

export const LOG_VERSION = 1;

export type RunHead = {
  readonly kind: "run";
  readonly version: number;
  readonly run: string;
  /** Whose eyes it is for, as a digest. */
  readonly principals: string;
  readonly at: number;
};

export type RunPlan = {
  readonly questions: readonly Question[];
  readonly arms: readonly Arm[];
  /** How often each question goes through each arm. */
  readonly repeats: number;
};

export type PlanLine = RunPlan & { readonly kind: "plan"; readonly at: number };

export type RowOutcome =
  | { readonly kind: "answered"; readonly result: CallResult }
  | { readonly kind: "failed"; readonly code: string; readonly reason: string };

export type RunRow = {
  readonly kind: "row";
  /** See `rowKey`. */
  readonly key: string;
  readonly call: string;
  readonly question: string;
  readonly arm: string;
  readonly repeat: number;
  readonly outcome: RowOutcome;
  /** True: an earlier run paid for it. */
  readonly cached: boolean;
  readonly attempts: number;
  /** Turns, pauses and attempts that failed: no part of the latency. */
  readonly waitedMs: number;
  readonly at: number;
};

export type LogLine = RunHead | PlanLine | RunRow;

const COUNT = z.number().min(0);

/** Answers grow with the program; what is added to them later is kept. */
export const CALL_RESULT = z.looseObject({
  answer: z.looseObject({ text: z.string(), answered: z.boolean(), citations: z.array(z.looseObject({})) }),
  retrieved: z.array(z.string()),
  latencyMs: COUNT,
  costUsd: COUNT.optional(),
});

const LINE = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("run"), version: z.int(), run: z.string(), principals: z.string(), at: COUNT }),
  z.strictObject({
    kind: z.literal("plan"),
    at: COUNT,
    repeats: z.int().min(1),
    questions: z.array(z.looseObject({ id: z.string() })),
    arms: z.array(z.looseObject({ name: z.string() })),
  }),
  z.strictObject({
    kind: z.literal("row"),
    key: z.string(),
    call: z.string(),
    question: z.string(),
    arm: z.string(),
    repeat: z.int().min(0),
    cached: z.boolean(),
    attempts: z.int().min(0),
    waitedMs: COUNT,
    at: COUNT,
    outcome: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("answered"), result: CALL_RESULT }),
      z.strictObject({ kind: z.literal("failed"), code: z.string(), reason: z.string() }),
    ]),
  }),
]);

const USAGE = z.looseObject({
  inputTokens: z.looseObject({ total: COUNT, cached: COUNT }),
  outputTokens: z.looseObject({ total: COUNT }),
});

/** The first field of an answer's tokens that is not as it has to be; undefined where all are. */
export function damageOf({ outcome }: RunRow): string | undefined {
  if (outcome.kind === "failed") return undefined;
  const parsed = USAGE.safeParse(outcome.result.answer.usage);
  return parsed.success ? undefined : ["usage", ...(parsed.error.issues[0]?.path ?? [])].join(".");
}

/** Undefined for what is no line of a log. */
export function parseLogLine(text: string): LogLine | undefined {
  const parsed = LINE.safeParse(parseLine(text));
  // why: checked above as far as a damaged file goes; the fields within questions, arms and answers are what this program wrote.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return parsed.success ? (parsed.data as unknown as LogLine) : undefined;
}

export function parseLine(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    // why: a torn line is what this is looked for.
    return undefined;
  }
}
