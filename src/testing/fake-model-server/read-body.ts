// Reads the bodies of calls as far as the fake server understands them.
import { SchoolbookError } from "../../core/errors.ts";
import type { ChatMessage, ChatPart, ChatRequest, ToolChoice } from "../../spec/chat.ts";

export type Fields = Readonly<Record<string, unknown>>;

export function asRecord(value: unknown): Fields {
  if (typeof value === "object" && value !== null) return { ...value };
  throw new SchoolbookError("usage", "The body is no JSON object.");
}

export function asTexts(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The request that a body of /chat/completions stands for. */
export function readChatRequest(body: Fields, served: string): ChatRequest {
  const maxTokens = body["max_completion_tokens"] ?? body["max_tokens"];
  const format = body["response_format"];
  const schema = format === undefined ? undefined : asRecord(asRecord(format)["json_schema"])["schema"];
  const tools = Array.isArray(body["tools"]) ? body["tools"].map((tool) => asRecord(asRecord(tool)["function"])) : [];
  const name = String(body["model"]);
  return {
    prompt: (Array.isArray(body["messages"]) ? body["messages"] : []).map((message) => readMessage(asRecord(message))),
    ...(typeof maxTokens === "number" ? { maxTokens } : {}),
    ...(body["stop"] === undefined ? {} : { stop: asTexts(body["stop"]) }),
    ...(schema === undefined ? {} : { json: asRecord(schema) }),
    ...(tools.length === 0 ? {} : { tools: tools.map(readTool) }),
    ...readToolChoice(body["tool_choice"]),
    ...(name === served ? {} : { adapter: { name } }),
  };
}

function readTool(tool: Fields): NonNullable<ChatRequest["tools"]>[number] {
  return {
    name: String(tool["name"]),
    description: asText(tool["description"]),
    inputSchema: asRecord(tool["parameters"] ?? {}),
  };
}

function readToolChoice(choice: unknown): { toolChoice?: ToolChoice } {
  if (choice === "required") return { toolChoice: { kind: "required" } };
  if (typeof choice !== "object" || choice === null) return {};
  return { toolChoice: { kind: "tool", name: String(asRecord(asRecord(choice)["function"])["name"]) } };
}

function readMessage(message: Fields): ChatMessage {
  const text = readText(message["content"]);
  const calls = Array.isArray(message["tool_calls"]) ? message["tool_calls"] : [];
  if (message["role"] === "tool") {
    return { role: "tool", content: [{ kind: "tool-result", id: String(message["tool_call_id"]), output: text }] };
  }
  const role = message["role"] === "system" || message["role"] === "assistant" ? message["role"] : "user";
  if (calls.length === 0) return { role, content: text };
  return { role, content: calls.map((call) => readCall(asRecord(call))) };
}

function readCall(call: Fields): ChatPart {
  const called = asRecord(call["function"]);
  const input: unknown = JSON.parse(String(called["arguments"]));
  return { kind: "tool-call", id: String(call["id"]), name: String(called["name"]), input };
}

function readText(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((part) => asText(asRecord(part)["text"])).join("");
}
