// Keeps a registration in a file: written before the first call, and refused when it is another one afterwards; later budgets are written beside it.
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";

import { z } from "zod";

import { counted } from "../../core/counted.ts";
import { SchoolbookError } from "../../core/errors.ts";
import type { Runtime } from "../../core/runtime.ts";
import { writeFailure } from "../../core/write-failure.ts";
import { stable } from "../../exam/run/call-key.ts";
import { checkRegistration, type Registration, registrationHash } from "./registration.ts";

export type KeptRegistration = {
  readonly hash: string;
  /** When it was written. */
  readonly at: number;
  readonly registration: Registration;
  /** Each that was given later in place of the one before. */
  readonly budgets?: readonly LaterBudget[];
};

/** A budget ends a climb sooner or later; it changes no question, no bar and no margin. */
export type LaterBudget = { readonly at: number; /** Null: none. */ readonly budgetUsd: number | null };

export type KeepOptions = {
  readonly path: string;
  readonly runtime: Pick<Runtime, "now">;
  /** Questions of the test split that were asked already: what is registered after them registers nothing. */
  readonly callsMade: number;
};

/** Writes it where none is; otherwise it has to be the one that is there, but for its budget. */
export function keepRegistration(given: Registration, { path, runtime, callsMade }: KeepOptions): KeptRegistration {
  const registration = checkRegistration(given);
  if (existsSync(path))
    return goOn(sameAs(readRegistration(path), registration, path), registration, { path, runtime });
  if (callsMade > 0) {
    const message = `${counted(callsMade, "question of the test split was", "questions of the test split were")} asked before ${path} was written.`;
    throw new SchoolbookError("registration_changed", message, { hint: "Begin another ladder, and register first." });
  }
  const kept = { hash: registrationHash(registration), at: runtime.now(), registration };
  writeWhole(path, kept);
  return kept;
}

/** The budget that holds now; undefined: none. */
export function budgetOf({ registration, budgets = [] }: KeptRegistration): number | undefined {
  const later = budgets.at(-1);
  return later === undefined ? registration.budgetUsd : (later.budgetUsd ?? undefined);
}

/** Another budget than the one before is written down, so that the report tells. */
function goOn(
  kept: KeptRegistration,
  { budgetUsd }: Registration,
  { path, runtime }: Pick<KeepOptions, "path" | "runtime">,
): KeptRegistration {
  if (budgetOf(kept) === budgetUsd) return kept;
  const later = { at: runtime.now(), budgetUsd: budgetUsd ?? null };
  const raised = { ...kept, budgets: [...(kept.budgets ?? []), later] };
  writeWhole(path, raised);
  return raised;
}

const FILE = z.strictObject({
  hash: z.string(),
  at: z.number(),
  registration: z.unknown(),
  budgets: z
    .array(z.strictObject({ at: z.number(), budgetUsd: z.number().min(0).nullable() }).readonly())
    .readonly()
    .optional(),
});

/** Throws `registration_changed` where the file was edited after it was written. */
export function readRegistration(path: string): KeptRegistration {
  const file = FILE.safeParse(parseFile(path));
  if (!file.success) throw unreadable(path, file.error);
  const { hash, at, budgets } = file.data;
  const registration = checkRegistration(file.data.registration);
  if (registrationHash(registration) !== hash) {
    throw new SchoolbookError("registration_changed", `${path} was edited after it was written.`);
  }
  return { hash, at, registration, ...(budgets === undefined ? {} : { budgets }) };
}

function sameAs(kept: KeptRegistration, given: Registration, path: string): KeptRegistration {
  const { budgetUsd: _, ...rest } = given;
  const { budgetUsd } = kept.registration;
  const registration = budgetUsd === undefined ? rest : { ...rest, budgetUsd };
  if (kept.hash === registrationHash(registration)) return kept;
  const changes = changesBetween(kept.registration, registration);
  throw new SchoolbookError("registration_changed", `${path} says otherwise: ${changes.join("; ")}.`, {
    details: { changes },
  });
}

const LONGEST_SHOWN = 80;

/** `bar was 0.75 and is now 0.7`, one for each field that differs. */
export function changesBetween(before: Registration, after: Registration): readonly string[] {
  const [then, now] = [fieldsOf(before), fieldsOf(after)];
  const fields = new Set([...then.keys(), ...now.keys()]);
  return [...fields].flatMap((field) => {
    const [one, other] = [shown(then.get(field)), shown(now.get(field))];
    if (one === other) return [];
    const isLong = one.length > LONGEST_SHOWN || other.length > LONGEST_SHOWN;
    return [isLong ? `${field} is another one` : `${field} was ${one} and is now ${other}`];
  });
}

/** Each input for itself: that the examples are others says more than that something is. */
function fieldsOf({ inputs, ...rest }: Registration): ReadonlyMap<string, unknown> {
  const given = Object.entries(inputs).map(([name, value]) => [`inputs.${name}`, value] as const);
  return new Map<string, unknown>([...Object.entries(rest), ...given]);
}

function shown(value: unknown): string {
  return value === undefined ? "not given" : stable(value);
}

/** A crash leaves no file or the whole one. */
function writeWhole(path: string, kept: KeptRegistration): void {
  const text = `${JSON.stringify(kept, undefined, 2)}\n`;
  const draft = `${path}.new`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const file = openSync(draft, "w", 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
  } catch (cause) {
    throw writeFailure(cause, { path });
  }
}

function parseFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): SchoolbookError {
  return new SchoolbookError("input_invalid", `${path} is no registration that can be read.`, {
    hint: "Put it back as it was written, or begin another ladder.",
    cause,
  });
}
