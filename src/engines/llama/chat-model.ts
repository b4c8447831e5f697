// A chat model in a llama process, behind the contract that all chat models keep.
import { existsSync } from "node:fs";

import { SchoolbookError } from "../../core/errors.ts";
import type { Runtime } from "../../core/runtime.ts";
import type {
  ChatAdapter,
  ChatEvent,
  ChatModel,
  ChatRequest,
  ChatWarning,
  Likelihood,
  Prompt,
} from "../../spec/chat.ts";
import type { Opened } from "../engine.ts";
import { callGrammar } from "./grammar/call-grammar.ts";
import { type JsonGrammar, jsonGrammar } from "./grammar/json-grammar.ts";
import {
  type AdapterFile,
  CHAT_STEP,
  type ChatStep,
  GENERATED,
  type Generated,
  NEXT,
  RENDERED,
  SCORED,
  TOKENIZED,
  type ToolFormat,
} from "./messages.ts";
import { type LlamaOptions, type LlamaProcess, openLlamaProcess } from "./open-process.ts";
import { createReply } from "./reply.ts";
import { templateMessages, templateTools } from "./template-messages.ts";

/** What can be told of a local model beyond the contract, as for comparing it with other engines. */
export type LlamaChatModel = Opened<ChatModel> &
  Required<Pick<ChatModel, "score" | "countTokens">> & {
    /** The prompt as the model's own template writes it, and its tokens. */
    render(
      prompt: Prompt,
      options?: RenderChoice,
    ): Promise<{ readonly text: string; readonly tokens: readonly number[] }>;
    /** Texts as tokens, none of them read as a control token. */
    tokenize(texts: readonly string[]): Promise<readonly (readonly number[])[]>;
    /** The likeliest tokens after these, best first. */
    nextTokens(
      tokens: readonly number[],
      count: number,
    ): Promise<readonly { readonly token: number; readonly logProbability: number }[]>;
    /** The process that holds the model; undefined while none runs. */
    readonly pid: () => number | undefined;
  };

export type RenderChoice = Pick<ChatRequest, "tools"> & {
  /** True: llama.cpp's own template engine renders, not the one in JavaScript. */
  readonly native?: boolean;
};

export async function openLlamaChat(options: LlamaOptions): Promise<LlamaChatModel> {
  const engine = await openLlamaProcess(options, "chat");
  const { contextTokens, tools } = engine.loaded;
  const adapters = new Map<string, string>();
  const context: ChatContext = { engine, adapters, runtime: options.runtime };
  return {
    id: engine.id,
    contextTokens,
    can: { json: true, tools, score: true, adapters: true },
    pid: engine.pid,
    generate: (request) => generate(request, context),
    score: async (prompt, continuations, { adapter, abortSignal: signal } = {}) => {
      signal?.throwIfAborted();
      if (continuations.length === 0) return [];
      const params = { messages: checkedMessages(prompt), continuations, ...adapterOf(adapter, context) };
      return (await engine.call("score", params, { result: SCORED, signal })).map(likelihoodOf);
    },
    countTokens: async (prompt, signal) => (await render(prompt, {}, { engine, signal })).tokens.length,
    render: async (prompt, choice = {}) => render(prompt, choice, { engine, signal: undefined }),
    tokenize: async (texts) => engine.call("tokenize", { texts }, { result: TOKENIZED }),
    nextTokens: async (tokens, count) => engine.call("nextTokens", { tokens, count }, { result: NEXT }),
    [Symbol.asyncDispose]: async () => engine[Symbol.asyncDispose](),
  };
}

type ChatContext = {
  readonly engine: LlamaProcess;
  /** Files of adapters by name, as requests brought them. */
  readonly adapters: Map<string, string>;
  readonly runtime: Runtime;
};

type Rendering = { readonly engine: LlamaProcess; readonly signal: AbortSignal | undefined };

async function render(prompt: Prompt, { tools = [], native = false }: RenderChoice, { engine, signal }: Rendering) {
  const params = { messages: checkedMessages(prompt), tools: templateTools(tools), native };
  return engine.call("render", params, { result: RENDERED, signal });
}

