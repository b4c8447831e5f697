// Any language model of the AI SDK as a chat model of ours.
import { SchoolbookError } from "../../core/errors.ts";
import { estimateTokens } from "../../core/estimate-tokens.ts";
import { systemRuntime, type Runtime } from "../../core/runtime.ts";
import type {
  ChatAbilities,
  ChatEvent,
  ChatModel,
  ChatRequest,
  ChatWarning,
  FinishReason,
  Usage,
} from "../../spec/chat.ts";
import type { Opened } from "../engine.ts";
import { type ReplyLimits, replyLimits } from "../reply-limits.ts";
import type { AiSdkLanguageModel } from "./ai-sdk-models.ts";
import { patiently, providerError } from "./provider-error.ts";
import { type PartWarning, readPart, readReason, readUsage, readWarning, type StreamPart } from "./stream-part.ts";
import { writeCall } from "./write-call.ts";

export type AiSdkChatOptions = {
  /** Default: what the provider and the model call themselves. */
  readonly id?: string;
  readonly contextTokens?: number | undefined;
  /** The AI SDK does not tell what a model can; default: JSON and tools, which it refuses later where they are not heeded. */
  readonly can?: Partial<Pick<ChatAbilities, "json" | "tools">>;
  readonly runtime?: Pick<Runtime, "sleep">;
  /** The longest that a whole reply may take; default: by the tokens that it may have. */
  readonly maxDurationMs?: number | undefined;
};

type Setup = {
  readonly id: string;
  readonly model: AiSdkLanguageModel;
  readonly can: ChatAbilities;
  readonly runtime: Pick<Runtime, "sleep">;
  readonly maxDurationMs: number | undefined;
};

