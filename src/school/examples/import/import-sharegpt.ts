// Rows in the shape of ShareGPT: who said it is in `from`, what was said in `value`.
import type { ChatPart, ChatRole } from "../../../spec/chat.ts";
import type { TrainMessage } from "../../../spec/training.ts";
import type { Collector } from "./imported.ts";
import { isAbsent, isRecord, parsed, textOf } from "./json-value.ts";
import type { Row } from "./read-rows.ts";
import { readTools } from "./read-tools.ts";
import { leaveOutRest, ROW_FIELDS, rowFields } from "./row-fields.ts";

type Speaker = ChatRole | "call" | "result";

const SPEAKERS: Readonly<Record<string, Speaker>> = {
  human: "user",
  user: "user",
  gpt: "assistant",
  chatgpt: "assistant",
  bard: "assistant",
  model: "assistant",
  assistant: "assistant",
  system: "system",
  function_call: "call",
  observation: "result",
  tool: "result",
  function_response: "result",
};

export function importShareGptRow(row: Row, collector: Collector): void {
  const { line, value } = row;
  const said = value["conversations"] ?? value["conversation"];
  if (!Array.isArray(said)) return collector.refuse({ line, field: "conversations" }, "there is no list of turns");
  const tools = readTools(value["tools"]);
  if (tools === undefined) return collector.refuse({ line, field: "tools" }, "it is no list of tools");
  const messages: TrainMessage[] = [];
  const system = textOf(value["system"]);
  if (system !== undefined) messages.push({ role: "system", content: system });
  for (const [at, turn] of said.entries()) {
    const read = readTurn(turn, at);
    if (typeof read === "string") return collector.refuse({ line, field: `conversations[${at}]` }, read);
    messages.push(read);
  }
  const fields = rowFields(row, collector);
  if (fields === undefined) return;
  leaveOutRest(row, ["conversations", "conversation", "system", "tools", ...ROW_FIELDS], collector);
  collector.add({ line }, { messages, ...(tools.length === 0 ? {} : { tools }), ...fields });
}

/** The message, or what is wrong with the turn. */
function readTurn(turn: unknown, at: number): TrainMessage | string {
  if (!isRecord(turn)) return "it is no turn";
  const speaker = SPEAKERS[String(turn["from"] ?? turn["role"]).toLowerCase()];
  const text = turn["value"] ?? turn["content"];
  if (speaker === undefined) return `nobody knows who ${JSON.stringify(turn["from"] ?? turn["role"])} is`;
  if (typeof text !== "string") return "its value is no text";
  const weight = turn["weight"] ?? turn["train"];
  const counts = isAbsent(weight) ? {} : { weight: Number(weight) };
  if (counts.weight !== undefined && !(counts.weight >= 0)) return "its weight is no number from 0";
  if (speaker === "result") return { role: "tool", content: [{ kind: "tool-result", id: `call-${at}`, output: text }] };
  if (speaker !== "call") return { role: speaker, content: text, ...(counts.weight === 1 ? {} : counts) };
  const call = callOf(text, at);
  return call === undefined ? "the call is not written in JSON" : { role: "assistant", content: [call], ...counts };
}

/** A result follows its call at once, which is all that says whose it is. */
function callOf(text: string, at: number): ChatPart | undefined {
  const value = parsed(text);
  const name = isRecord(value) ? textOf(value["name"]) : undefined;
  if (!isRecord(value) || name === undefined) return undefined;
  return { kind: "tool-call", id: `call-${at + 1}`, name, input: value["arguments"] ?? {} };
}
