// From our request to the body that OpenAI-like servers read, and warnings about what they will not heed.
import { SchoolbookError } from "../../../core/errors.ts";
import type { ChatMessage, ChatPart, ChatRequest, ChatWarning, JsonSchema, ToolChoice } from "../../../spec/chat.ts";
import type { ModelServer } from "../model-server.ts";
import { isStrictSchema } from "./is-strict-schema.ts";

export type WrittenRequest = {
  readonly body: Readonly<Record<string, unknown>>;
  readonly warnings: readonly ChatWarning[];
};

/** Refuses what the server is known not to be able to do. */
export function writeRequest(server: ModelServer, request: ChatRequest): WrittenRequest {
  const { preset } = server;
  check(server, request);
  const { temperature, topP, seed, stop, tools = [], toolChoice, json, adapter } = request;
  const warnings: ChatWarning[] = [];
  const body = {
    model: adapter?.name ?? server.model,
    messages: request.prompt.flatMap(writeMessage),
    stream: true,
    ...(preset.asksForUsage ? { stream_options: { include_usage: true } } : {}),
    ...(request.maxTokens === undefined ? {} : { [preset.maxTokensField]: request.maxTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(seed === undefined || preset.seedField === undefined ? {} : { [preset.seedField]: seed }),
    ...(stop === undefined || stop.length === 0 ? {} : { stop }),
    ...(json === undefined ? {} : { response_format: writeSchema(json) }),
    ...(tools.length === 0 || toolChoice?.kind === "none" ? {} : { tools: tools.map(writeTool) }),
    ...writeToolChoice(server, tools.length === 0 ? undefined : toolChoice, warnings),
  };
  if (seed !== undefined && preset.seedField === undefined) warnings.push(unsupported(server, "seed"));
  if (adapter?.scale !== undefined && adapter.scale !== 1) warnings.push(unsupported(server, "adapter.scale"));
  return { body, warnings };
}

function check({ reference, preset }: ModelServer, { prompt, json, tools = [], adapter }: ChatRequest): void {
  const refuse = (what: string, hint: string): never => {
    throw new SchoolbookError("input_invalid", `${reference} ${what}`, { hint });
  };
  if (prompt.length === 0) refuse("was asked nothing: the prompt has no message.", "Give at least one message.");
  if (json !== undefined && !preset.json)
    refuse("cannot hold a reply to a JSON schema.", "Ask for JSON in the prompt, or use a model that can.");
  if (tools.length > 0 && !preset.tools) refuse("cannot call tools.", "Leave the tools out, or use a model that can.");
  if (adapter !== undefined && !preset.adapters)
    refuse(`serves no adapters; "${adapter.name}" was asked for.`, "Use vLLM or the llama engine for adapters.");
}

function unsupported({ reference }: ModelServer, setting: string): ChatWarning {
  return { kind: "unsupported", setting, message: `${reference} does not heed ${setting}.` };
}

function writeSchema(schema: JsonSchema): unknown {
  return { type: "json_schema", json_schema: { name: "reply", schema, strict: isStrictSchema(schema) } };
}

function writeTool({ name, description, inputSchema }: NonNullable<ChatRequest["tools"]>[number]): unknown {
  return { type: "function", function: { name, description, parameters: inputSchema } };
}

/** A tool that must not be called is best not shown: not every server heeds `none`. */
function writeToolChoice(
  server: ModelServer,
  choice: ToolChoice | undefined,
  warnings: ChatWarning[],
): Readonly<Record<string, unknown>> {
  if (choice === undefined || choice.kind === "auto" || choice.kind === "none") return {};
  if (!server.preset.toolChoice) warnings.push(unsupported(server, "toolChoice"));
  if (choice.kind === "required") return { tool_choice: "required" };
  return { tool_choice: { type: "function", function: { name: choice.name } } };
}

function writeMessage({ role, content }: ChatMessage): readonly unknown[] {
  if (typeof content === "string") return [{ role, content }];
  const results = content.flatMap((part) => (part.kind === "tool-result" ? [writeResult(part)] : []));
  const calls = content.flatMap((part) => (part.kind === "tool-call" ? [writeCall(part)] : []));
  const text = content.map((part) => (part.kind === "text" ? part.text : "")).join("");
  if (results.length > 0) return text === "" ? results : [...results, { role: "user", content: text }];
  if (calls.length > 0) return [{ role, content: text === "" ? null : text, tool_calls: calls }];
  return [{ role, content: text }];
}

function writeCall({ id, name, input }: Extract<ChatPart, { kind: "tool-call" }>): unknown {
  const written = typeof input === "string" ? input : JSON.stringify(input);
  return { id, type: "function", function: { name, arguments: written } };
}

function writeResult({ id, output }: Extract<ChatPart, { kind: "tool-result" }>): unknown {
  return { role: "tool", tool_call_id: id, content: typeof output === "string" ? output : JSON.stringify(output) };
}
