// What lies beside an ONNX file and says how it is used: tokenizer, lengths, pooling, prefixes. Looked at without loading anything.
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

import { z } from "zod";

import { SchoolbookError } from "../../core/errors.ts";
import type { ModelRole } from "../engine.ts";
import type { Settings } from "./messages.ts";

export type OnnxModelFiles = {
  readonly file: string;
  readonly tokenizerFile: string;
  readonly tokenizerConfig: string | undefined;
  readonly roles: readonly ModelRole[];
  readonly maxTokens: number;
  readonly pooling: Settings["pooling"];
  /** What the model's makers put before questions and passages. */
  readonly prompts: { readonly query: string; readonly document: string };
};

const DEFAULT_TOKENS = 512;
/** Kinds of models that count positions from behind the padding token, and so take in two tokens fewer than they say. */
const OFFSET_KINDS = /^(?:xlm-)?roberta|camembert|mpnet/u;

const CONFIG = z.object({
  architectures: z.array(z.string()).nullish(),
  model_type: z.string().nullish(),
  max_position_embeddings: z.number().nullish(),
});
const TOKENIZER_CONFIG = z.object({ model_max_length: z.number().nullish() });
const SENTENCE_CONFIG = z.object({ max_seq_length: z.number().nullish() });
const PROMPTS = z.object({ prompts: z.record(z.string(), z.string()).nullish() });
const POOLING = z.object({
  pooling_mode_cls_token: z.boolean().nullish(),
  pooling_mode_mean_tokens: z.boolean().nullish(),
  pooling_mode_lasttoken: z.boolean().nullish(),
});

/** Of a file, or of a folder as `models pull` leaves it; throws what is missing, in words. */
export function readModelFiles(path: string): OnnxModelFiles {
  const file = findModel(path);
  const folder = findFolder(file);
  const at = (name: string): string => join(folder, name);
  const config = read(at("config.json"), CONFIG);
  const tokenizerConfig = existsSync(at("tokenizer_config.json")) ? at("tokenizer_config.json") : undefined;
  const prompts = read(at("config_sentence_transformers.json"), PROMPTS)?.prompts ?? {};
  return {
    file,
    tokenizerFile: at("tokenizer.json"),
    tokenizerConfig,
    roles: rolesOf(config?.architectures ?? []),
    maxTokens: maxTokens([
      positions(config),
      read(at("tokenizer_config.json"), TOKENIZER_CONFIG)?.model_max_length,
      read(at("sentence_bert_config.json"), SENTENCE_CONFIG)?.max_seq_length,
    ]),
    pooling: poolingOf(at("1_Pooling/config.json")),
    prompts: { query: prompts["query"] ?? "", document: prompts["document"] ?? prompts["passage"] ?? "" },
  };
}

function findModel(path: string): string {
  const names =
    statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? ["model.onnx", "onnx/model.onnx"] : [""];
  const found = names.map((name) => (name === "" ? path : join(path, name))).find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new SchoolbookError("not_found", `There is no ONNX model at ${path}.`, {
    hint: "Name an .onnx file, or a folder that holds model.onnx; `schoolbook models pull` fetches one.",
    details: { path },
  });
}

/** Exports lie beside the tokenizer, or in a folder of their own below it. */
function findFolder(file: string): string {
  const folders = [dirname(file), dirname(dirname(file))];
  const found = folders.find((folder) => existsSync(join(folder, "tokenizer.json")));
  if (found !== undefined) return found;
  throw new SchoolbookError("not_found", `There is no tokenizer.json beside ${file}, nor in the folder above.`, {
    hint: "Fetch the tokenizer of the same model and put it beside the file.",
    details: { file },
  });
}

function rolesOf(architectures: readonly string[]): readonly ModelRole[] {
  if (architectures.length === 0) return ["embedder", "reranker"];
  return architectures.some((name) => name.endsWith("ForSequenceClassification")) ? ["reranker"] : ["embedder"];
}

function positions(config: z.output<typeof CONFIG> | undefined): number | undefined {
  const most = config?.max_position_embeddings ?? undefined;
  return most !== undefined && OFFSET_KINDS.test(config?.model_type ?? "") ? most - 2 : most;
}

/** The smallest that is said; tokenizers without a limit say an astronomic number. */
function maxTokens(said: readonly (number | null | undefined)[]): number {
  const limits = said.filter((limit) => typeof limit === "number" && limit >= 1 && limit <= 1_000_000);
  return limits.length === 0 ? DEFAULT_TOKENS : Math.floor(Math.min(...limits.map(Number)));
}

function poolingOf(path: string): Settings["pooling"] {
  const said = read(path, POOLING);
  if (said === undefined || said.pooling_mode_mean_tokens === true) return "mean";
  if (said.pooling_mode_cls_token === true) return "cls";
  if (said.pooling_mode_lasttoken === true) return "last";
  throw new SchoolbookError("input_invalid", `${path} asks for a pooling that is not known here.`, {
    hint: "Known are the mean of all tokens, the first one and the last one.",
  });
}

/** Undefined where the file is not there. */
function read<T>(path: string, schema: z.ZodType<T>): T | undefined {
  if (!existsSync(path)) return undefined;
  const parsed = schema.safeParse(asJson(readFileSync(path, "utf8")));
  if (parsed.success) return parsed.data;
  throw new SchoolbookError(
    "input_invalid",
    `${path} is damaged: ${parsed.error.issues[0]?.message ?? "not understood"}.`,
  );
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // why: what is no JSON fails the schema like any other wrong content.
    return undefined;
  }
}
