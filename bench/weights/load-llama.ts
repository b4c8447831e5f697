// Loads llama.cpp through a node-llama-cpp that lies outside the project, one thread, CPU only.
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** The few calls of node-llama-cpp that the benches use. */
export type LlamaModel = {
  tokenize(text: string, specialTokens: boolean): number[];
  detokenize(tokens: readonly number[], specialTokens: boolean): string;
  readonly tokens: { readonly eos: number | null };
  readonly fileInfo: { readonly metadata: { readonly tokenizer: { readonly chat_template?: string } } };
  createContext(
    options: Readonly<Record<string, unknown>>,
  ): Promise<{ getSequence(): LlamaSequence; dispose(): Promise<void> }>;
};

export type LlamaSequence = {
  clearHistory(): Promise<void>;
  evaluate(tokens: readonly number[], options: Readonly<Record<string, unknown>>): AsyncIterable<number>;
  controlledEvaluate(
    input: readonly unknown[],
  ): Promise<readonly ({ next: { logits?: ReadonlyMap<number, number> } } | undefined)[]>;
};

type Loaded = {
  readonly model: LlamaModel;
  readonly sequence: LlamaSequence;
  readonly jinja: { readonly Template: new (text: string) => { render(values: object): string } };
};

type LlamaPackage = {
  readonly getLlama: (options: object) => Promise<{ loadModel(options: object): Promise<LlamaModel> }>;
};

/** Installed apart from the project, which does not depend on it. */
const PACKAGE = "node-llama-cpp";

/** Keys and values kept in 32 bits, so that what is compared are the weights and not a rounded cache. */
const EXACT_CACHE = { flashAttention: false, experimentalKvCacheKeyType: "F32", experimentalKvCacheValueType: "F32" };

/** `folder` holds node_modules/node-llama-cpp and the platform's CPU package. */
export async function loadLlama(folder: string, modelPath: string, exactCache = false): Promise<Loaded> {
  const require = createRequire(resolve(folder, "package.json"));
  const llamaPath = require.resolve(PACKAGE);
  // why: the package is no dependency of the project; the type above is what its documentation promises
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const { getLlama } = (await import(pathToFileURL(llamaPath).href)) as LlamaPackage;
  const jinjaPath = createRequire(llamaPath).resolve("@huggingface/jinja");
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  const jinja = (await import(pathToFileURL(jinjaPath).href)) as Loaded["jinja"];
  const llama = await getLlama({ gpu: false, build: "never", skipDownload: true, maxThreads: 1, logLevel: "error" });
  const model = await llama.loadModel({ modelPath });
  const cache = exactCache ? EXACT_CACHE : {};
  const context = await model.createContext({ contextSize: 2048, threads: { ideal: 1, min: 1 }, ...cache });
  return { model, sequence: context.getSequence(), jinja };
}
