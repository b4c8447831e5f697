// Turns a reply's chunks into events, gathers what comes in pieces, and knows at any moment what it has cost.
import { estimateTokens } from "../../../core/estimate-tokens.ts";
import type { ChatEvent, ChatRequest, ChatWarning, FinishReason, Usage } from "../../../spec/chat.ts";
import { lie } from "../http/unusable.ts";
import type { ModelServer } from "../model-server.ts";
import type { Chunk, ChunkMessage } from "./chunk-schema.ts";
import { countUsage, type Written } from "./count-usage.ts";
import { createToolCalls } from "./create-tool-calls.ts";

export type ReplyContext = {
  readonly server: ModelServer;
  readonly request: ChatRequest;
  readonly requestId: string | undefined;
  readonly waitedMs: number;
};

export type ReplyReader = {
  read(chunk: Chunk): Generator<ChatEvent>;
  /** What is left when the stream has ended; fails when the reply is not whole. */
  end(): Generator<ChatEvent>;
  /** The server has said why it stopped. */
  readonly isWhole: () => boolean;
  readonly usage: () => Usage;
  finish(reason: FinishReason | undefined, warnings: readonly ChatWarning[]): ChatEvent;
};

export function createReplyReader({ server, request, requestId, waitedMs }: ReplyContext): ReplyReader {
  const calls = createToolCalls();
  const written: Written = { text: [], reasoning: [], reported: undefined };
  let named: string | undefined;
  let model: string | undefined;
  let ended: string | undefined;
  let called = false;
  const usage = (): Usage =>
    countUsage(request, written, { isWhole: ended !== undefined, callTokens: estimateTokens(calls.text()) - 1 });

  return {
    isWhole: () => ended !== undefined,
    usage,
    *read(chunk) {
      named ??= chunk.id ?? undefined;
      model ??= chunk.model ?? undefined;
      if (chunk.usage) written.reported = chunk.usage;
      const choice = chunk.choices?.find(({ index }) => index === undefined || index === null || index === 0);
      const message = choice?.delta ?? choice?.message;
      if (message) yield* deltas(message, written);
      for (const call of message?.tool_calls ?? []) calls.add(call);
      if (typeof choice?.finish_reason === "string") ended = choice.finish_reason;
    },
    *end() {
      if (ended === "error") throw lie(server, "ended its reply with an error.", requestId ?? named);
      if (ended === undefined) throw lie(server, brokenOff(written, calls.text()), requestId ?? named);
      for (const call of calls.take(server.runtime.newId)) {
        called = true;
        yield call;
      }
    },
    finish: (reason, warnings) => ({
      kind: "finish",
      reason: reason ?? finishReason(ended, called),
      usage: usage(),
      ...(warnings.length === 0 ? {} : { warnings }),
      ...((requestId ?? named) === undefined ? {} : { requestId: requestId ?? named ?? "" }),
      ...(model === undefined ? {} : { model }),
      ...(waitedMs < 1 ? {} : { waitedMs }),
    }),
  };
}

function brokenOff({ text, reasoning }: Written, calls: string): string {
  const nothing = text.length + reasoning.length + calls.length === 0;
  return nothing ? "sent an empty stream." : "ended its reply in the middle, without saying why.";
}

function* deltas(message: ChunkMessage, written: Written): Generator<ChatEvent> {
  for (const [kind, text] of pieces(message)) {
    if (text === "") continue;
    if (kind === "reasoning-delta") written.reasoning.push(text);
    else written.text.push(text);
    yield { kind, text };
  }
}

type Piece = readonly ["text-delta" | "reasoning-delta", string];

function* pieces({ content, reasoning_content, reasoning, refusal }: ChunkMessage): Generator<Piece> {
  yield ["reasoning-delta", reasoning_content ?? reasoning ?? ""];
  if (typeof content === "string") yield ["text-delta", content];
  for (const part of Array.isArray(content) ? content : []) {
    for (const { text = "" } of part.thinking ?? []) yield ["reasoning-delta", text];
    if (part.type !== "thinking") yield ["text-delta", part.text ?? ""];
  }
  yield ["text-delta", refusal ?? ""];
}

const REASONS: Readonly<Record<string, FinishReason>> = {
  stop: "stop",
  length: "length",
  tool_calls: "tool-calls",
  function_call: "tool-calls",
  content_filter: "content-filter",
  eos: "stop",
  end_turn: "stop",
  model_length: "length",
};

/** Several servers say `stop` although they called a tool. */
function finishReason(ended: string | undefined, called: boolean): FinishReason {
  if (called && ended !== "length" && ended !== "content_filter") return "tool-calls";
  return REASONS[ended ?? ""] ?? "other";
}
