// Answers conversations: renders, computes, samples, and tells what comes as it comes.
import { SchoolbookError } from "../../../core/errors.ts";
import type { Call } from "../../child/serve.ts";
import {
  type ChatStep,
  GENERATE,
  type Generated,
  type GenerateParams,
  RENDER,
  SCORE,
  type Settings,
  type ToolFormat,
} from "../messages.ts";
import { afterText, type Binding, type Model, type SampleOptions, type Token } from "./binding.ts";
import { type ChatTemplate, type Piece, textOf } from "./chat-template.ts";
import { createDetokenizer } from "./detokenizer.ts";
import { BATCH_TOKENS, type Lane, type Lanes } from "./lanes.ts";
import { createOutputReader, type OutputReader } from "./output-reader.ts";
import { scoreTokens } from "./score-tokens.ts";
import { createStepSender } from "./step-sender.ts";

export type ChatContext = {
  readonly binding: Binding;
  readonly model: Model;
  readonly template: ChatTemplate;
  readonly toolFormat: ToolFormat | undefined;
  readonly lanes: Lanes;
  readonly contextTokens: number;
  readonly settings: Settings;
};

const CLOSED_THOUGHT = "\n</think>\n\n";
/** llama.cpp's own defaults, for replies that are drawn at random. */
const TOP_K = 40;
const MIN_P = 0.05;

export function renderPrompt(params: unknown, { template }: ChatContext): { text: string; tokens: readonly Token[] } {
  const { native, ...conversation } = RENDER.parse(params);
  const pieces = template.render(conversation, { forReply: true, native });
  return { text: textOf(pieces), tokens: template.tokenize(pieces) };
}

export async function generate(params: unknown, call: Call, context: ChatContext): Promise<Generated> {
  const request = GENERATE.parse(params);
  const prompt = preparePrompt(request, context);
  using lane = await context.lanes.borrow(prompt.tokens, request.adapter, call.signal);
  const begun: ChatStep = { kind: "begun", inputTokens: prompt.tokens.length, cachedTokens: lane.cachedTokens };
  call.send(begun);
  const rest = await prefill(lane, prompt.tokens, call.signal);
  const reader = readerFor(request, prompt.isInThought, context);
  const room = context.contextTokens - prompt.tokens.length;
  const limit = Math.min(request.maxTokens ?? room, room);
  if (limit <= 0) return { outputTokens: 0, reasoningTokens: 0, reason: "length" };
  return await write(rest, limit, { lane, reader, request, context, call });
}

/** One list of per-token log-probabilities for each continuation. */
export async function score(params: unknown, { signal }: Call, context: ChatContext): Promise<number[][]> {
  const { continuations, adapter, ...conversation } = SCORE.parse(params);
  const { tokens: prompt } = preparePrompt({ ...conversation, grammar: "" }, context);
  return Promise.all(
    continuations.map(async (continuation) => {
      const tokens = context.model.tokenize(continuation, false, afterText(context.model));
      checkLength(prompt.length + tokens.length, context);
      if (tokens.length === 0) return [];
      using lane = await context.lanes.borrow(prompt, adapter, signal);
      const rest = await prefill(lane, prompt, signal);
      return await scoreTokens(lane.sequence, rest, tokens);
    }),
  );
}

type Prompt = { readonly tokens: readonly Token[]; readonly isInThought: boolean };

/** A reply that has to follow a grammar does not begin with a thought; one that the template has begun is closed. */
function preparePrompt(
  { native, grammar, ...conversation }: Pick<GenerateParams, "messages" | "tools" | "native" | "grammar">,
  context: ChatContext,
): Prompt {
  const { template } = context;
  const pieces = template.render(conversation, { forReply: true, native });
  const isBegun = knowsThoughts(template) && textOf(pieces).trimEnd().endsWith("<think>");
  const closed: readonly Piece[] = isBegun && grammar !== undefined ? [{ text: CLOSED_THOUGHT, isTemplate: true }] : [];
  const tokens = template.tokenize(joinPieces([...pieces, ...closed]));
  checkLength(tokens.length, context);
  return { tokens, isInThought: isBegun && grammar === undefined };
}

/** Neighbours of a kind are read in one go, as if they had been rendered so. */
function joinPieces(pieces: readonly Piece[]): readonly Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last?.isTemplate === true && piece.isTemplate)
      joined[joined.length - 1] = { ...last, text: last.text + piece.text };
    else joined.push(piece);
  }
  return joined;
}

