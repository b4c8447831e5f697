// Rows of messages in OpenAI's shape, and our own, which is the same with access, sources and tags beside the messages.
import type { TrainMessage } from "../../../spec/training.ts";
import type { Collector } from "./imported.ts";
import { isAbsent } from "./json-value.ts";
import { readMessage } from "./read-message.ts";
import type { Row } from "./read-rows.ts";
import { readTools } from "./read-tools.ts";
import { leaveOutRest, ROW_FIELDS, rowFields } from "./row-fields.ts";

/** True and false say what holds anyway; false changes what the server does and not what is learnt. */
const SETTINGS = ["parallel_tool_calls"];

export function importChatRow(row: Row, collector: Collector): void {
  const { line, value } = row;
  const messages = readMessages(row, value["messages"], { field: "messages", collector });
  const tools = readTools(value["tools"]);
  if (tools === undefined) return collector.refuse({ line, field: "tools" }, "it is no list of tools");
  const fields = rowFields(row, collector);
  if (messages === undefined || fields === undefined) return;
  leaveOutRest(
    row,
    ["messages", "tools", ...ROW_FIELDS, ...SETTINGS.filter((name) => value[name] === true)],
    collector,
  );
  collector.add({ line }, { messages, ...(tools.length === 0 ? {} : { tools }), ...fields });
}

type Reading = { readonly field: string; readonly collector: Collector };

/** Undefined where the row cannot be read; it has been said why. */
export function readMessages(
  { line }: Row,
  list: unknown,
  { field, collector }: Reading,
): readonly TrainMessage[] | undefined {
  if (!Array.isArray(list) || isAbsent(list)) {
    collector.refuse({ line, field }, "there is no list of messages");
    return undefined;
  }
  const messages: TrainMessage[] = [];
  for (const [at, value] of list.entries()) {
    const read = readMessage(value);
    const path = `${field}[${at}]`;
    if (!read.ok) {
      collector.refuse({ line, field: read.field === "" ? path : `${path}.${read.field}` }, read.reason);
      return undefined;
    }
    for (const name of read.leftOut)
      collector.leaveOut({ line, field: `${path}.${name}` }, "the field has no place in a message");
    messages.push(read.message);
  }
  return messages;
}
