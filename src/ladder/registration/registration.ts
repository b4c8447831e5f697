// What is decided before the first question is asked: the bar, the margin, the vetoes, the budget, the seeds, the splits and the arms.
import { z } from "zod";

import { SchoolbookError } from "../../core/errors.ts";
import { sha256 } from "../../core/hash.ts";
import { stable } from "../../exam/run/call-key.ts";
import type { Question } from "../../spec/exam.ts";

const NAME = z.string().min(1);
const SHARE = z.number().min(0).max(1);

/** What an arm has that another one lacks. */
const ADDITION = z.strictObject({ what: z.enum(["prompt", "book", "school"]), over: NAME });

const ARM = z.strictObject({
  /** `A2`. */
  name: NAME,
  /** As it stands in a sentence: `the open book`. */
  label: NAME,
  /** A control is measured and never served: the closed book, the oracle. */
  role: z.enum(["rung", "control"]),
  adds: z.array(ADDITION).readonly().default([]),
});

/** `refusal-recall` has to be at least the limit; `fabrication` and `forgetting`, a rise of the loss on neutral text, at most. */
export const VETO_MEASURES = ["refusal-recall", "fabrication", "forgetting"] as const;

const VETO = z.strictObject({ measure: z.enum(VETO_MEASURES), limit: z.number().min(0) });

const SPLITS = z.strictObject({
  /** Ids of the questions that settings are chosen on. */
  development: z.array(NAME).readonly(),
  /** Ids of the questions that the verdict rests on; they are asked once. */
  test: z.array(NAME).min(1).readonly(),
});

export const REGISTRATION = z.strictObject({
  version: z.literal(1),
  metric: NAME,
  bar: SHARE,
  margin: z.number().gt(0).lt(1),
  /** How often "serve X" may be wrong. */
  alpha: z.number().gt(0).lt(0.5),
  /** How often a verdict may be looked for: once, and again each time that further questions were added to the first ones. */
  looks: z.int().min(1).max(10).default(2),
  vetoes: z.array(VETO).readonly(),
  /** At first: a climb may go on with another one. */
  budgetUsd: z.number().min(0).optional(),
  /** What is put to the exam: the model, and hashes of what it is given. Another one is another ladder. */
  inputs: z.record(z.string(), z.string()).readonly().default({}),
  seed: z.int().min(0),
  repeats: z.int().min(1),
  splits: SPLITS.readonly(),
  /** Of the questions and of what they expect: see `examHash`. */
  examHash: NAME,
  /** Cheapest first. */
  arms: z.array(ARM.readonly()).min(1).readonly(),
});

export type Registration = Readonly<z.infer<typeof REGISTRATION>>;
export type LadderArm = Registration["arms"][number];
export type Veto = Registration["vetoes"][number];
export type VetoMeasure = Veto["measure"];

/** Throws `input_invalid` for what no verdict could rest on. */
export function checkRegistration(value: unknown): Registration {
  const parsed = REGISTRATION.safeParse(value);
  if (!parsed.success) throw refused(z.prettifyError(parsed.error));
  const { arms, splits } = parsed.data;
  const names = arms.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw refused(`the arm ${twice} is there twice`);
  if (!arms.some(({ role }) => role === "rung")) throw refused("all of its arms are controls; name a rung");
  const unknown = arms.flatMap(({ adds }) => adds).find(({ over }) => !names.includes(over));
  if (unknown !== undefined) throw refused(`an arm adds something over ${unknown.over}, which is none of its arms`);
  const test = new Set(splits.test);
  if (test.size < splits.test.length) throw refused("a question of the test split is there twice");
  const shared = splits.development.find((id) => test.has(id));
  if (shared !== undefined) throw refused(`the question ${shared} is in both splits`);
  return parsed.data;
}

function refused(what: string): SchoolbookError {
  return new SchoolbookError("input_invalid", `The registration cannot be used: ${what}.`);
}

/** The same for the same decisions, in whatever order their fields were written. */
export function registrationHash(registration: Registration): string {
  return sha256(stable(registration));
}

/** Changes with a question, with who asks it and with what it expects. */
export function examHash(questions: readonly Question[]): string {
  const ordered = questions.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  return sha256(stable(ordered));
}
