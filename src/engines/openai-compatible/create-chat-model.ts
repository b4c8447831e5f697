// A chat model behind an OpenAI-like server: streamed, cancellable, with the usage told in every case.
import { SchoolbookError } from "../../core/errors.ts";
import type { ChatAbilities, ChatEvent, ChatModel, ChatRequest } from "../../spec/chat.ts";
import type { EngineContext, ModelReference, Opened } from "../engine.ts";
import { replyLimits } from "../reply-limits.ts";
import { promptTokens } from "./chat/count-usage.ts";
import { createReplyReader, type ReplyReader } from "./chat/create-reply-reader.ts";
import { readChunks } from "./chat/read-chunks.ts";
import { writeRequest } from "./chat/write-request.ts";
import { limitAnswer } from "./http/limit-answer.ts";
import { sendRequest, type ServerReply } from "./http/send-request.ts";
import { serverError } from "./http/server-error.ts";
import { type ModelServer, openModelServer, refuseOffline } from "./model-server.ts";
import type { Preset } from "./presets.ts";

/** Asks nothing of the server until a reply is wanted. */
export function createChatModel(reference: ModelReference, context: EngineContext): Opened<ChatModel> {
  const server = openModelServer(reference, context);
  if (!server.preset.chat)
    throw new SchoolbookError("config_invalid", `${server.reference}: ${server.preset.title} serves no chat models.`, {
      hint: "Use it as `embedder` or `reranker`, and another reference as `model`.",
    });
  refuseOffline(server, context.offline);
  return {
    id: server.reference,
    contextTokens: context.options.contextTokens,
    can: chatAbilities(server.preset),
    generate: (request) => generate(server, request, context.options.contextTokens),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

export function chatAbilities({ json, tools, adapters }: Preset): ChatAbilities {
  return { json, tools, adapters, score: false };
}

/** Estimates are off by a few percent. */
const LEEWAY = 1.1;

/** Refused here since some servers, such as Ollama, cut a prompt that is too long without a word. */
function checkLength(server: ModelServer, { prompt }: ChatRequest, contextTokens: number | undefined): void {
  const tokens = promptTokens(prompt);
  if (contextTokens === undefined || tokens <= contextTokens * LEEWAY) return;
  const what = `was asked about ${tokens} tokens, by estimate; its context holds ${contextTokens}.`;
  const hint = "Send less text, or correct `contextTokens`.";
  throw serverError(server, "input_invalid", { what, hint });
}

async function* generate(
  server: ModelServer,
  request: ChatRequest,
  contextTokens: number | undefined,
): AsyncGenerator<ChatEvent> {
  const { abortSignal: signal } = request;
  signal?.throwIfAborted();
  checkLength(server, request, contextTokens);
  const { body, warnings } = writeRequest(server, request);
  const { idempotencyKey } = request;
  const late = new AbortController();
  const line = signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]);
  const call = { path: "/chat/completions", body, accept: "text/event-stream", idempotencyKey, signal: line };
  await using reply = await sendRequest(server, call);
  const limits = replyLimits(server, request);
  using limit = limitAnswer(server, late, { ...limits, what: "reply", hint: TOO_LONG });
  const reader = createReplyReader({ server, request, requestId: reply.requestId, waitedMs: reply.waitedMs });
  try {
    yield* readReply(server, reader, { reply, signal, limit, maxBytes: limits.maxBytes });
  } catch (error) {
    yield reader.finish("error", warnings);
    signal?.throwIfAborted();
    throw withUsage(error, reader);
  }
  reply.succeeded();
  yield reader.finish(undefined, warnings);
}

const TOO_LONG =
  "Look whether the server hangs; where it is only slow, raise `maxDurationMs` of this model, or let replies have fewer tokens.";

type Reading = {
  readonly reply: ServerReply;
  readonly signal: AbortSignal | undefined;
  readonly limit: Disposable;
  readonly maxBytes: number;
};

async function* readReply(
  server: ModelServer,
  reader: ReplyReader,
  { reply, signal, limit, maxBytes }: Reading,
): AsyncGenerator<ChatEvent> {
  for await (const chunk of readChunks(server, reply, { isWhole: reader.isWhole, maxBytes })) {
    for (const event of reader.read(chunk)) {
      signal?.throwIfAborted();
      yield event;
    }
    if (reader.isWhole()) limit[Symbol.dispose](); // why: from here on the line is only waited for a little
  }
  signal?.throwIfAborted();
  yield* reader.end();
}

/** So that also those who only see the error know what it has cost. */
function withUsage(error: unknown, reader: ReplyReader): unknown {
  if (!(error instanceof SchoolbookError)) return error;
  const { code, message, hint, cause } = error;
  const details = { ...error.details, usage: reader.usage() };
  return new SchoolbookError(code, message, { hint, details, cause });
}
