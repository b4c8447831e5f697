// From our chat request to the call options of the AI SDK, which are the same in its specifications v2, v3 and v4.
import type { ChatMessage, ChatPart, ChatRequest, ToolChoice } from "../../spec/chat.ts";
import type { AiSdkCall } from "./ai-sdk-models.ts";

export function writeCall(request: ChatRequest): AiSdkCall {
  const { maxTokens, temperature, topP, seed, stop, json, tools = [], toolChoice, abortSignal } = request;
  const { idempotencyKey } = request;
  return {
    prompt: request.prompt.flatMap((message) => writeMessage(message, namesOfCalls(request))),
    ...(maxTokens === undefined ? {} : { maxOutputTokens: maxTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...(seed === undefined ? {} : { seed }),
    ...(stop === undefined || stop.length === 0 ? {} : { stopSequences: [...stop] }),
    ...(json === undefined ? {} : { responseFormat: { type: "json", schema: json, name: "reply" } }),
    ...(tools.length === 0 ? {} : { tools: tools.map((tool) => ({ type: "function", ...tool })) }),
    ...(tools.length === 0 || toolChoice === undefined ? {} : { toolChoice: writeChoice(toolChoice) }),
    ...(abortSignal === undefined ? {} : { abortSignal }),
    ...(idempotencyKey === undefined ? {} : { headers: { "idempotency-key": idempotencyKey } }),
  };
}

function writeChoice(choice: ToolChoice): AiSdkCall {
  return choice.kind === "tool" ? { type: "tool", toolName: choice.name } : { type: choice.kind };
}

/** Results name the tool there; ours need not. */
function namesOfCalls({ prompt }: ChatRequest): ReadonlyMap<string, string> {
  const parts = prompt.flatMap(({ content }) => (typeof content === "string" ? [] : content));
  return new Map(parts.flatMap((part) => (part.kind === "tool-call" ? [[part.id, part.name] as const] : [])));
}

function writeMessage({ role, content }: ChatMessage, names: ReadonlyMap<string, string>): readonly AiSdkCall[] {
  const parts: readonly ChatPart[] = typeof content === "string" ? [{ kind: "text", text: content }] : content;
  if (role === "system") return [{ role, content: textOf(parts) }];
  if (role === "user") return [{ role, content: [{ type: "text", text: textOf(parts) }] }];
  const results = parts.flatMap((part) => (part.kind === "tool-result" ? [writeResult(part, names)] : []));
  const others = parts.flatMap(writePart);
  const text =
    role === "tool" && others.length > 0 ? [{ role: "user", content: [{ type: "text", text: textOf(parts) }] }] : [];
  return [
    ...(role === "assistant" && others.length > 0 ? [{ role, content: others }] : []),
    ...(results.length > 0 ? [{ role: "tool", content: results }] : []),
    ...text,
  ];
}

function textOf(parts: readonly ChatPart[]): string {
  return parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
}

function writePart(part: ChatPart): readonly AiSdkCall[] {
  if (part.kind === "text") return [{ type: "text", text: part.text }];
  if (part.kind === "reasoning") return [{ type: "reasoning", text: part.text }];
  if (part.kind === "tool-result") return [];
  return [{ type: "tool-call", toolCallId: part.id, toolName: part.name, input: part.input }];
}

function writeResult(
  { id, name, output }: Extract<ChatPart, { kind: "tool-result" }>,
  names: ReadonlyMap<string, string>,
): AiSdkCall {
  const value = typeof output === "string" ? { type: "text", value: output } : { type: "json", value: output ?? null };
  return { type: "tool-result", toolCallId: id, toolName: name ?? names.get(id) ?? "unknown", output: value };
}
