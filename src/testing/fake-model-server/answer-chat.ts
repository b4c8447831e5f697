// A chat completion, whole or as a stream of events, in the shape that OpenAI documents.
import type { ChatEvent, Usage } from "../../spec/chat.ts";
import { type Fields, readChatRequest } from "./read-body.ts";
import { json, type ServedModels, type TrueAnswer } from "./true-answer.ts";

const CREATED = 1_767_225_600;

export async function answerChat(body: Fields, { chat, model }: ServedModels): Promise<TrueAnswer> {
  const events: ChatEvent[] = [];
  for await (const event of chat.generate(readChatRequest(body, model))) events.push(event);
  const about = { id: "chatcmpl-1", created: CREATED, model: String(body["model"]) };
  if (body["stream"] === true) return stream(events, { about, withUsage: asksForUsage(body) });
  return json({ ...about, object: "chat.completion", ...whole(events) });
}

function asksForUsage(body: Fields): boolean {
  const options = body["stream_options"];
  return (
    typeof options === "object" && options !== null && "include_usage" in options && options.include_usage === true
  );
}

type About = { readonly id: string; readonly created: number; readonly model: string };
type Streaming = { readonly about: About; readonly withUsage: boolean };

function stream(events: readonly ChatEvent[], { about, withUsage }: Streaming): TrueAnswer {
  const chunk = (rest: Fields): string =>
    `data: ${JSON.stringify({ ...about, object: "chat.completion.chunk", ...rest })}\n\n`;
  const parts = [chunk({ choices: [{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: null }] })];
  for (const event of events) {
    if (event.kind !== "finish") {
      for (const delta of deltasOf(event)) parts.push(chunk({ choices: [{ index: 0, delta, finish_reason: null }] }));
      continue;
    }
    parts.push(chunk({ choices: [{ index: 0, delta: {}, finish_reason: reasonOf(event.reason) }] }));
    if (withUsage) parts.push(chunk({ choices: [], usage: usageOf(event.usage) }));
  }
  return { status: 200, headers: { "content-type": "text/event-stream" }, parts: [...parts, "data: [DONE]\n\n"] };
}

/** Arguments come in two pieces, as they do from real servers. */
function deltasOf(event: Exclude<ChatEvent, { kind: "finish" }>): readonly unknown[] {
  if (event.kind === "text-delta") return [{ content: event.text }];
  if (event.kind === "reasoning-delta") return [{ reasoning_content: event.text }];
  const text = JSON.stringify(event.input);
  const half = text.length >> 1;
  const call = {
    index: 0,
    id: event.id,
    type: "function",
    function: { name: event.name, arguments: text.slice(0, half) },
  };
  return [{ tool_calls: [call] }, { tool_calls: [{ index: 0, function: { arguments: text.slice(half) } }] }];
}

function whole(events: readonly ChatEvent[]): Fields {
  const content = events.map((event) => (event.kind === "text-delta" ? event.text : "")).join("");
  const calls = events.flatMap((event) =>
    event.kind === "tool-call"
      ? [{ id: event.id, type: "function", function: { name: event.name, arguments: JSON.stringify(event.input) } }]
      : [],
  );
  const finish = events.find((event) => event.kind === "finish");
  const message = { role: "assistant", content, ...(calls.length === 0 ? {} : { tool_calls: calls }) };
  return {
    choices: [{ index: 0, message, finish_reason: reasonOf(finish?.reason ?? "stop") }],
    ...(finish === undefined ? {} : { usage: usageOf(finish.usage) }),
  };
}

function reasonOf(reason: Extract<ChatEvent, { kind: "finish" }>["reason"]): string {
  return reason === "tool-calls" ? "tool_calls" : reason === "content-filter" ? "content_filter" : reason;
}

function usageOf({ inputTokens, outputTokens }: Usage): Fields {
  return {
    prompt_tokens: inputTokens.total,
    completion_tokens: outputTokens.total,
    total_tokens: inputTokens.total + outputTokens.total,
    prompt_tokens_details: { cached_tokens: inputTokens.cached },
    completion_tokens_details: { reasoning_tokens: outputTokens.reasoning },
  };
}