/** Models of its specifications v2, v3 and v4. */
export function fromAiSdkLanguageModel(model: AiSdkLanguageModel, options: AiSdkChatOptions = {}): Opened<ChatModel> {
  const setup: Setup = {
    id: options.id ?? `ai-sdk:${model.provider}#${model.modelId}`,
    model,
    can: { json: options.can?.json ?? true, tools: options.can?.tools ?? true, score: false, adapters: false },
    runtime: options.runtime ?? systemRuntime(),
    maxDurationMs: options.maxDurationMs,
  };
  return {
    id: setup.id,
    contextTokens: options.contextTokens,
    can: setup.can,
    generate: (request) => generate(setup, request),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

async function* generate(setup: Setup, request: ChatRequest): AsyncGenerator<ChatEvent> {
  const { id, runtime } = setup;
  const { abortSignal: signal } = request;
  signal?.throwIfAborted();
  check(setup, request);
  const limits = replyLimits({ maxDurationMs: setup.maxDurationMs, timeoutMs: PATIENCE_MS }, request);
  using limit = limitReply(id, limits, signal);
  const asked = writeCall({ ...request, abortSignal: limit.signal });
  const { stream } = await patiently(() => setup.model.doStream(asked), { id, runtime, signal: limit.signal });
  const reply: Reply = { written: "", warnings: [], usage: undefined, reason: undefined, about: {} };
  try {
    for await (const value of abortable(stream, limit.signal)) {
      const part = readPart(value);
      if (reply.written.length > limits.maxBytes) throw broken(id, "does not stop answering.");
      if (part !== undefined) yield* readEvent(setup, part, { reply, request });
    }
    if (reply.reason === undefined) throw broken(id, "ended its reply in the middle, without saying why.");
    if (reply.reason === "error") throw broken(id, "ended its reply with an error.");
  } catch (error) {
    yield finish(reply, request, "error");
    signal?.throwIfAborted();
    throw providerError(id, error);
  }
  yield finish(reply, request, reply.reason);
}

const PATIENCE_MS = 120_000;

type Limit = Disposable & { readonly signal: AbortSignal };

/** A provider that drips, or keeps the line open, never is silent. */
function limitReply(id: string, { limitMs }: ReplyLimits, signal: AbortSignal | undefined): Limit {
  const late = new AbortController();
  const timer = setTimeout(() => {
    const what = `${id} did not come to the end of its reply within ${limitMs / 1000} s.`;
    const hint = "Where it is only slow, raise `maxDurationMs` of this model, or let replies have fewer tokens.";
    late.abort(new SchoolbookError("engine_failed", what, { hint }));
  }, limitMs);
  return {
    signal: signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]),
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}

function check({ id, can }: Setup, { prompt, json, tools = [], adapter }: ChatRequest): void {
  if (prompt.length === 0) throw new SchoolbookError("input_invalid", `${id}: the prompt has no message.`);
  if (adapter !== undefined) throw new SchoolbookError("input_invalid", `${id}: the AI SDK knows no adapters.`);
  if (json !== undefined && !can.json) throw unable(id, "hold a reply to a JSON schema");
  if (tools.length > 0 && !can.tools) throw unable(id, "call tools");
}

function unable(id: string, what: string): SchoolbookError {
  return new SchoolbookError("input_invalid", `${id} cannot ${what}.`, { hint: "Use a model that can." });
}

function broken(id: string, what: string): SchoolbookError {
  return new SchoolbookError("engine_failed", `${id} ${what}`, { hint: "Try again, or look into the provider's log." });
}

type Reply = {
  written: string;
  warnings: readonly ChatWarning[];
  usage: Usage | undefined;
  reason: FinishReason | undefined;
  about: { readonly requestId?: string; readonly model?: string };
};

type Reading = { readonly reply: Reply; readonly request: ChatRequest };

function* readEvent({ id }: Setup, part: StreamPart, { reply, request }: Reading): Generator<ChatEvent> {
  switch (part.type) {
    case "text-delta":
    case "reasoning-delta":
      if (part.delta === "") return;
      reply.written += part.delta;
      yield { kind: part.type, text: part.delta };
      return;
    case "tool-call":
      reply.written += part.input;
      if (part.providerExecuted !== true) yield toolCall(part);
      return;
    case "stream-start":
      reply.warnings = part.warnings.map(readWarning);
      refuseUnheeded(id, part.warnings, request);
      return;
    case "response-metadata":
      reply.about = { ...(part.id ? { requestId: part.id } : {}), ...(part.modelId ? { model: part.modelId } : {}) };
      return;
    case "finish":
      reply.usage = readUsage(part.usage);
      reply.reason = readReason(part.finishReason);
      return;
    case "error":
      throw providerError(id, part.error);
  }
}

/** A warning is not enough for what changes the meaning of the reply. */
function refuseUnheeded(id: string, warnings: readonly PartWarning[], { json, tools = [] }: ChatRequest): void {
  const unheeded = new Set(warnings.map(({ feature, setting }) => feature ?? setting));
  if (json !== undefined && unheeded.has("responseFormat")) throw unable(id, "hold a reply to a JSON schema");
  if (tools.length > 0 && unheeded.has("tools")) throw unable(id, "call tools");
}

function toolCall({ toolCallId, toolName, input }: Extract<StreamPart, { type: "tool-call" }>): ChatEvent {
  const identity = { kind: "tool-call", id: toolCallId, name: toolName } as const;
  try {
    const value: unknown = JSON.parse(input === "" ? "{}" : input);
    return { ...identity, input: value };
  } catch (error) {
    return { ...identity, input, invalid: error instanceof Error ? error.message : String(error) };
  }
}

function finish(reply: Reply, { prompt }: ChatRequest, reason: FinishReason): ChatEvent {
  const { warnings, about, usage, written } = reply;
  const input = estimateTokens(JSON.stringify(prompt));
  const output = written === "" ? 0 : estimateTokens(written);
  const estimate = {
    inputTokens: { total: input, cached: 0 },
    outputTokens: { total: output, reasoning: 0 },
    estimated: true,
  };
  return { kind: "finish", reason, usage: usage ?? estimate, ...(warnings.length === 0 ? {} : { warnings }), ...about };
}

/** Not every provider heeds the signal once its stream has begun. */
async function* abortable(stream: ReadableStream<unknown>, signal: AbortSignal | undefined): AsyncGenerator {
  const reader = stream.getReader();
  const aborted = Promise.withResolvers<never>();
  aborted.promise.catch(() => undefined); // why: it is raced below, or nobody waits for it any more
  const stop = (): void => aborted.reject(signal?.reason);
  signal?.addEventListener("abort", stop, { once: true });
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { done, value } = await Promise.race([reader.read(), aborted.promise]);
      if (done) return;
      yield value;
    }
  } finally {
    signal?.removeEventListener("abort", stop);
    await reader.cancel().catch(() => undefined); // why: a stream that has failed cannot be cancelled, and need not be
  }
}
