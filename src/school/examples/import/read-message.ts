// One message in OpenAI's shape: texts, parts, calls of tools and their results, weights.
import type { ChatPart, ChatRole } from "../../../spec/chat.ts";
import type { TrainMessage } from "../../../spec/training.ts";
import { isAbsent, isRecord, type JsonRecord, parsed, textOf } from "./json-value.ts";

const ROLES: Readonly<Record<string, ChatRole>> = {
  system: "system",
  developer: "system",
  user: "user",
  human: "user",
  assistant: "assistant",
  model: "assistant",
  tool: "tool",
};

const KNOWN = new Set("role content weight tool_calls tool_call_id reasoning_content reasoning refusal".split(" "));

export type ReadMessage =
  | { readonly ok: true; readonly message: TrainMessage; readonly leftOut: readonly string[] }
  | { readonly ok: false; readonly field: string; readonly reason: string };

export function readMessage(value: unknown): ReadMessage {
  if (!isRecord(value)) return { ok: false, field: "", reason: "it is no message" };
  const role = ROLES[String(value["role"])];
  if (role === undefined)
    return { ok: false, field: "role", reason: `there is no role ${JSON.stringify(value["role"])}` };
  const parts = partsOf(value, role);
  if ("reason" in parts) return { ok: false, ...parts };
  const weight = isAbsent(value["weight"]) ? 1 : value["weight"];
  if (typeof weight !== "number" || !(weight >= 0))
    return { ok: false, field: "weight", reason: `it is ${JSON.stringify(weight)} and no number from 0` };
  const leftOut = Object.keys(value).filter((name) => !KNOWN.has(name) && !isAbsent(value[name]));
  const [only] = parts.parts;
  const content = parts.parts.length === 1 && only?.kind === "text" ? only.text : parts.parts;
  return {
    ok: true,
    message: { role, content: content.length === 0 ? "" : content, ...(weight === 1 ? {} : { weight }) },
    leftOut,
  };
}

type Fault = { readonly field: string; readonly reason: string };
type Parts = { readonly parts: readonly ChatPart[] } | Fault;

function partsOf(value: JsonRecord, role: ChatRole): Parts {
  const said = contentParts(value["content"] ?? value["refusal"]);
  if ("reason" in said) return said;
  if (role === "tool") return resultPart(value, said.parts);
  const thought = textOf(value["reasoning_content"] ?? value["reasoning"]);
  const calls = callParts(value["tool_calls"]);
  if ("reason" in calls) return calls;
  const parts = [
    ...(thought === undefined ? [] : [{ kind: "reasoning" as const, text: thought }]),
    ...said.parts,
    ...calls.parts,
  ];
  return parts.length === 0 && role !== "assistant" ? { field: "content", reason: "it says nothing" } : { parts };
}

const TEXT_PARTS = ["text", "input_text", "output_text"];

function contentParts(content: unknown): Parts {
  if (isAbsent(content)) return { parts: [] };
  if (typeof content === "string") return { parts: [{ kind: "text", text: content }] };
  if (!Array.isArray(content)) return { field: "content", reason: "it is neither a text nor a list of parts" };
  const parts: ChatPart[] = [];
  for (const [at, part] of content.entries()) {
    const text = typeof part === "string" ? part : isRecord(part) ? part["text"] : undefined;
    const kind = isRecord(part) ? (part["type"] ?? "text") : "text";
    if (typeof text !== "string" || !TEXT_PARTS.some((known) => known === kind))
      return { field: `content[${at}]`, reason: `parts of type ${JSON.stringify(kind)} cannot be learnt from` };
    parts.push({ kind: "text", text });
  }
  return { parts };
}

function resultPart(value: JsonRecord, said: readonly ChatPart[]): Parts {
  const id = textOf(value["tool_call_id"]);
  if (id === undefined) return { field: "tool_call_id", reason: "it is not said which call the result is of" };
  const output = said.map((part) => ("text" in part ? part.text : "")).join("\n");
  const name = textOf(value["name"]);
  return { parts: [{ kind: "tool-result", id, output, ...(name === undefined ? {} : { name }) }] };
}

function callParts(calls: unknown): Parts {
  if (isAbsent(calls)) return { parts: [] };
  if (!Array.isArray(calls)) return { field: "tool_calls", reason: "it is no list" };
  const parts: ChatPart[] = [];
  for (const [at, call] of calls.entries()) {
    const called = isRecord(call) && isRecord(call["function"]) ? call["function"] : undefined;
    const name = textOf(called?.["name"]);
    const given = called?.["arguments"];
    const input = typeof given === "string" ? parsed(given === "" ? "{}" : given) : given;
    if (name === undefined || input === undefined)
      return { field: `tool_calls[${at}]`, reason: "a call needs the name of a function and arguments in JSON" };
    parts.push({
      kind: "tool-call",
      id: textOf(isRecord(call) ? call["id"] : undefined) ?? `call-${at + 1}`,
      name,
      input,
    });
  }
  return { parts };
}
