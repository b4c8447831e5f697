// A chat model of ours as a language model of the AI SDK (its specification v4).
import type { ChatEvent, ChatModel, ChatWarning, FinishReason, Usage } from "../../spec/chat.ts";
import { type ProvidedCall, readCall } from "./read-call.ts";

export type ProvidedWarning =
  | { type: "unsupported"; feature: string; details?: string }
  | { type: "other"; message: string };

export type ProvidedUsage = {
  inputTokens: { total: number; noCache: number; cacheRead: number; cacheWrite: undefined };
  outputTokens: { total: number; text: number; reasoning: number };
};

export type ProvidedFinish = { unified: FinishReason; raw: undefined };

export type ProvidedContent =
  | { type: "text"; text: string }
  | { type: "reasoning"; text: string }
  | { type: "tool-call"; toolCallId: string; toolName: string; input: string };

export type ProvidedPart =
  | { type: "stream-start"; warnings: ProvidedWarning[] }
  | { type: "text-start" | "text-end" | "reasoning-start" | "reasoning-end"; id: string }
  | { type: "text-delta" | "reasoning-delta"; id: string; delta: string }
  | { type: "tool-call"; toolCallId: string; toolName: string; input: string }
  | { type: "response-metadata"; id?: string; modelId?: string }
  | { type: "error"; error: unknown }
  | { type: "finish"; usage: ProvidedUsage; finishReason: ProvidedFinish };

export type ProvidedResult = {
  content: ProvidedContent[];
  finishReason: ProvidedFinish;
  usage: ProvidedUsage;
  warnings: ProvidedWarning[];
  response: { id?: string; modelId?: string };
};

export type ProvidedLanguageModel = {
  readonly specificationVersion: "v4";
  readonly provider: "schoolbook";
  readonly modelId: string;
  supportedUrls: Record<string, RegExp[]>;
  doGenerate(options: ProvidedCall): Promise<ProvidedResult>;
  doStream(options: ProvidedCall): Promise<{ stream: ReadableStream<ProvidedPart> }>;
};

export function provideChatModel(modelId: string, model: ChatModel): ProvidedLanguageModel {
  return {
    specificationVersion: "v4",
    provider: "schoolbook",
    modelId,
    supportedUrls: {},
    doGenerate: async (options) => generateWhole(model, options),
    doStream: async (options) => ({ stream: ReadableStream.from(streamParts(model, options)) }),
  };
}

async function generateWhole(model: ChatModel, options: ProvidedCall): Promise<ProvidedResult> {
  const { request, warnings } = readCall(options, model.can);
  const content: ProvidedContent[] = [];
  for await (const event of model.generate(request)) {
    if (event.kind === "finish") {
      return {
        content,
        ...ending(event),
        warnings: [...warnings, ...writeWarnings(event.warnings)],
        response: about(event),
      };
    }
    addContent(content, event);
  }
  return { content, ...ending(undefined), warnings, response: {} };
}

type Delta = Exclude<ChatEvent, { kind: "finish" }>;
type Finish = Extract<ChatEvent, { kind: "finish" }>;

function addContent(content: ProvidedContent[], event: Delta): void {
  if (event.kind === "tool-call") return void content.push(writeToolCall(event));
  const type = event.kind === "text-delta" ? "text" : "reasoning";
  const last = content.at(-1);
  if (last?.type === type) content.splice(-1, 1, { type, text: last.text + event.text });
  else content.push({ type, text: event.text });
}

/** A failure on the way is a part of the stream, as the AI SDK wants it, and comes before the finish with the usage. */
async function* streamParts(model: ChatModel, options: ProvidedCall): AsyncGenerator<ProvidedPart> {
  const { request, warnings } = readCall(options, model.can);
  yield { type: "stream-start", warnings };
  const blocks = createBlocks();
  let last: Finish | undefined;
  try {
    for await (const event of model.generate(request)) {
      if (event.kind === "finish") last = event;
      else yield* blocks.add(event);
    }
  } catch (error) {
    if (options.abortSignal?.aborted === true) throw error; // why: what is aborted ends the stream itself there
    yield* blocks.close();
    yield { type: "error", error };
  }
  yield* blocks.close();
  if (last !== undefined) yield { type: "response-metadata", ...about(last) };
  yield { type: "finish", ...ending(last) };
}

type Blocks = {
  add(event: Delta): Generator<ProvidedPart>;
  close(): Generator<ProvidedPart>;
};

/** Text and thoughts come in blocks, each begun and ended. */
function createBlocks(): Blocks {
  let open: { readonly type: "text" | "reasoning"; readonly id: string } | undefined;
  let count = 0;
  const close = function* close(): Generator<ProvidedPart> {
    if (open !== undefined) yield { type: `${open.type}-end`, id: open.id };
    open = undefined;
  };
  return {
    close,
    *add(event) {
      if (event.kind === "tool-call") {
        yield* close();
        yield writeToolCall(event);
        return;
      }
      const type = event.kind === "text-delta" ? "text" : "reasoning";
      if (open?.type !== type) {
        yield* close();
        open = { type, id: String((count += 1)) };
        yield { type: `${type}-start`, id: open.id };
      }
      yield { type: event.kind, id: open.id, delta: event.text };
    },
  };
}

function writeToolCall({ id, name, input }: Extract<Delta, { kind: "tool-call" }>) {
  const text = typeof input === "string" ? input : JSON.stringify(input);
  return { type: "tool-call", toolCallId: id, toolName: name, input: text } as const;
}

function about({ requestId, model }: Finish): { id?: string; modelId?: string } {
  return { ...(requestId === undefined ? {} : { id: requestId }), ...(model === undefined ? {} : { modelId: model }) };
}

function ending(finish: Finish | undefined): { usage: ProvidedUsage; finishReason: ProvidedFinish } {
  return { usage: writeUsage(finish?.usage), finishReason: { unified: finish?.reason ?? "error", raw: undefined } };
}

function writeUsage(usage: Usage | undefined): ProvidedUsage {
  const { total: input, cached } = usage?.inputTokens ?? { total: 0, cached: 0 };
  const { total: output, reasoning } = usage?.outputTokens ?? { total: 0, reasoning: 0 };
  return {
    inputTokens: { total: input, noCache: input - cached, cacheRead: cached, cacheWrite: undefined },
    outputTokens: { total: output, text: output - reasoning, reasoning },
  };
}

function writeWarnings(warnings: readonly ChatWarning[] = []): ProvidedWarning[] {
  return warnings.map((warning) =>
    warning.kind === "unsupported"
      ? { type: "unsupported", feature: warning.setting, details: warning.message }
      : { type: "other", message: warning.message },
  );
}
