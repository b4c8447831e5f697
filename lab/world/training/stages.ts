// The stages of nano's training text by name, and the proportions of the final blend.
import { pickWeighted } from "../random.ts";
import { chat, closedBook, jsonAsked } from "./closed-stages.ts";
import { chained, changed, distractors, joint, newest, several, single, unanswerable } from "./reading-stages.ts";
import type { MakeRow } from "./row.ts";
import { copy, text } from "./text-stages.ts";

/** The final blend: shares of rows, in percent. */
export const BLEND = {
  single: 10,
  several: 14,
  distractors: 24,
  unanswerable: 14,
  newest: 4,
  changed: 3,
  joint: 3,
  chained: 3,
  public: 14,
  chat: 4,
  "json-asked": 4,
  copy: 1,
  text: 2,
} as const;

type BlendedStage = keyof typeof BLEND;

const BLENDED: Readonly<Record<BlendedStage, MakeRow>> = {
  single,
  several,
  distractors,
  unanswerable,
  newest,
  changed,
  joint,
  chained,
  public: closedBook,
  chat,
  "json-asked": jsonAsked,
  copy,
  text,
};

export const STAGES: readonly Stage[] = ["mixed", ...(Object.keys(BLENDED) as BlendedStage[])]; // why: keys of a const

export type Stage = BlendedStage | "mixed";

export type StagedRow = { readonly stage: BlendedStage } & ReturnType<MakeRow>;

/** One row of the stage; `mixed` draws the stage by its share. */
export function makeRow(stage: Stage, context: Parameters<MakeRow>[0]): StagedRow {
  const chosen = stage === "mixed" ? pickWeighted(context.random, BLEND) : stage;
  return { stage: chosen, ...BLENDED[chosen](context) };
}
