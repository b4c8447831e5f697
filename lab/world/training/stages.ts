// The stages of nano's training text by name, and the proportions of the final blend.
import { pickWeighted } from "../random.ts";
import { changed, newest } from "../tasks/changed-facts.ts";
import { closedBook } from "../tasks/closed-book.ts";
import { distractors, several, single, unanswerable } from "../tasks/one-fact.ts";
import type { TaskContext } from "../tasks/task.ts";
import { chained, joint } from "../tasks/two-facts.ts";
import { type MakeRow, type Row, trained } from "./row.ts";
import { chat, jsonAsked } from "./talk-stages.ts";
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
  single: trained(single),
  several: trained(several),
  distractors: trained(distractors),
  unanswerable: trained(unanswerable),
  newest: trained(newest),
  changed: trained(changed),
  joint: trained(joint),
  chained: trained(chained),
  public: trained(closedBook),
  chat,
  "json-asked": jsonAsked,
  copy,
  text,
};

export const STAGES: readonly Stage[] = ["mixed", ...(Object.keys(BLENDED) as BlendedStage[])]; // why: keys of a const

export type Stage = BlendedStage | "mixed";

export type StagedRow = { readonly stage: BlendedStage } & Row;

/** One row of the stage; `mixed` draws the stage by its share. */
export function makeRow(stage: Stage, context: TaskContext): StagedRow {
  const chosen = stage === "mixed" ? pickWeighted(context.random, BLEND) : stage;
  return { stage: chosen, ...BLENDED[chosen](context) };
}
