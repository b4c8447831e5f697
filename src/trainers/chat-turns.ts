// Messages in the form that chat templates and hosted trainers take.
import type { ChatPart } from "../spec/chat.ts";
import type { TrainMessage } from "../spec/training.ts";

export type TurnForm = {
  /** A tool's arguments as JSON text, as OpenAI has them; chat templates want them as they are. */
  readonly argumentsAsText: boolean;
};

/** What was thought aloud is left out: it is no part of what the model is to say. A weight other than 1 stands beside what it weighs. */
export function chatTurns(messages: readonly TrainMessage[], form: TurnForm): readonly object[] {
  return messages.flatMap(({ role, content, weight = 1 }): readonly object[] => {
    const counted = role !== "assistant" || weight === 1 ? {} : { weight };
    if (typeof content === "string") return [{ role, content, ...counted }];
    const results = content.filter((part) => part.kind === "tool-result");
    if (results.length > 0) {
      return results.map(({ output, id }) => ({ role, tool_call_id: id, content: asText(output) }));
    }
    const text = content.flatMap((part) => (part.kind === "text" ? [part.text] : [])).join("");
    const calls = content.filter((part) => part.kind === "tool-call").map((part) => callOf(part, form));
    return [{ role, content: text, ...(calls.length === 0 ? {} : { tool_calls: calls }), ...counted }];
  });
}

function callOf({ id, name, input }: Extract<ChatPart, { kind: "tool-call" }>, form: TurnForm): object {
  return { id, type: "function", function: { name, arguments: form.argumentsAsText ? asText(input) : input } };
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
