// The part of onnxruntime-node and @huggingface/tokenizers that is used, as types, and how it is loaded from where the engine was installed.
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { brokenEngine } from "../../installing/installed-engine.ts";
import { ONNX_RECIPE } from "../recipe.ts";

export type TensorType = "int64" | "int32" | "float32" | "float16";

export type Tensor = {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: ArrayBufferView & ArrayLike<unknown>;
  dispose(): void;
};

type ValueMetadata = { readonly name: string; readonly type?: string; readonly shape?: readonly (number | string)[] };

export type Session = {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly inputMetadata: readonly ValueMetadata[];
  readonly outputMetadata: readonly ValueMetadata[];
  run(feeds: Readonly<Record<string, Tensor>>, fetches: readonly string[]): Promise<Readonly<Record<string, Tensor>>>;
};

export type Runtime = {
  readonly InferenceSession: { create(file: string, options: Readonly<Record<string, unknown>>): Promise<Session> };
  readonly Tensor: new (type: TensorType, data: BigInt64Array | Int32Array, dims: readonly number[]) => Tensor;
};

export type Encoding = { readonly ids: readonly number[]; readonly token_type_ids?: readonly number[] };

export type Tokenizer = {
  encode(
    text: string,
    options: {
      readonly add_special_tokens: boolean;
      readonly text_pair?: string;
      readonly return_token_type_ids?: true;
    },
  ): Encoding;
  token_to_id(token: string): number | undefined;
};

type TokenizersModule = { readonly Tokenizer: new (tokenizer: object, config: object) => Tokenizer };

export type Binding = {
  readonly runtime: Runtime;
  readonly createTokenizer: (tokenizer: object, config: object) => Tokenizer;
};

export async function openBinding(engineFolder: string): Promise<Binding> {
  const modules = join(engineFolder, "node_modules");
  try {
    const require = createRequire(import.meta.url);
    // why: the packages are not there when this is compiled; the types above say what of them is relied on.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const runtime = require(join(modules, "onnxruntime-node")) as Runtime;
    const address = pathToFileURL(join(modules, "@huggingface", "tokenizers", "dist", "tokenizers.mjs")).href;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const { Tokenizer } = (await import(address)) as TokenizersModule;
    return { runtime, createTokenizer: (tokenizer, config) => new Tokenizer(tokenizer, config) };
  } catch (cause) {
    const [reason = ""] = (cause instanceof Error ? cause.message : String(cause)).split("\n");
    throw brokenEngine(ONNX_RECIPE, { folder: engineFolder, reason, cause });
  }
}
