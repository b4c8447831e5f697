// Writes the rows of a plan as the sidecar reads them.
import type { TrainPlan } from "../../spec/training.ts";
import { chatTurns } from "../chat-turns.ts";
import { type RowsFile, writeRows } from "../write-rows.ts";

export function writeExamples({ folder, examples }: Pick<TrainPlan, "folder" | "examples">): RowsFile {
  return writeRows(examples, {
    folder,
    name: "examples.jsonl",
    rowOf: ({ messages, weight }) => ({ messages: chatTurns(messages, { argumentsAsText: false }), weight }),
  });
}
