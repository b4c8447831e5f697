// Opens single models for programs that use the library.
import { SchoolbookError } from "../../core/errors.ts";
import { systemRuntime, type Runtime } from "../../core/runtime.ts";
import type { ModelRole, Opened } from "../../engines/engine.ts";
import type { ChatModel } from "../../spec/chat.ts";
import type { Embedder } from "../../spec/embedder.ts";
import type { Reranker } from "../../spec/reranker.ts";
import { type ProjectConfig, CONFIG_SCHEMA } from "../config/config-schema.ts";
import { modelContext } from "./model-context.ts";
import { requireModels } from "./require-models.ts";
import { resolveEngineModel } from "./resolve-model.ts";

export type OpenModelOptions = {
  /** Models by name, as in a configuration. */
  readonly models?: ProjectConfig["models"];
  /** Where relative paths in references start; default the working folder. */
  readonly folder?: string;
  /** Where optional engines are installed; default the user's own folder. */
  readonly enginesFolder?: string;
  readonly offline?: boolean;
  readonly runtime?: Runtime;
};

/** The chat model of a reference or a name; whoever opens it disposes of it. */
export async function openChatModel(name: string, options: OpenModelOptions = {}): Promise<Opened<ChatModel>> {
  const { engine, reference, context } = await prepare(name, "chat", options);
  return there(await engine.chat?.(reference, context));
}

export async function openEmbedder(name: string, options: OpenModelOptions = {}): Promise<Opened<Embedder>> {
  const { engine, reference, context } = await prepare(name, "embedder", options);
  return there(await engine.embedder?.(reference, context));
}

export async function openReranker(name: string, options: OpenModelOptions = {}): Promise<Opened<Reranker>> {
  const { engine, reference, context } = await prepare(name, "reranker", options);
  return there(await engine.reranker?.(reference, context));
}

async function prepare(name: string, role: ModelRole, options: OpenModelOptions) {
  const { runtime = systemRuntime(), offline = false, folder: projectFolder = process.cwd() } = options;
  const { models } = CONFIG_SCHEMA.parse({ models: options.models ?? {} });
  const wiring = { runtime, offline, projectFolder, enginesFolder: options.enginesFolder };
  const model = resolveEngineModel(name, role, { models });
  await requireModels([{ name, role }], models, wiring);
  return { ...model, context: modelContext(model, wiring) };
}

function there<Model>(model: Model | undefined): Model {
  // why: resolveEngineModel has refused engines that cannot play the part
  if (model === undefined) throw new SchoolbookError("internal", "The engine cannot open this model.");
  return model;
}
