// The part of node-llama-cpp that is used, as types, and how it is loaded from where the engine was installed.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

import { THIS_MACHINE } from "../../installing/engine-recipe.ts";
import { brokenEngine } from "../../installing/installed-engine.ts";
import { LLAMA_RECIPE, nativeFile } from "../recipe.ts";

export type Token = number;

export type SampleOptions = {
  readonly temperature: number;
  readonly topP: number;
  readonly topK: number;
  readonly minP: number;
  readonly seed: number;
  readonly grammarEvaluationState?: unknown;
};

export type LogitRequest = {
  readonly generateNext: {
    readonly probabilities?: true;
    readonly logits?: { readonly filter: { readonly tokens: readonly Token[]; readonly includeSelected: true } };
    readonly totalLogitWeight?: true;
  };
};

export type LogitReply = {
  readonly next: {
    readonly probabilities?: ReadonlyMap<Token, number>;
    readonly logits?: ReadonlyMap<Token, number>;
    readonly totalLogitWeight?: number;
  };
};

export type Sequence = {
  readonly nextTokenIndex: number;
  readonly contextTokens: readonly Token[];
  compareContextTokens(tokens: readonly Token[]): { readonly firstDifferentIndex: number };
  adaptStateToTokens(tokens: readonly Token[], allowShift: boolean): Promise<void>;
  clearHistory(): Promise<void>;
  evaluate(tokens: readonly Token[], options: SampleOptions): AsyncGenerator<Token, void, void>;
  evaluateWithoutGeneratingNewTokens(tokens: readonly Token[]): Promise<void>;
  controlledEvaluate(
    input: readonly (Token | readonly [token: Token, request: LogitRequest])[],
  ): Promise<readonly (LogitReply | undefined)[]>;
  /** Not in its documentation; node-llama-cpp itself decides with it. False: it could not be copied. */
  _copyStateFromOtherSequence(other: Sequence, upToToken: number): Promise<boolean>;
};

export type Context = {
  getSequence(): Sequence;
  dispose(): Promise<void>;
};

export type Lora = { dispose(): Promise<void> };

type TextContext = { dispose(): Promise<void> };

export type EmbeddingContext = TextContext & {
  getEmbeddingFor(tokens: readonly Token[]): Promise<{ readonly vector: readonly number[] }>;
};

export type RankingContext = TextContext & {
  readonly contextSize: number;
  rank(query: readonly Token[], document: readonly Token[]): Promise<number>;
  calculateInputLength(query: readonly Token[], document: readonly Token[]): number;
};

export type ContextOptions = {
  readonly contextSize: number;
  readonly threads: number;
  readonly batchSize?: number;
  readonly sequences?: number;
  readonly lora?: { readonly adapters: readonly { readonly filePath: string; readonly scale: number }[] };
};

export type Model = {
  readonly tokens: {
    readonly bos: Token | null;
    readonly eos: Token | null;
    readonly eot: Token | null;
    readonly bosString: string | null;
    readonly eosString: string | null;
    readonly shouldPrependBosToken: boolean;
  };
  readonly vocabularyType: string;
  readonly trainContextSize: number;
  readonly embeddingVectorSize: number;
  readonly fileInfo: {
    readonly metadata: {
      readonly general?: { readonly architecture?: string };
      readonly tokenizer?: { readonly chat_template?: string };
    };
    readonly architectureMetadata?: { readonly pooling_type?: number };
  };
  /** The adapters that are loaded, by their files. */
  readonly _loraAdapters: Map<string, Lora>;
  tokenize(text: string, specialTokens: boolean, options?: "trimLeadingSpace"): Token[];
  detokenize(tokens: readonly Token[], specialTokens?: boolean, lastTokens?: readonly Token[]): string;
  getTokenAttributes(token: Token): { readonly control: boolean; readonly unknown: boolean };
  iterateAllTokens(): Iterable<Token>;
  isEogToken(token: Token): boolean;
  createContext(options: ContextOptions): Promise<Context>;
  createEmbeddingContext(options: ContextOptions): Promise<EmbeddingContext>;
  createRankingContext(options: ContextOptions): Promise<RankingContext>;
};

