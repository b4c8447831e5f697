// The engine for models of AI SDK providers: `ai-sdk:@ai-sdk/anthropic#claude-…`, or `ai-sdk:./provider.ts#model`.
import { SchoolbookError } from "../../core/errors.ts";
import type { Engine, EngineContext, ModelReference, ModelStatus } from "../engine.ts";
import { isEmbeddingModel, isLanguageModel, isRerankingModel } from "./ai-sdk-models.ts";
import { fromAiSdkLanguageModel } from "./create-chat-model.ts";
import { fromAiSdkEmbeddingModel } from "./create-embedder.ts";
import { fromAiSdkRerankingModel } from "./create-reranker.ts";
import { type AiSdkProvider, findModule, loadProvider } from "./load-provider.ts";

export const aiSdkEngine: Engine = {
  id: "ai-sdk",
  schemes: ["ai-sdk"],
  inspect: async (reference, context) => inspect(reference, context),
  chat: async (reference, { runtime, options, ...context }) => {
    const { provider, model } = await open(reference, { runtime, options, ...context });
    const found = provider.languageModel?.(model);
    if (!isLanguageModel(found)) throw notOffered(reference, "language");
    const { contextTokens, maxDurationMs } = options;
    return fromAiSdkLanguageModel(found, { id: reference.text, contextTokens, maxDurationMs, runtime });
  },
  embedder: async (reference, context) => {
    const { provider, model } = await open(reference, context);
    const found = provider.embeddingModel?.(model) ?? provider.textEmbeddingModel?.(model);
    if (!isEmbeddingModel(found)) throw notOffered(reference, "embedding");
    const { maxTokens, queryPrefix, documentPrefix, identity } = context.options;
    const given = Object.entries({ maxTokens, queryPrefix, documentPrefix }).filter(([, value]) => value !== undefined);
    const { runtime, knownDims } = context;
    return fromAiSdkEmbeddingModel(found, {
      ...Object.fromEntries(given),
      identity,
      id: reference.text,
      runtime,
      knownDims,
    });
  },
  reranker: async (reference, context) => {
    const { provider, model } = await open(reference, context);
    const found = provider.rerankingModel?.(model);
    if (!isRerankingModel(found)) throw notOffered(reference, "reranking");
    const { runtime, options } = context;
    return fromAiSdkRerankingModel(found, { id: reference.text, maxTokens: options.maxTokens, runtime });
  },
};

/** Where such a model runs, only its provider knows; it is taken to be elsewhere. */
function inspect(reference: ModelReference, { projectFolder, options }: EngineContext): ModelStatus {
  const { module } = split(reference);
  const file = findModule(module, projectFolder);
  const remedy = module.startsWith(".") ? "Check the path." : `Run \`npm install ${module}\` in the project's folder.`;
  return {
    roles: ["chat", "embedder", "reranker"],
    missing: file === undefined ? [{ what: `the module ${module}`, remedy, fetchable: true }] : [],
    local: false,
    ...(file === undefined ? {} : { place: file }),
    ...(options.contextTokens === undefined ? {} : { contextTokens: options.contextTokens }),
  };
}

type OpenedProvider = { readonly provider: AiSdkProvider; readonly model: string };

async function open(reference: ModelReference, { projectFolder, offline }: EngineContext): Promise<OpenedProvider> {
  const { module, model } = split(reference);
  if (offline) {
    throw new SchoolbookError("offline", `${reference.text} may ask another machine, and --offline forbids it.`, {
      hint: "Leave --offline out, or choose a model on this machine.",
    });
  }
  const file = findModule(module, projectFolder);
  if (file === undefined) {
    throw new SchoolbookError("model_not_ready", `${reference.text}: the module ${module} is not installed.`, {
      hint: `Run \`npm install ${module}\` in the project's folder.`,
    });
  }
  return { provider: await loadProvider(module, file), model };
}

function split({ name, text }: ModelReference): { readonly module: string; readonly model: string } {
  const at = name.lastIndexOf("#");
  if (at > 0 && at < name.length - 1) return { module: name.slice(0, at), model: name.slice(at + 1) };
  throw new SchoolbookError("config_invalid", `${text} does not name a module and a model.`, {
    hint: "Write `ai-sdk:@ai-sdk/anthropic#model`, or `ai-sdk:./provider.ts#model`.",
  });
}

function notOffered({ text }: ModelReference, kind: string): SchoolbookError {
  return new SchoolbookError("config_invalid", `The provider of ${text} offers no ${kind} model of that name.`, {
    hint: "Check the model's name, and that the provider's version has such models.",
  });
}
