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

type Share = { readonly stage: BlendedStage; readonly percent: number; readonly make: MakeRow };

type BlendedStage =
  | "single"
  | "several"
  | "distractors"
  | "unanswerable"
  | "newest"
  | "changed"
  | "joint"
  | "chained"
  | "public"
  | "chat"
  | "json-asked"
  | "copy"
  | "text";

/** The final blend, in percent of its rows. */
export const BLEND: readonly Share[] = [
  { stage: "single", percent: 10, make: trained(single) },
  { stage: "several", percent: 14, make: trained(several) },
  { stage: "distractors", percent: 24, make: trained(distractors) },
  { stage: "unanswerable", percent: 14, make: trained(unanswerable) },
  { stage: "newest", percent: 4, make: trained(newest) },
  { stage: "changed", percent: 3, make: trained(changed) },
  { stage: "joint", percent: 3, make: trained(joint) },
  { stage: "chained", percent: 3, make: trained(chained) },
  { stage: "public", percent: 14, make: trained(closedBook) },
  { stage: "chat", percent: 4, make: chat },
  { stage: "json-asked", percent: 4, make: jsonAsked },
  { stage: "copy", percent: 1, make: copy },
  { stage: "text", percent: 2, make: text },
];

export type Stage = BlendedStage | "mixed";
export const STAGE_NAMES: readonly Stage[] = ["mixed", ...BLEND.map(({ stage }) => stage)];

export type StagedRow = { readonly stage: BlendedStage } & Row;

/** One row of the stage; `mixed` draws the stage by its share. */
export function makeRow(stage: Stage, context: TaskContext): StagedRow {
  const chosen =
    BLEND.find((share) => share.stage === stage) ?? pickWeighted(context.random, BLEND, ({ percent }) => percent);
  return { stage: chosen.stage, ...chosen.make(context) };
}
