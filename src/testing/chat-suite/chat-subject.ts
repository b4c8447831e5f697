// What the cases of the chat suite share: the model on trial, and a way to ask it that keeps every event.
import { ok } from "node:assert/strict";

import type { ChatAdapter, ChatEvent, ChatMessage, ChatModel, ChatRequest, Prompt } from "../../spec/chat.ts";
import { PASSED, type SuiteOutcome } from "../suite-outcome.ts";

/** The model on trial; whatever it holds is let go at the end of each check. */
export type ChatSubject = AsyncDisposable & {
  readonly model: ChatModel;
  /** True where temperature 0 gives the same reply each time. */
  readonly deterministic: boolean;
  /** A prompt that it answers with eight tokens or more. */
  readonly longPrompt: Prompt;
  /** An adapter that it can answer with, and that changes its replies; needed where `can.adapters`. */
  readonly adapter?: ChatAdapter;
};

export type CreateChatSubject = () => Promise<ChatSubject>;

export type ChatCase = {
  readonly name: string;
  readonly check: (create: CreateChatSubject) => Promise<SuiteOutcome>;
};

export type Finish = Extract<ChatEvent, { kind: "finish" }>;
export type ToolCall = Extract<ChatEvent, { kind: "tool-call" }>;

export type Reply = {
  readonly text: string;
  readonly calls: readonly ToolCall[];
  readonly finish: Finish;
  readonly events: readonly ChatEvent[];
};

/** A check that runs on one model; without an outcome of its own it has passed. */
export function on(run: (subject: ChatSubject) => Promise<SuiteOutcome | void>): ChatCase["check"] {
  return async (create) => {
    await using subject = await create();
    return (await run(subject)) ?? PASSED;
  };
}

export async function collect(events: AsyncIterable<ChatEvent>): Promise<readonly ChatEvent[]> {
  const all: ChatEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

export async function ask(model: ChatModel, request: ChatRequest): Promise<Reply> {
  const events = await collect(model.generate(request));
  const finish = events.at(-1);
  ok(finish?.kind === "finish", "the last event is the finish");
  const text = events.map((event) => (event.kind === "text-delta" ? event.text : "")).join("");
  return { text, finish, events, calls: events.filter((event) => event.kind === "tool-call") };
}

export function user(content: string): ChatMessage {
  return { role: "user", content };
}
