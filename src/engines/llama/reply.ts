// One reply on its way from the process to its reader: events in order, and a finish with the counts however it ends.
import type { ChatEvent, ChatWarning, FinishReason, Usage } from "../../spec/chat.ts";
import type { ChatStep, Generated, OutputPart } from "./messages.ts";

export type Reply = {
  step(step: ChatStep): void;
  end(generated: Generated): void;
  fail(error: unknown): void;
  /** To be read once. */
  readonly events: () => AsyncGenerator<ChatEvent>;
};

type Counts = {
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
};

const NOTHING: Counts = { inputTokens: 0, cachedTokens: 0, outputTokens: 0, reasoningTokens: 0 };

export function createReply(warnings: readonly ChatWarning[]): Reply {
  const queue = createEventQueue();
  let counts = NOTHING;
  let isBegun = false;
  let calls = 0;
  return {
    step(step) {
      isBegun = true;
      if (step.kind === "begun") {
        counts = { ...counts, inputTokens: step.inputTokens, cachedTokens: step.cachedTokens };
        return;
      }
      counts = { ...counts, outputTokens: step.outputTokens, reasoningTokens: step.reasoningTokens };
      for (const part of step.parts) {
        calls += part.kind === "call" ? 1 : 0;
        queue.add(eventOf(part, `call-${calls}`));
      }
    },
    end({ reason, outputTokens, reasoningTokens }) {
      counts = { ...counts, outputTokens, reasoningTokens };
      queue.add(finishOf(reason, counts, warnings));
      queue.end(undefined);
    },
    fail(error) {
      if (isBegun) queue.add(finishOf("error", counts, warnings));
      queue.end({ error });
    },
    events: () => queue.events(),
  };
}

function eventOf(part: OutputPart, callId: string): ChatEvent {
  if (part.kind === "text") return { kind: "text-delta", text: part.text };
  if (part.kind === "reasoning") return { kind: "reasoning-delta", text: part.text };
  const { name, input, invalid } = part;
  return { kind: "tool-call", id: callId, name, input, ...(invalid === undefined ? {} : { invalid }) };
}

function finishOf(reason: FinishReason, counts: Counts, warnings: readonly ChatWarning[]): ChatEvent {
  const usage: Usage = {
    inputTokens: { total: counts.inputTokens, cached: counts.cachedTokens },
    outputTokens: { total: counts.outputTokens, reasoning: counts.reasoningTokens },
  };
  return { kind: "finish", reason, usage, ...(warnings.length === 0 ? {} : { warnings }) };
}

type Failure = { readonly error: unknown };

type EventQueue = {
  add(event: ChatEvent): void;
  /** After what was added, the failure is thrown where there is one. */
  end(failure: Failure | undefined): void;
  events(): AsyncGenerator<ChatEvent>;
};

function createEventQueue(): EventQueue {
  const waiting: ChatEvent[] = [];
  let ended: { readonly failure: Failure | undefined } | undefined;
  let changed = Promise.withResolvers<void>();

  function announce(): void {
    changed.resolve();
    changed = Promise.withResolvers<void>();
  }

  return {
    add(event) {
      waiting.push(event);
      announce();
    },
    end(failure) {
      ended ??= { failure };
      announce();
    },
    async *events() {
      for (;;) {
        const next = changed.promise;
        const event = waiting.shift();
        if (event !== undefined) yield event;
        else if (ended === undefined) await next;
        else break;
      }
      if (ended.failure !== undefined) throw ended.failure.error;
    },
  };
}
