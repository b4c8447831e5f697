// A row of messages in OpenAI's shape, and our own with everything else beside them.
import type { ChatPart } from "../../../spec/chat.ts";
import type { TrainExample, TrainMessage } from "../../../spec/training.ts";

export function chatRow({ messages, tools = [] }: TrainExample): object {
  return {
    messages: messages.flatMap(chatMessages),
    ...(tools.length === 0
      ? {}
      : {
          tools: tools.map(({ name, description, inputSchema }) => ({
            type: "function",
            function: { name, description, parameters: inputSchema },
          })),
        }),
  };
}

/** What `importExamples` reads as the very same example. */
export function ownRow(example: TrainExample): object {
  const { weight, acl, sources = [], tags = [], origin } = example;
  return {
    ...chatRow(example),
    ...(weight === 1 ? {} : { weight }),
    acl,
    ...(sources.length === 0 ? {} : { sources }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(origin === undefined ? {} : { origin }),
  };
}

/** One for each message, and one for each result where a message holds several. */
function chatMessages({ role, content, weight }: TrainMessage): readonly object[] {
  const counted = weight === undefined ? {} : { weight };
  if (typeof content === "string") return [{ role, content, ...counted }];
  const results = content.filter((part) => part.kind === "tool-result");
  if (role === "tool")
    return results.map(({ id, name, output }) => ({
      role,
      tool_call_id: id,
      ...(name === undefined ? {} : { name }),
      content: typeof output === "string" ? output : JSON.stringify(output),
    }));
  const calls = content.filter((part) => part.kind === "tool-call");
  const thought = content.filter((part) => part.kind === "reasoning").map(({ text }) => text);
  return [
    {
      role,
      content: writtenContent(content),
      ...(thought.length === 0 ? {} : { reasoning_content: thought.join("\n") }),
      ...(calls.length === 0
        ? {}
        : {
            tool_calls: calls.map(({ id, name, input }) => ({
              id,
              type: "function",
              function: { name, arguments: JSON.stringify(input) },
            })),
          }),
      ...counted,
    },
  ];
}

function writtenContent(parts: readonly ChatPart[]): unknown {
  const texts = parts.filter((part) => part.kind === "text").map(({ text }) => text);
  if (texts.length === 0) return null;
  return texts.length === 1 ? texts[0] : texts.map((text) => ({ type: "text", text }));
}
