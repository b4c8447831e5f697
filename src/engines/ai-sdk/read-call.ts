// From the call options of the AI SDK to our chat request, with warnings about what cannot be heeded.
import { SchoolbookError } from "../../core/errors.ts";
import type { ChatAbilities, ChatMessage, ChatPart, ChatRequest, JsonSchema, ToolChoice } from "../../spec/chat.ts";
import type { ProvidedWarning } from "./provide-chat-model.ts";

type GivenPart = { readonly type: string };
type GivenMessage = {
  readonly role: "system" | "user" | "assistant" | "tool";
  readonly content: string | readonly GivenPart[];
};

/** The fields of the AI SDK's call options that are read. */
export type ProvidedCall = {
  prompt: readonly GivenMessage[];
  maxOutputTokens?: number | undefined;
  temperature?: number | undefined;
  stopSequences?: readonly string[] | undefined;
  topP?: number | undefined;
  topK?: number | undefined;
  presencePenalty?: number | undefined;
  frequencyPenalty?: number | undefined;
  responseFormat?: { readonly type: string; readonly schema?: object | undefined } | undefined;
  seed?: number | undefined;
  tools?: readonly { readonly type: string; readonly name: string }[] | undefined;
  toolChoice?: { readonly type: "auto" | "none" | "required" | "tool"; readonly toolName?: string } | undefined;
  reasoning?: string | undefined;
  abortSignal?: AbortSignal | undefined;
};

export type ReadCall = { readonly request: ChatRequest; readonly warnings: ProvidedWarning[] };

/** What the model cannot do is left out with a warning, as is the custom there. */
export function readCall(call: ProvidedCall, can: ChatAbilities): ReadCall {
  const { maxOutputTokens, temperature, topP, seed, stopSequences, abortSignal } = call;
  const warnings = [...unheeded(call), ...unable(call, can)];
  const json = can.json && call.responseFormat?.type === "json" ? readSchema(call.responseFormat.schema) : undefined;
  const tools = can.tools ? (call.tools ?? []).filter(({ type }) => type === "function").map(readTool) : [];
  const request: ChatRequest = {
    prompt: call.prompt.map(readMessage),
    ...(maxOutputTokens === undefined ? {} : { maxTokens: maxOutputTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...(seed === undefined ? {} : { seed }),
    ...(stopSequences === undefined ? {} : { stop: stopSequences }),
    ...(json === undefined ? {} : { json }),
    ...(tools.length === 0 ? {} : { tools, ...readChoice(call.toolChoice) }),
    ...(abortSignal === undefined ? {} : { abortSignal }),
  };
  return { request, warnings };
}

function unheeded(call: ProvidedCall): ProvidedWarning[] {
  const features = (["topK", "presencePenalty", "frequencyPenalty"] as const).filter(
    (name) => call[name] !== undefined,
  );
  const reasoning = call.reasoning === undefined || call.reasoning === "provider-default" ? [] : ["reasoning"];
  const foreign = (call.tools ?? []).filter(({ type }) => type !== "function").map(({ name }) => `tool ${name}`);
  return [...features, ...reasoning, ...foreign].map((feature) => ({ type: "unsupported", feature }));
}

function unable({ responseFormat, tools = [] }: ProvidedCall, can: ChatAbilities): ProvidedWarning[] {
  const json = responseFormat?.type === "json" && !can.json ? ["responseFormat"] : [];
  const withTools = tools.length > 0 && !can.tools ? ["tools"] : [];
  return [...json, ...withTools].map((feature) => ({ type: "unsupported", feature }));
}

function readSchema(schema: object | undefined): JsonSchema {
  return { ...(schema ?? { type: "object" }) };
}

function readTool(tool: { readonly name: string }): NonNullable<ChatRequest["tools"]>[number] {
  const description = field(tool, "description");
  const schema = field(tool, "inputSchema");
  return {
    name: tool.name,
    description: typeof description === "string" ? description : "",
    inputSchema: typeof schema === "object" && schema !== null ? { ...schema } : { type: "object" },
  };
}

function readChoice(choice: ProvidedCall["toolChoice"]): { readonly toolChoice?: ToolChoice } {
  if (choice === undefined) return {};
  if (choice.type === "tool") return { toolChoice: { kind: "tool", name: choice.toolName ?? "" } };
  return { toolChoice: { kind: choice.type } };
}

function readMessage({ role, content }: GivenMessage): ChatMessage {
  if (typeof content === "string") return { role, content };
  const parts = content.flatMap(readPart);
  const isText = parts.every(({ kind }) => kind === "text");
  if (!isText) return { role, content: parts };
  return { role, content: parts.map((part) => (part.kind === "text" ? part.text : "")).join("") };
}

function readPart(part: GivenPart): readonly ChatPart[] {
  const text = field(part, "text");
  const id = field(part, "toolCallId");
  const name = field(part, "toolName");
  if (part.type === "text" && typeof text === "string") return [{ kind: "text", text }];
  if (part.type === "reasoning" && typeof text === "string") return [{ kind: "reasoning", text }];
  if (typeof id === "string" && typeof name === "string") {
    if (part.type === "tool-call") return [{ kind: "tool-call", id, name, input: field(part, "input") }];
    if (part.type === "tool-result")
      return [{ kind: "tool-result", id, name, output: readOutput(field(part, "output")) }];
  }
  throw new SchoolbookError("input_invalid", `A part of type ${part.type} cannot be put to this model.`, {
    hint: "Give it text, tool calls and tool results only.",
  });
}

/** A wrapper tells the kind of a result; what counts is in `value`, or the reason why there is none. */
function readOutput(output: unknown): unknown {
  return field(output, "value") ?? field(output, "reason") ?? null;
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && name in value ? Reflect.get(value, name) : undefined;
}
