// A row in the shape of ShareGPT.
import type { TrainExample, TrainMessage } from "../../../spec/training.ts";

const SPEAKERS = { system: "system", user: "human", assistant: "gpt" } as const;

export function shareGptRow({ messages, tools = [] }: TrainExample): {
  readonly value: object | undefined;
  readonly losses: readonly string[];
} {
  const turns = messages.map(turnOf);
  const bad = turns.findIndex((turn) => turn === undefined);
  if (bad >= 0) return { value: undefined, losses: [`messages[${bad}] has several parts`] };
  const value = {
    conversations: turns,
    ...(tools.length === 0
      ? {}
      : {
          tools: JSON.stringify(
            tools.map(({ name, description, inputSchema }) => ({ name, description, parameters: inputSchema })),
          ),
        }),
  };
  return { value, losses: [] };
}

function turnOf({ role, content, weight }: TrainMessage): object | undefined {
  const counted = weight === undefined ? {} : { weight };
  if (typeof content === "string")
    return role === "tool" ? undefined : { from: SPEAKERS[role], value: content, ...counted };
  const [part, ...more] = content;
  if (part === undefined || more.length > 0) return undefined;
  if (part.kind === "tool-call")
    return { from: "function_call", value: JSON.stringify({ name: part.name, arguments: part.input }), ...counted };
  if (part.kind !== "tool-result") return undefined;
  return { from: "observation", value: typeof part.output === "string" ? part.output : JSON.stringify(part.output) };
}
