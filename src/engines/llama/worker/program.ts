// The program that a llama process runs: loads one model and does with it what it is asked.
import { SchoolbookError } from "../../../core/errors.ts";
import { serve, type Service } from "../../child/serve.ts";
import { type Facts, NEXT_TOKENS, SETTINGS, type Settings, TOKENIZE } from "../messages.ts";
import { type Binding, type Model, openBinding } from "./binding.ts";
import { createChatTemplate } from "./chat-template.ts";
import { generate, renderPrompt, score } from "./chat.ts";
import { createLanes } from "./lanes.ts";
import { likeliestTokens } from "./score-tokens.ts";
import { createTextMethods } from "./text-contexts.ts";
import { learnToolFormat } from "./tool-format.ts";

/** What a model without a word about its context is taken to hold; more than this only where it is asked for. */
const CHAT_TOKENS = 8192;
const TEXT_TOKENS = 2048;

const settings = SETTINGS.parse(JSON.parse(process.argv[2] ?? ""));
await serve(async () => start(settings), settings.memoryMb);

async function start(given: Settings): Promise<Service> {
  const binding = await openBinding(given.engineFolder, given);
  const model = await loadModel(binding, given);
  const most = given.contextTokens ?? (given.role === "chat" ? CHAT_TOKENS : TEXT_TOKENS);
  const contextTokens = model.trainContextSize > 0 ? Math.min(most, model.trainContextSize) : most;
  const { architecture } = model.fileInfo.metadata.general ?? {};
  const facts: Facts = {
    architecture: architecture ?? "unknown",
    contextTokens,
    sequences: given.sequences,
    dims: model.embeddingVectorSize,
    pooling: model.fileInfo.architectureMetadata?.pooling_type ?? 0,
    tools: false,
  };
  const tokenize = async (params: unknown): Promise<number[][]> =>
    TOKENIZE.parse(params).texts.map((text) => model.tokenize(text, false));
  if (given.role === "chat") return chatService({ binding, model, settings: given, facts, tokenize });
  const methods = createTextMethods(model, { threads: given.threads, maxTokens: contextTokens });
  return {
    facts,
    methods: {
      tokenize,
      embed: async (params, { signal }) => methods.embed(params, signal),
      rank: async (params, { signal }) => methods.rank(params, signal),
    },
  };
}

async function loadModel({ llama, complaints }: Binding, { file, gpu }: Settings): Promise<Model> {
  try {
    return await llama.loadModel({ modelPath: file, gpuLayers: gpu ? "auto" : 0 });
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    const telling = complaints().findLast((line) => /error|fail|unknown|not within/iu.test(line));
    throw new SchoolbookError("input_invalid", `${file} cannot be loaded: ${telling ?? said}.`, {
      hint: "The file is damaged or incomplete, or of a kind that this llama.cpp does not know. Fetch it again.",
      cause,
    });
  }
}

type Loaded = {
  readonly binding: Binding;
  readonly model: Model;
  readonly settings: Settings;
  readonly facts: Facts;
  readonly tokenize: (params: unknown) => Promise<number[][]>;
};

async function chatService({ binding, model, settings: given, facts, tokenize }: Loaded): Promise<Service> {
  const template = createChatTemplate(binding, model, given.file);
  const toolFormat = learnToolFormat(template);
  const { contextTokens } = facts;
  const lanes = await createLanes(model, { ...given, contextTokens });
  const context = { binding, model, template, toolFormat, lanes, contextTokens, settings: given };
  return {
    facts: { ...facts, tools: toolFormat !== undefined, ...(toolFormat === undefined ? {} : { toolFormat }) },
    methods: {
      tokenize,
      render: async (params) => renderPrompt(params, context),
      generate: async (params, call) => generate(params, call, context),
      score: async (params, call) => score(params, call, context),
      nextTokens: async (params, { signal }) => {
        const { tokens, count } = NEXT_TOKENS.parse(params);
        using lane = await lanes.borrow(tokens, undefined, signal);
        return await likeliestTokens(lane.sequence, tokens.slice(lane.cachedTokens), count);
      },
    },
  };
}