function knowsThoughts({ source }: ChatTemplate): boolean {
  return source.includes("<think>") && source.includes("</think>");
}

function checkLength(tokens: number, { contextTokens, settings }: ChatContext): void {
  if (tokens < contextTokens) return;
  const message = `The prompt has ${tokens} tokens; the context of ${settings.file} holds ${contextTokens}, reply included.`;
  throw new SchoolbookError("input_invalid", message, {
    hint: "Ask with fewer or shorter passages, or set a larger `contextTokens` for the model.",
    details: { tokens, contextTokens },
  });
}

/** Computes the prompt up to its last piece, which is returned: it is computed together with the first new token. */
async function prefill(lane: Lane, tokens: readonly Token[], signal: AbortSignal): Promise<readonly Token[]> {
  let at = lane.cachedTokens;
  while (tokens.length - at > BATCH_TOKENS) {
    signal.throwIfAborted();
    await lane.sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(at, at + BATCH_TOKENS));
    at += BATCH_TOKENS;
    await lane.pass();
  }
  return tokens.slice(at);
}

type Writing = {
  readonly lane: Lane;
  readonly reader: OutputReader;
  readonly request: GenerateParams;
  readonly context: ChatContext;
  readonly call: Call;
};

async function write(rest: readonly Token[], limit: number, writing: Writing): Promise<Generated> {
  const { lane, reader, context, call, request } = writing;
  const { controlTokens } = context.template;
  const detokenizer = createDetokenizer(context.model, { controlTokens, marks: marksOf(context) });
  const sender = createStepSender(call);
  let outputTokens = 0;
  let reasoningTokens = 0;
  let isCut = false;
  for await (const token of lane.sequence.evaluate(rest, await sampling(request, context))) {
    outputTokens += 1;
    if (reader.isThinking()) reasoningTokens += 1;
    sender.add(reader.feed(detokenizer.feed(token)), { outputTokens, reasoningTokens });
    await lane.pass();
    isCut = outputTokens >= limit;
    if (isCut || reader.isStopped() || call.signal.aborted) break;
  }
  call.signal.throwIfAborted();
  sender.add([...reader.feed(detokenizer.end()), ...reader.end()], { outputTokens, reasoningTokens });
  sender.flush();
  const isWhole = !isCut || reader.isStopped();
  const reason = !isWhole ? "length" : reader.calls() > 0 ? "tool-calls" : "stop";
  return { outputTokens, reasoningTokens, reason };
}

async function sampling(request: GenerateParams, { binding, model }: ChatContext): Promise<SampleOptions> {
  const { temperature, topP, seed, grammar } = request;
  const plain = { temperature, topP, seed, topK: TOP_K, minP: MIN_P };
  if (grammar === undefined) return plain;
  return { ...plain, grammarEvaluationState: await startGrammar(grammar, { binding, model }) };
}

async function startGrammar(grammar: string, { binding, model }: Pick<ChatContext, "binding" | "model">) {
  try {
    return binding.createGrammarState({ model, grammar: await binding.llama.createGrammar({ grammar }) });
  } catch (cause) {
    throw new SchoolbookError("input_invalid", "The JSON schema is too much for llama.cpp to follow.", {
      hint: "Ask with a simpler schema: fewer properties, shorter lists, less nesting.",
      cause,
    });
  }
}

/** Where a reply has to follow a grammar, what looks like a thought is part of it. */
function readerFor(
  { stop, tools = [], grammar }: GenerateParams,
  startsInThought: boolean,
  context: ChatContext,
): OutputReader {
  const toolNames = new Set(tools.map((tool) => tool.function.name));
  return createOutputReader({
    stop,
    startsInThought,
    readsThoughts: grammar === undefined && knowsThoughts(context.template),
    toolFormat: toolNames.size === 0 ? undefined : context.toolFormat,
    toolNames,
  });
}

/** Some vocabularies count these marks among their control tokens. */
function marksOf({ toolFormat, template }: ChatContext): readonly string[] {
  const calls = toolFormat === undefined ? [] : [toolFormat.open, toolFormat.close];
  return knowsThoughts(template) ? [...calls, "<think>", "</think>"] : calls;
}
