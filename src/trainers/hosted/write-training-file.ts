// Writes the rows of a plan as providers take them: OpenAI's form, which knows rows of full weight only.
import { SchoolbookError } from "../../core/errors.ts";
import type { TrainPlan } from "../../spec/training.ts";
import { chatTurns } from "../chat-turns.ts";
import { type RowsFile, writeRows } from "../write-rows.ts";

export function writeTrainingFile({ folder, examples }: Pick<TrainPlan, "folder" | "examples">): RowsFile {
  const odd = examples.findIndex(({ weight }) => weight > 0 && weight !== 1);
  if (odd !== -1) {
    const message = `Example ${odd + 1} has weight ${examples[odd]?.weight}; hosted training knows 0 and 1.`;
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
