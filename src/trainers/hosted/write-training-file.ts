// Writes the rows of a plan as providers take them: OpenAI's form, in which a row counts, and a reply counts or not.
import { SchoolbookError } from "../../core/errors.ts";
import type { TrainPlan } from "../../spec/training.ts";
import { chatTurns } from "../chat-turns.ts";
import { type RowsFile, writeRows } from "../write-rows.ts";

export function writeTrainingFile({ folder, examples }: Pick<TrainPlan, "folder" | "examples">): RowsFile {
  for (const [at, { weight, messages }] of examples.entries()) {
    const odd = [weight, ...messages.map((message) => message.weight ?? 1)].find((one) => one > 0 && one !== 1);
    if (odd === undefined) continue;
    const message = `Example ${at + 1} has weight ${odd}; hosted training knows 0 and 1.`;
    throw new SchoolbookError("input_invalid", message, {
      hint: "Set it to 1 or leave the example out, or train with `builtin` or `peft`.",
    });
  }
  return writeRows(examples, {
    folder,
    name: "training.jsonl",
    rowOf: ({ messages }) => ({ messages: chatTurns(messages, { argumentsAsText: true }) }),
  });
}
