// One reply on its way from the process to its reader: events in order, and a finish with the counts however it ends.
import type { ChatEvent, ChatWarning, FinishReason, Usage } from "../../spec/chat.ts";
import type { ChatStep, Generated, OutputPart } from "./messages.ts";

export type Reply = {
  step(step: ChatStep): void;
  end(generated: Generated): void;
  fail(error: unknown): void;
  /** To be read once. */
  events(): AsyncGenerator<ChatEvent>;
};

type Failure = { readonly error: unknown };

export function createReply(warnings: readonly ChatWarning[]): Reply {
  const waiting: ChatEvent[] = [];
  let counts = { inputTokens: 0, cachedTokens: 0, outputTokens: 0, reasoningTokens: 0 };
  let isBegun = false;
  let isOver = false;
  let calls = 0;
  let failure: Failure | undefined;
  let changed = Promise.withResolvers<void>();

  function announce(): void {
    changed.resolve();
    changed = Promise.withResolvers<void>();
  }

  function finish(reason: FinishReason): ChatEvent {
    const { inputTokens, cachedTokens, outputTokens, reasoningTokens } = counts;
    const usage: Usage = {
      inputTokens: { total: inputTokens, cached: cachedTokens },
      outputTokens: { total: outputTokens, reasoning: reasoningTokens },
    };
    return { kind: "finish", reason, usage, ...(warnings.length === 0 ? {} : { warnings }) };
  }

  function eventOf(part: OutputPart): ChatEvent {
    if (part.kind === "text") return { kind: "text-delta", text: part.text };
    if (part.kind === "reasoning") return { kind: "reasoning-delta", text: part.text };
    const { name, input, invalid } = part;
    calls += 1;
    return { kind: "tool-call", id: `call-${calls}`, name, input, ...(invalid === undefined ? {} : { invalid }) };
  }

  return {
    step(step) {
      isBegun = true;
      if (step.kind === "begun") {
        counts = { ...counts, inputTokens: step.inputTokens, cachedTokens: step.cachedTokens };
        return;
      }
      counts = { ...counts, outputTokens: step.outputTokens, reasoningTokens: step.reasoningTokens };
      waiting.push(...step.parts.map(eventOf));
      announce();
    },
    end({ reason, outputTokens, reasoningTokens }) {
      counts = { ...counts, outputTokens, reasoningTokens };
      waiting.push(finish(reason));
      isOver = true;
      announce();
    },
    fail(error) {
      failure = { error };
      if (isBegun) waiting.push(finish("error"));
      isOver = true;
      announce();
    },
    async *events() {
      for (;;) {
        const next = changed.promise;
        yield* waiting.splice(0);
        if (waiting.length > 0) continue;
        if (isOver) break;
        await next;
      }
      if (failure !== undefined) throw failure.error;
    },
  };
}
