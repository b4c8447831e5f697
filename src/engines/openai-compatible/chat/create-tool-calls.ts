// Tool calls come in pieces that are told apart by their index; some servers give no index, some no id.
import { parseJson } from "../../../core/parse-json.ts";
import type { ChatEvent } from "../../../spec/chat.ts";
import type { ChunkToolCall } from "./chunk-schema.ts";

export type ToolCalls = {
  add(piece: ChunkToolCall): void;
  /** All arguments so far, for counting. */
  readonly text: () => string;
  take(newId: () => string): readonly ChatEvent[];
};

type Gathered = { id: string; name: string; readonly parts: string[] };

export function createToolCalls(): ToolCalls {
  const calls = new Map<number, Gathered>();
  let last = -1;

  const indexOf = ({ index, id, function: called }: ChunkToolCall): number => {
    if (typeof index === "number") return index;
    const isNew = last < 0 || (id ?? "") !== "" || (called?.name ?? "") !== "";
    return isNew ? last + 1 : last;
  };

  return {
    add: (piece) => {
      last = indexOf(piece);
      const call = calls.get(last) ?? { id: "", name: "", parts: [] };
      calls.set(last, call);
      if (call.id === "") call.id = piece.id ?? "";
      if (call.name === "") call.name = piece.function?.name ?? "";
      const given = piece.function?.arguments;
      if (given !== undefined && given !== null)
        call.parts.push(typeof given === "string" ? given : JSON.stringify(given));
    },
    text: () => [...calls.values()].map(({ name, parts }) => name + parts.join("")).join(" "),
    take: (newId) => [...calls.values()].map((call) => toEvent(call, newId)),
  };
}

function toEvent({ id, name, parts }: Gathered, newId: () => string): ChatEvent {
  const identity = { kind: "tool-call", id: id === "" ? `call-${newId()}` : id, name } as const;
  const text = parts.join("");
  if (text.trim() === "") return { ...identity, input: {} };
  try {
    const input: unknown = parseJson(text);
    return { ...identity, input };
  } catch (error) {
    return { ...identity, input: text, invalid: error instanceof Error ? error.message : String(error) };
  }
}
