// A conversation of ours in the form that chat templates are written for.
import type { ChatMessage, ChatPart, ChatTool, Prompt } from "../../spec/chat.ts";
import type { TemplateMessage, TemplateTool } from "./messages.ts";

export function templateMessages(prompt: Prompt): TemplateMessage[] {
  return prompt.flatMap((message) => {
    if (typeof message.content === "string") return [{ role: message.role, content: message.content }];
    const results = message.content.filter((part) => part.kind === "tool-result");
    const others = message.content.filter((part) => part.kind !== "tool-result");
    const spoken = others.length === 0 && results.length > 0 ? [] : [spokenMessage(message, others)];
    return [...spoken, ...results.map(resultMessage)];
  });
}

export function templateTools(tools: readonly ChatTool[]): TemplateTool[] {
  return tools.map(({ name, description, inputSchema }) => ({
    type: "function",
    function: { name, description, parameters: { ...inputSchema } },
  }));
}

function spokenMessage({ role }: ChatMessage, parts: readonly ChatPart[]): TemplateMessage {
  const calls = parts.filter((part) => part.kind === "tool-call");
  const reasoning = parts.map((part) => (part.kind === "reasoning" ? part.text : "")).join("");
  return {
    role,
    content: parts.map((part) => (part.kind === "text" ? part.text : "")).join(""),
    ...(reasoning === "" ? {} : { reasoning_content: reasoning }),
    ...(calls.length === 0
      ? {}
      : {
          tool_calls: calls.map(({ id, name, input }) => ({
            id,
            type: "function" as const,
            function: { name, arguments: input },
          })),
        }),
  };
}

function resultMessage({ id, name, output }: Extract<ChatPart, { kind: "tool-result" }>): TemplateMessage {
  return {
    role: "tool",
    content: typeof output === "string" ? output : (JSON.stringify(output) ?? ""),
    tool_call_id: id,
    ...(name === undefined ? {} : { name }),
  };
}
