// What models of the AI SDK look like, as far as it is used: the same for its specifications v2, v3 and v4, with no import of it.
import { z } from "zod";

const VERSIONS = ["v2", "v3", "v4"] as const;

type Specified = {
  readonly specificationVersion: (typeof VERSIONS)[number];
  readonly provider: string;
  readonly modelId: string;
};

/** Call options: what the versions have in common. */
export type AiSdkCall = Readonly<Record<string, unknown>>;

// why: methods, unlike fields that hold functions, accept each version's own call options
export type AiSdkLanguageModel = Specified & {
  doStream(options: AiSdkCall): PromiseLike<{ readonly stream: ReadableStream<unknown> }>;
};

export type AiSdkEmbeddingModel = Specified & {
  readonly maxEmbeddingsPerCall: PromiseLike<number | undefined> | number | undefined;
  readonly supportsParallelCalls: PromiseLike<boolean> | boolean;
  doEmbed(options: AiSdkCall): PromiseLike<{
    readonly embeddings: readonly (readonly number[])[];
    readonly usage?: { readonly tokens: number } | undefined;
  }>;
};

/** The specification has it since v3. */
export type AiSdkRerankingModel = Specified & {
  doRerank(options: AiSdkCall): PromiseLike<{
    readonly ranking: readonly { readonly index: number; readonly relevanceScore: number }[];
  }>;
};

const SPECIFIED = z.looseObject({
  specificationVersion: z.enum(VERSIONS),
  provider: z.string(),
  modelId: z.string(),
});

export function isLanguageModel(value: unknown): value is AiSdkLanguageModel {
  return has(value, "doStream");
}

export function isEmbeddingModel(value: unknown): value is AiSdkEmbeddingModel {
  return has(value, "doEmbed");
}

export function isRerankingModel(value: unknown): value is AiSdkRerankingModel {
  return has(value, "doRerank");
}

function has(value: unknown, method: string): boolean {
  if (typeof value !== "object" || value === null || !(method in value)) return false;
  // why: models are often class instances, whose fields may be getters that a plain parse would not see
  const fields = ["specificationVersion", "provider", "modelId"].map(
    (name) => [name, Reflect.get(value, name)] as const,
  );
  return SPECIFIED.safeParse(Object.fromEntries(fields)).success && typeof Reflect.get(value, method) === "function";
}
