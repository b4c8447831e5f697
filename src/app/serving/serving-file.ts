// Which rung of which climb a project's questions are answered by, and what they were answered by before: a file beside the library.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { z } from "zod";

import { SchoolbookError } from "../../core/errors.ts";
import { ANSWER_SCHEMA } from "../config/answer-schema.ts";
import type { LoadedProject } from "../config/load-project.ts";
import { EXAMPLE_ACCESS } from "../ladder/climb/example-access.ts";

const { passages, maxPromptTokens, maxReplyTokens, sufficiency, minChance, rewrite, lookAgain } = ANSWER_SCHEMA.shape;

/** What a plan of an exam does not say is as the configuration has it by itself. */
export const SERVED_SETTINGS = z
  .strictObject({ passages, maxPromptTokens, maxReplyTokens, sufficiency, minChance, rewrite, lookAgain })
  .readonly();

const SERVED = z.strictObject({
  /** `A2`, and `the open book`. */
  arm: z.string(),
  label: z.string(),
  climb: z.string(),
  /** As the climb was asked to use it, and the reference that it stood for. */
  model: z.string(),
  reference: z.string(),
  context: z.enum(["none", "search"]),
  /** The prompt itself: its file may change, and what was examined is what is served. */
  template: z.strictObject({ hash: z.string(), text: z.string() }).readonly(),
  /** Of the worked examples in the prompt; files of earlier versions do not say it, and then nobody is answered. */
  examples: EXAMPLE_ACCESS.optional(),
  /** Who may see what the climb measured. */
  madeFor: z.array(z.string()).readonly().optional(),
  /** By its name on the project's shelf. */
  adapter: z.string().optional(),
  settings: SERVED_SETTINGS,
  sampling: z
    .strictObject({ temperature: z.number(), topP: z.number().optional(), seed: z.int().optional() })
    .readonly(),
  /** Forced, with the reason why it was not proven. */
  unproven: z.string().optional(),
  registration: z.string(),
  at: z.number(),
});

const FILE = z.strictObject({
  version: z.literal(1),
  /** Null: the configuration answers. */
  current: SERVED.readonly().nullable(),
  /** The one before the present one comes last. */
  before: z.array(SERVED.readonly().nullable()).readonly(),
});

export type Served = Readonly<z.output<typeof SERVED>>;
export type Serving = { readonly current: Served | null; readonly before: readonly (Served | null)[] };

type Place = Pick<LoadedProject, "libraryPath">;

export function servingPath({ libraryPath }: Place): string {
  return join(dirname(libraryPath), "serving.json");
}

export function readServing(place: Place): Serving {
  const path = servingPath(place);
  if (!existsSync(path)) return { current: null, before: [] };
  const parsed = FILE.safeParse(parseJson(readFileSync(path, "utf8")));
  if (parsed.success) return parsed.data;
  throw new SchoolbookError("input_invalid", `${path} cannot be read: ${z.prettifyError(parsed.error)}`, {
    hint: "Choose a rung again with `schoolbook use`, after taking the file away.",
  });
}

/** Whole or not at all: a question never meets half of it. */
export function writeServing(place: Place, { current, before }: Serving): void {
  const path = servingPath(place);
  const text = `${JSON.stringify({ version: 1, current, before }, undefined, 2)}\n`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.part`, text, { mode: 0o600, flush: true });
  renameSync(`${path}.part`, path);
}

/** `the open book (A2) of climb-support-nano` */
export function servedName({ arm, label, climb }: Served): string {
  return `${label} (${arm}) of ${climb}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // why: what is no JSON is no such file either; the caller says so.
    return undefined;
  }
}
