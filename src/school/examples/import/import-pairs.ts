// Rows of a prompt and its completion: texts, or messages as TRL writes them.
import type { TrainMessage } from "../../../spec/training.ts";
import { readMessages } from "./import-chat.ts";
import type { Collector } from "./imported.ts";
import { textOf } from "./json-value.ts";
import type { Row } from "./read-rows.ts";
import { leaveOutRest, ROW_FIELDS, rowFields } from "./row-fields.ts";

export function importPairRow(row: Row, collector: Collector): void {
  const { line, value } = row;
  const prompt = side(row, "prompt", collector);
  const completion = prompt === undefined ? undefined : side(row, "completion", collector);
  if (prompt === undefined || completion === undefined) return;
  const fields = rowFields(row, collector);
  if (fields === undefined) return;
  const system = textOf(value["system"]);
  leaveOutRest(row, ["prompt", "completion", "system", ...ROW_FIELDS], collector);
  const before: readonly TrainMessage[] = system === undefined ? [] : [{ role: "system", content: system }];
  // why: what stands in the prompt is given, whoever said it.
  const read = prompt.map((message) => (message.role === "assistant" ? { ...message, weight: 0 } : message));
  if (completion.some(({ content }) => typeof content === "string" && /^\s/u.test(content)))
    collector.note("completions begin with a blank, as older models wanted it; chat models learn to begin with one");
  collector.add({ line }, { messages: [...before, ...read, ...completion], ...fields });
}

function side(row: Row, name: "prompt" | "completion", collector: Collector): readonly TrainMessage[] | undefined {
  const value = row.value[name];
  if (Array.isArray(value)) return readMessages(row, value, { field: name, collector });
  const text = textOf(value);
  if (text !== undefined) return [{ role: name === "prompt" ? "user" : "assistant", content: text }];
  collector.refuse({ line: row.line, field: name }, "it is missing or empty");
  return undefined;
}
