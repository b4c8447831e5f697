// Rows of a table: which column is the question and which the answer is guessed, and said.
import type { TrainMessage } from "../../../spec/training.ts";
import { readMessages } from "./import-chat.ts";
import type { Collector } from "./imported.ts";
import { parsed, textOf } from "./json-value.ts";
import type { Row } from "./read-rows.ts";
import { readTools } from "./read-tools.ts";
import { leaveOutRest, ROW_FIELDS, rowFields } from "./row-fields.ts";

export type ColumnRole = "prompt" | "completion" | "system" | "input";

const NAMES: Readonly<Record<ColumnRole, RegExp>> = {
  prompt: /^(?:prompt|questions?|q|query|instruction|user|frage|text|message)$/iu,
  completion: /^(?:completion|answers?|a|response|output|assistant|reply|antwort|label|category|intent|target)$/iu,
  system: /^system(?:[ _]?prompt)?$/iu,
  input: /^(?:input|context)$/iu,
};

export type TableOptions = {
  /** Names of columns, where the guess is wrong. */
  readonly columns?: Partial<Readonly<Record<ColumnRole, string>>>;
};

export function importTable(rows: readonly Row[], collector: Collector, { columns = {} }: TableOptions): void {
  const names = Object.keys(rows[0]?.value ?? {});
  const roles = new Map<ColumnRole, string>();
  for (const role of ["prompt", "completion", "system", "input"] as const) {
    const name = columns[role] ?? names.find((one) => NAMES[role].test(one.trim()));
    if (name !== undefined && names.includes(name) && ![...roles.values()].includes(name)) roles.set(role, name);
  }
  const whole = names.includes("messages");
  for (const [role, name] of roles) if (name !== role) collector.note(`the column "${name}" is taken as the ${role}`);
  if (!whole && (!roles.has("prompt") || !roles.has("completion"))) {
    const reason = `no column is a question and another its answer; the columns are ${names.join(", ")}`;
    return collector.refuse({ line: 1 }, reason);
  }
  for (const row of rows) addRow(row, { roles, collector });
}

type Adding = { readonly roles: ReadonlyMap<ColumnRole, string>; readonly collector: Collector };

function addRow(row: Row, { roles, collector }: Adding): void {
  const { line, value } = row;
  const cell = (role: ColumnRole): string | undefined => textOf(value[roles.get(role) ?? ""]);
  const tools = readTools(value["tools"] ?? "");
  if (tools === undefined) return collector.refuse({ line, field: "tools" }, "it is no list of tools");
  const written = textOf(value["messages"]);
  const messages =
    written === undefined ? pair(cell) : readMessages(row, parsed(written), { field: "messages", collector });
  if (messages === undefined) return;
  if (typeof messages === "string") return collector.refuse({ line }, messages);
  const fields = rowFields(row, collector);
  if (fields === undefined) return;
  leaveOutRest(row, ["messages", "tools", ...roles.values(), ...ROW_FIELDS], collector);
  collector.add({ line }, { messages, ...(tools.length === 0 ? {} : { tools }), ...fields });
}

/** The messages, or what is missing. */
function pair(cell: (role: ColumnRole) => string | undefined): readonly TrainMessage[] | string {
  const [prompt, completion, system, input] = [cell("prompt"), cell("completion"), cell("system"), cell("input")];
  if (prompt === undefined || completion === undefined)
    return `it has no ${prompt === undefined ? "question" : "answer"}`;
  return [
    ...(system === undefined ? [] : [{ role: "system" as const, content: system }]),
    { role: "user", content: input === undefined ? prompt : `${prompt}\n\n${input}` },
    { role: "assistant", content: completion },
  ];
}
