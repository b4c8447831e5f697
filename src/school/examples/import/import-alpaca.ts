// Rows in the shape of Alpaca: an instruction, perhaps with an input, and the output.
import type { TrainMessage } from "../../../spec/training.ts";
import type { Collector } from "./imported.ts";
import { isAbsent, textOf } from "./json-value.ts";
import type { Row } from "./read-rows.ts";
import { leaveOutRest, ROW_FIELDS, rowFields } from "./row-fields.ts";

export function importAlpacaRow(row: Row, collector: Collector): void {
  const { line, value } = row;
  const [instruction, output] = [textOf(value["instruction"]), textOf(value["output"] ?? value["response"])];
  if (instruction === undefined || output === undefined) {
    const field = instruction === undefined ? "instruction" : "output";
    return collector.refuse({ line, field }, "it is missing or empty");
  }
  const fields = rowFields(row, collector);
  const history = historyOf(value["history"]);
  if (history === undefined) return collector.refuse({ line, field: "history" }, "it is no list of pairs");
  if (fields === undefined) return;
  const [input, system] = [textOf(value["input"]), textOf(value["system"])];
  leaveOutRest(row, ["instruction", "input", "output", "response", "system", "history", ...ROW_FIELDS], collector);
  const messages: readonly TrainMessage[] = [
    ...(system === undefined ? [] : [{ role: "system" as const, content: system }]),
    ...history,
    { role: "user", content: input === undefined ? instruction : `${instruction}\n\n${input}` },
    { role: "assistant", content: output },
  ];
  collector.add({ line }, { messages, ...fields });
}

/** What was said before is read, and learnt as in any conversation. */
function historyOf(value: unknown): readonly TrainMessage[] | undefined {
  if (isAbsent(value)) return [];
  if (!Array.isArray(value)) return undefined;
  const turns = value.map((pair: unknown): readonly TrainMessage[] | undefined => {
    const [asked, answered] = Array.isArray(pair) ? pair.map(textOf) : [];
    if (asked === undefined || answered === undefined) return undefined;
    return [
      { role: "user", content: asked },
      { role: "assistant", content: answered },
    ];
  });
  return turns.every((turn) => turn !== undefined) ? turns.flat() : undefined;
}