export type Llama = {
  loadModel(options: { readonly modelPath: string; readonly gpuLayers: number | "auto" }): Promise<Model>;
  createGrammar(options: { readonly grammar: string }): Promise<unknown>;
  readonly _bindings: { readonly AddonJinjaRenderer: new (template: string) => Renderer };
};

export type Renderer = { render(items: Readonly<Record<string, unknown>>): string };

export type Binding = {
  readonly llama: Llama;
  readonly createGrammarState: (options: { readonly model: Model; readonly grammar: unknown }) => unknown;
  readonly createRenderer: (template: string) => Renderer;
  /** The last things that llama.cpp complained about. */
  readonly complaints: () => readonly string[];
};

/** How text is tokenized that goes on after other text: vocabularies of words would begin it with a blank. */
export function afterText({ vocabularyType }: Model): "trimLeadingSpace" | undefined {
  return vocabularyType === "bpe" ? undefined : "trimLeadingSpace";
}

type LlamaModule = {
  readonly Llama: { readonly _create: (options: Readonly<Record<string, unknown>>) => Promise<Llama> };
  readonly LlamaGrammarEvaluationState: new (options: unknown) => unknown;
};

type JinjaModule = { readonly Template: new (template: string) => Renderer };

const COMPLAINTS_KEPT = 20;
const VRAM_SPARED = 0.08;

export type BindingOptions = { readonly threads: number; readonly gpu: boolean };

/**
 * Loads the native library straight away. node-llama-cpp's own `getLlama` first starts a process to try it out, and
 * could build or download; this process is that trial, may start no others, and is ready half a second earlier.
 */
export async function openBinding(engineFolder: string, { threads, gpu }: BindingOptions): Promise<Binding> {
  const modules = join(engineFolder, "node_modules");
  const main = join(modules, "node-llama-cpp", "dist", "index.js");
  const native = join(modules, nativeFile(THIS_MACHINE));
  const complaints: string[] = [];
  const logger = (_level: unknown, message: string): void => {
    complaints.push(message.trim());
    if (complaints.length > COMPLAINTS_KEPT) complaints.shift();
  };
  try {
    const require = createRequire(main);
    const module: unknown = await import(pathToFileURL(main).href);
    const jinja: unknown = require("@huggingface/jinja");
    if (!isLlamaModule(module) || !isJinjaModule(jinja)) throw new Error("its packages do not hold what they should");
    const llama = await module.Llama._create({
      bindings: require(native),
      bindingPath: native,
      buildType: "prebuilt",
      buildMetadata: JSON.parse(readFileSync(join(dirname(native), "_nlcBuildMetadata.json"), "utf8")),
      logLevel: "warn",
      logger,
      maxThreads: threads,
      vramPadding: gpu ? (total: number) => total * VRAM_SPARED : 0,
      ramPadding: 0,
      debug: false,
      numa: false,
      tempDir: false,
    });
    return {
      llama,
      createGrammarState: (options) => new module.LlamaGrammarEvaluationState(options),
      createRenderer: (template) => new jinja.Template(template),
      complaints: () => complaints,
    };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
    throw brokenEngine(LLAMA_RECIPE, { folder: engineFolder, reason: reason ?? "it cannot be loaded", cause });
  }
}

/** The engine is installed by its users, so that its types are not at hand; its version is pinned and its shape looked at. */
function isLlamaModule(module: unknown): module is LlamaModule {
  if (!hasKeys(module, ["Llama", "LlamaGrammarEvaluationState"])) return false;
  return typeof module["LlamaGrammarEvaluationState"] === "function" && hasKeys(module["Llama"], ["_create"]);
}

function isJinjaModule(module: unknown): module is JinjaModule {
  return hasKeys(module, ["Template"]) && typeof module["Template"] === "function";
}

function hasKeys(value: unknown, keys: readonly string[]): value is Readonly<Record<string, unknown>> {
  const isObject = (typeof value === "object" || typeof value === "function") && value !== null;
  return isObject && keys.every((key) => key in value);
}