async function* generate(request: ChatRequest, context: ChatContext): AsyncGenerator<ChatEvent> {
  request.abortSignal?.throwIfAborted();
  const { params, warnings } = paramsFor(request, context);
  const stop = new AbortController();
  const signal = request.abortSignal === undefined ? stop.signal : AbortSignal.any([request.abortSignal, stop.signal]);
  const reply = createReply(warnings);
  const onPart = (part: unknown): void => reply.step(CHAT_STEP.parse(part) satisfies ChatStep);
  const answer = context.engine.call<Generated>("generate", params, { result: GENERATED, signal, onPart });
  answer.then(
    (generated) => reply.end(generated),
    (error: unknown) => reply.fail(error),
  );
  try {
    yield* reply.events();
  } finally {
    stop.abort();
  }
}

function paramsFor(request: ChatRequest, context: ChatContext) {
  const { tools = [], toolChoice, json, maxTokens, temperature = 0, topP = 0.95, stop = [] } = request;
  const shown = toolChoice?.kind === "none" ? [] : tools;
  const { toolFormat } = context.engine.loaded;
  if (tools.length > 0 && toolFormat === undefined) {
    throw refused(`${context.engine.id} cannot call tools: its chat template does not provide for them.`);
  }
  const held = grammarFor(request, toolFormat);
  const warnings = (held?.unheld ?? []).map((setting): ChatWarning => ({
    kind: "unsupported",
    setting: `${json === undefined ? "tools" : "json"}: ${setting}`,
    message: `The reply is not held to \`${setting}\` of the schema.`,
  }));
  const params = {
    messages: checkedMessages(request.prompt),
    tools: templateTools(shown),
    temperature,
    topP,
    seed: request.seed ?? Math.floor(context.runtime.random() * 2 ** 31),
    stop: stop.filter((text) => text !== ""),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(held === undefined ? {} : { grammar: held.grammar }),
    ...adapterOf(request.adapter, context),
  };
  return { params, warnings };
}

function grammarFor(
  { json, tools = [], toolChoice }: ChatRequest,
  toolFormat: ToolFormat | undefined,
): JsonGrammar | undefined {
  const isForced = toolChoice?.kind === "required" || toolChoice?.kind === "tool";
  const choices = toolChoice?.kind === "tool" ? tools.filter(({ name }) => name === toolChoice.name) : tools;
  if (isForced && (choices.length === 0 || toolFormat === undefined)) {
    throw refused("A tool has to be called, and none of that name is among the tools.");
  }
  if (json !== undefined && tools.length > 0 && toolChoice?.kind !== "none") {
    throw refused("JSON by a schema and tools cannot be asked for together.");
  }
  if (isForced && toolFormat !== undefined) return callGrammar(choices, toolFormat);
  return json === undefined ? undefined : jsonGrammar(json);
}

function checkedMessages(prompt: Prompt) {
  if (prompt.length === 0) throw refused("The prompt has no message.");
  return templateMessages(prompt);
}

/** An adapter is known by its name from the first request on that brought its file. */
function adapterOf(adapter: ChatAdapter | undefined, { adapters, engine }: ChatContext): { adapter?: AdapterFile } {
  if (adapter === undefined) return {};
  const { name, scale = 1 } = adapter;
  const path = adapter.path ?? adapters.get(name);
  if (path === undefined || !existsSync(path)) {
    const message = path === undefined ? `${engine.id} knows no adapter ${name}.` : `There is no adapter file ${path}.`;
    throw new SchoolbookError("not_found", message, { hint: "Give the adapter's file with it: a LoRA in GGUF form." });
  }
  adapters.set(name, path);
  return { adapter: { path, scale } };
}

function likelihoodOf(tokenLogProbabilities: readonly number[]): Likelihood {
  return { logProbability: tokenLogProbabilities.reduce((sum, value) => sum + value, 0), tokenLogProbabilities };
}

function refused(message: string): SchoolbookError {
  return new SchoolbookError("input_invalid", message);
}
