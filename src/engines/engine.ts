// What each engine offers: models opened from a reference, and what must be there before they can be.
import type { Runtime } from "../core/runtime.ts";
import type { ChatAbilities, ChatModel } from "../spec/chat.ts";
import type { Embedder } from "../spec/embedder.ts";
import type { Reranker } from "../spec/reranker.ts";
import type { ModelOptions } from "./model-options.ts";

/** `scheme:name`, taken apart at the first colon; what the name means is the engine's business. */
export type ModelReference = {
  readonly text: string;
  readonly scheme: string;
  readonly name: string;
};

export type ModelRole = "chat" | "embedder" | "reranker";

export type EngineContext = {
  readonly runtime: Runtime;
  /** True forbids every request that leaves the machine. */
  readonly offline: boolean;
  /** Absolute; relative paths in references start here. */
  readonly projectFolder: string;
  /** Absolute; where downloaded models and optional engines are kept, shared by all projects. */
  readonly cacheFolder: string;
  /** Absolute; where optional engines are installed. Default: `engines` in the cache folder. */
  readonly enginesFolder?: string | undefined;
  readonly options: ModelOptions;
  /** Dimensions that vectors of this fingerprint are known to have, so that nothing has to be embedded to find out. */
  readonly knownDims?: (fingerprint: string) => number | undefined;
  /** Gives up opening a model, where that takes requests; what is open is none of its business. */
  readonly signal?: AbortSignal;
};

/** What can be told about a model without using it. */
export type ModelStatus = {
  readonly roles: readonly ModelRole[];
  /** In words, what has to be there first: a package, a file, a key. Empty: ready. */
  readonly missing: readonly MissingPart[];
  /** False where it answers only from another machine. */
  readonly local: boolean;
  readonly contextTokens?: number;
  readonly abilities?: ChatAbilities;
  /** Where it runs or lies: an address without credentials, a file. */
  readonly place?: string;
};

export type MissingPart = {
  readonly what: string;
  /** What mends it: a command, a variable to set. */
  readonly remedy: string;
  /** True where it can be fetched, which --offline forbids. */
  readonly fetchable: boolean;
};

/** One of the models that a server has. */
export type ServedModel = {
  readonly id: string;
  readonly contextTokens?: number;
};

/** A model that is let go when its user is done with it. */
export type Opened<Model> = Model & AsyncDisposable;

/** One member of the family: `src/engines/<id>/engine.ts` exports it, and `registry.ts` lists it. */
export type Engine = {
  readonly id: string;
  /** What references to its models begin with; no two engines share one. */
  readonly schemes: readonly string[];
  /** Touches files at most, never the network, and does not throw where something is missing. */
  inspect(reference: ModelReference, context: EngineContext): Promise<ModelStatus>;
  /** Asks the server which models it has; absent where there is no server. */
  served?(
    reference: ModelReference,
    context: EngineContext,
    signal: AbortSignal | undefined,
  ): Promise<readonly ServedModel[]>;
  chat?(reference: ModelReference, context: EngineContext): Promise<Opened<ChatModel>>;
  embedder?(reference: ModelReference, context: EngineContext): Promise<Opened<Embedder>>;
  reranker?(reference: ModelReference, context: EngineContext): Promise<Opened<Reranker>>;
};
