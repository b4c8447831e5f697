// A chat model without a model: it repeats what it was asked, fills any JSON schema and calls tools when it must.
import { SchoolbookError } from "../core/errors.ts";
import type {
  ChatAbilities,
  ChatEvent,
  ChatMessage,
  ChatModel,
  ChatRequest,
  FinishReason,
  JsonSchema,
  Likelihood,
  Prompt,
  ScoreOptions,
} from "../spec/chat.ts";
import { countFakeTokens, fakeTokens } from "./fake-tokens.ts";
import { sampleOf } from "./sample-of.ts";

export type FakeChatOptions = {
  /** What it answers; default: the words of the last message. */
  readonly reply?: (request: ChatRequest) => string;
  readonly can?: Partial<ChatAbilities>;
  readonly contextTokens?: number;
  /** Adapters that it knows, and what each puts before every reply. */
  readonly adapters?: Readonly<Record<string, string>>;
};

export type FakeChatModel = ChatModel & {
  /** The requests that it was given so far. */
  readonly requests: () => readonly ChatRequest[];
};

/** Every word is a token, and one event; the same request gives the same events. */
export function createFakeChatModel(options: FakeChatOptions = {}): FakeChatModel {
  const can = { json: true, tools: true, score: true, adapters: true, ...options.can };
  const contextTokens = options.contextTokens ?? 4096;
  const requests: ChatRequest[] = [];
  const settings = { ...options, can, contextTokens };
  return {
    id: "fake",
    contextTokens,
    can,
    requests: () => requests,
    generate: (request) => {
      requests.push(request);
      return generate(request, settings);
    },
    countTokens: async (prompt) => promptTokens(prompt),
    ...(can.score ? { score } : {}),
  };
}

type Settings = FakeChatOptions & Pick<ChatModel, "can"> & { readonly contextTokens: number };

async function* generate(request: ChatRequest, settings: Settings): AsyncGenerator<ChatEvent> {
  request.abortSignal?.throwIfAborted();
  check(request, settings);
  const called = calledTool(request);
  if (called !== undefined) {
    yield called;
    yield finish(request, { reason: "tool-calls", written: JSON.stringify(called.input) });
    return;
  }
  const { text, reason } = cut(replyTo(request, settings), request);
  let written = "";
  for (const token of fakeTokens(text)) {
    await Promise.resolve();
    if (request.abortSignal?.aborted === true) yield finish(request, { reason: "error", written });
    request.abortSignal?.throwIfAborted();
    written += token;
    yield { kind: "text-delta", text: token };
  }
  yield finish(request, { reason, written });
}

function check({ prompt, json, tools, adapter }: ChatRequest, { can, contextTokens, adapters }: Settings): void {
  if (prompt.length === 0) throw new SchoolbookError("input_invalid", "The prompt has no message.");
  if (json !== undefined && !can.json) throw refused("json");
  if (tools !== undefined && tools.length > 0 && !can.tools) throw refused("tools");
  if (adapter !== undefined && !can.adapters) throw refused("adapters");
  if (adapter !== undefined && !Object.hasOwn(adapters ?? {}, adapter.name)) {
    throw new SchoolbookError("not_found", `The fake model has no adapter ${adapter.name}.`);
  }
  const tokens = promptTokens(prompt);
  if (tokens < contextTokens) return;
  throw new SchoolbookError("input_invalid", `The prompt has ${tokens} tokens, the context ${contextTokens}.`);
}

function refused(ability: keyof ChatAbilities): SchoolbookError {
  return new SchoolbookError("input_invalid", `The fake model was made without ${ability}.`);
}

function calledTool({ tools = [], toolChoice }: ChatRequest): Extract<ChatEvent, { kind: "tool-call" }> | undefined {
  const [first] = tools;
  const wanted = toolChoice?.kind === "tool" ? tools.find(({ name }) => name === toolChoice.name) : first;
  if (wanted === undefined || (toolChoice?.kind !== "required" && toolChoice?.kind !== "tool")) return undefined;
  return { kind: "tool-call", id: "call-1", name: wanted.name, input: sampleOf(wanted.inputSchema) };
}

function replyTo(request: ChatRequest, { reply, adapters }: Settings): string {
  const { json, adapter, prompt } = request;
  if (json !== undefined) return JSON.stringify(sampleOf(json satisfies JsonSchema), undefined, 1);
  const before = adapter === undefined ? "" : `${adapters?.[adapter.name] ?? ""} `;
  return before + (reply?.(request) ?? textOf(prompt.at(-1)));
}

function cut(text: string, { stop = [], maxTokens }: ChatRequest): { text: string; reason: FinishReason } {
  const ends = stop.map((mark) => text.indexOf(mark)).filter((index) => index >= 0);
  const stopped = text.slice(0, Math.min(text.length, ...ends));
  const tokens = fakeTokens(stopped);
  if (maxTokens === undefined || tokens.length <= maxTokens) return { text: stopped, reason: "stop" };
  return { text: tokens.slice(0, maxTokens).join(""), reason: "length" };
}

type Ending = { readonly reason: FinishReason; readonly written: string };

function finish({ prompt }: ChatRequest, { reason, written }: Ending): ChatEvent {
  const usage = {
    inputTokens: { total: promptTokens(prompt), cached: 0 },
    outputTokens: { total: countFakeTokens(written), reasoning: 0 },
  };
  return { kind: "finish", reason, usage };
}

/** Words that the prompt holds are likely, others are not. */
async function score(
  prompt: Prompt,
  continuations: readonly string[],
  options?: ScoreOptions,
): Promise<readonly Likelihood[]> {
  options?.abortSignal?.throwIfAborted();
  const known = new Set(prompt.flatMap((message) => fakeTokens(textOf(message)).map((token) => token.trim())));
  return continuations.map((continuation) => {
    const tokenLogProbabilities = fakeTokens(continuation).map((token) => (known.has(token.trim()) ? -0.5 : -4));
    return { logProbability: tokenLogProbabilities.reduce((sum, value) => sum + value, 0), tokenLogProbabilities };
  });
}

function promptTokens(prompt: Prompt): number {
  return prompt.reduce((sum, message) => sum + 1 + countFakeTokens(textOf(message)), 0);
}

function textOf(message: ChatMessage | undefined): string {
  if (message === undefined) return "";
  if (typeof message.content === "string") return message.content;
  return message.content
    .map((part) => {
      if (part.kind === "text" || part.kind === "reasoning") return part.text;
      return JSON.stringify(part.kind === "tool-call" ? part.input : part.output);
    })
    .join(" ");
}
