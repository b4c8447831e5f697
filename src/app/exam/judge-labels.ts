// Answers that people have labelled, and a judge has scored or is to score: a file to calibrate the judge with.
import { z } from "zod";

import { SchoolbookError } from "../../core/errors.ts";
import { parseJson } from "../../core/parse-json.ts";
import type { JudgedItem } from "../../exam/judge/judged-item.ts";
import { formatOf } from "../../exam/questions/read-raw.ts";
import { readTextFile } from "./exam-file.ts";

const TEXT = z.string().min(1);

export const LABEL_SCHEMA = z.strictObject({
  id: TEXT.describe("Names the answer"),
  cluster: TEXT.optional().describe(
    "Answers that belong together, as those to one question; default: the question, or the id",
  ),
  people: z.array(z.number()).default([]).describe("One score per person; none: the answer is only corrected for"),
  judge: z.number().optional().describe("The judge's score; without it a model is asked"),
  question: TEXT.optional().describe("What was asked"),
  criterion: TEXT.optional().describe("What the judge is asked whether the answer fulfils it"),
  answer: TEXT.optional().describe("The answer that is judged"),
  reference: TEXT.optional().describe("What is known to be right"),
});

export type JudgeLabel = z.output<typeof LABEL_SCHEMA>;

export type ScoredLabel = JudgeLabel & { readonly judge: number };

/** Throws with the line of the first row that cannot be used. */
export function readLabels(path: string, name: string): readonly JudgeLabel[] {
  if (formatOf({ name }) !== "jsonl") {
    throw new SchoolbookError("input_invalid", `${name}: labels are read from lines of JSON.`, {
      hint: "Write a .jsonl file with one object per answer; docs/exam.md shows one.",
    });
  }
  const labels: JudgeLabel[] = [];
  for (const [index, row] of readTextFile(path).split("\n").entries()) {
    if (row.trim() !== "") labels.push(readLabel(row, `${name} line ${index + 1}`));
  }
  if (labels.length > 0) return labels;
  throw new SchoolbookError("input_invalid", `${name} holds no labels.`, { hint: "docs/exam.md shows such a file." });
}

function readLabel(row: string, where: string): JudgeLabel {
  const parsed = LABEL_SCHEMA.safeParse(parseRow(row, where));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join(".") ?? "";
  throw new SchoolbookError(
    "input_invalid",
    `${where}: ${field === "" ? "" : `\`${field}\` `}${issue?.message ?? "not valid"}.`,
    {
      hint: "docs/exam.md shows such a file.",
    },
  );
}

function parseRow(row: string, where: string): unknown {
  try {
    return parseJson(row);
  } catch (cause) {
    const reason = cause instanceof Error ? ` (${cause.message})` : "";
    throw new SchoolbookError("input_invalid", `${where}: not valid JSON${reason}.`, {
      hint: "Write one object per line.",
      cause,
    });
  }
}

export function itemOf({ id, cluster, question, people, judge }: ScoredLabel): JudgedItem {
  return { id, cluster: cluster ?? question ?? id, people, judge };
}
