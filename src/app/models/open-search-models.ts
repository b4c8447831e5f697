// Opens the models of a project when they are first needed, once, and lets them go with it.
import { SchoolbookError } from "../../core/errors.ts";
import { untilAborted } from "../../core/until-aborted.ts";
import type { ModelRole, Opened } from "../../engines/engine.ts";
import type { ChatModel } from "../../spec/chat.ts";
import type { Embedder } from "../../spec/embedder.ts";
import type { Reranker } from "../../spec/reranker.ts";
import type { ResolvedConfig } from "../config/config-schema.ts";
import { modelContext, type ModelWiring } from "./model-context.ts";
import { requireModels, searchModels } from "./require-models.ts";
import { resolveEngineModel } from "./resolve-model.ts";

export type SearchModels = AsyncDisposable & {
  /** Undefined where searches go by words. The signal ends the waiting; others may wait for the same model. */
  embedder(signal?: AbortSignal): Promise<Embedder | undefined>;
  reranker(signal?: AbortSignal): Promise<Reranker | undefined>;
  /** A chat model by its name or reference. */
  chat(name: string): Promise<ChatModel>;
};

export type SearchModelsOptions = Omit<ModelWiring, "knownDims" | "signal"> & {
  readonly config: ResolvedConfig;
  /** Looks up, once an embedder is opened, how long vectors of a fingerprint are known to be. */
  readonly knownDims: () => Promise<NonNullable<ModelWiring["knownDims"]>>;
};

export function createSearchModels({ config, knownDims, ...given }: SearchModelsOptions): SearchModels {
  const closing = new AbortController();
  const wiring: ModelWiring = { ...given, signal: closing.signal };
  const opened: Promise<AsyncDisposable | undefined>[] = [];
  const once = <Model extends AsyncDisposable>(
    open: () => Promise<Model | undefined>,
  ): ((signal?: AbortSignal) => Promise<Model | undefined>) => {
    let model: Promise<Model | undefined> | undefined;
    return async (signal) => {
      signal?.throwIfAborted();
      model ??= open().catch((error: unknown) => {
        model = undefined;
        throw error;
      });
      opened.push(model.catch(() => undefined)); // why: who asked for it gets the error; this copy is for closing
      return untilAborted(model, signal);
    };
  };
  const chats = new Map<string, () => Promise<Opened<ChatModel> | undefined>>();
  const check = async (): Promise<void> => requireModels(searchModels(config), config.models, wiring);
  return {
    embedder: once(async () => {
      if (config.embedder === null) return undefined;
      await check();
      return open(config, config.embedder, {
        role: "embedder",
        wiring: { ...wiring, knownDims: await knownDims() },
      });
    }),
    reranker: once(async () => {
      if (config.reranker === null) return undefined;
      await check();
      return open(config, config.reranker, { role: "reranker", wiring });
    }),
    chat: async (name) => {
      const chat = chats.get(name) ?? once(async () => openChat(name, { config, wiring }));
      chats.set(name, chat);
      return there(await chat());
    },
    [Symbol.asyncDispose]: async () => {
      closing.abort(); // why: a server that is still asked about its model would be waited for.
      for (const model of new Set(await Promise.all(opened.splice(0)))) await model?.[Symbol.asyncDispose]();
    },
  };
}

type Opening = { readonly config: ResolvedConfig; readonly wiring: ModelWiring };

async function openChat(name: string, { config, wiring }: Opening): Promise<Opened<ChatModel> | undefined> {
  await requireModels([{ name, role: "chat" }], config.models, wiring);
  const model = resolveEngineModel(name, "chat", { models: config.models });
  return model.engine.chat?.(model.reference, modelContext(model, wiring));
}

function there<Model>(model: Model | undefined): Model {
  // why: resolveEngineModel has refused engines that cannot play the part
  if (model === undefined) throw new SchoolbookError("internal", "The engine cannot open this model.");
  return model;
}

type Part<Role extends ModelRole> = { readonly role: Role; readonly wiring: ModelWiring };

async function open(
  config: ResolvedConfig,
  name: string,
  part: Part<"embedder">,
): Promise<Opened<Embedder> | undefined>;
async function open(
  config: ResolvedConfig,
  name: string,
  part: Part<"reranker">,
): Promise<Opened<Reranker> | undefined>;
async function open(config: ResolvedConfig, name: string, { role, wiring }: Part<"embedder" | "reranker">) {
  const model = resolveEngineModel(name, role, { models: config.models });
  return model.engine[role]?.(model.reference, modelContext(model, wiring));
}
