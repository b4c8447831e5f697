// Small ONNX models with random weights and a WordPiece tokenizer of letters, as folders like those of a model hub.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { seededRandom } from "../../src/core/runtime.ts";
import { type OnnxGraph, type OnnxNode, type OnnxTensor, type OnnxValue, writeOnnx } from "./write-onnx.ts";

export const SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"];
const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.,;:!?'\"()-".split("");
export const VOCABULARY: readonly string[] = [...SPECIAL, ...LETTERS, ...LETTERS.map((letter) => `##${letter}`)];

export const DIMS = 16;

const INPUTS = ["input_ids", "attention_mask", "token_type_ids"].map((name): OnnxValue => ({
  name,
  type: "int64",
  dims: ["batch", "tokens"],
}));

export function randomWeights(seed: number, count: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: count }, () => random() * 2 - 1);
}

function table(name: string, columns: number, seed: number): OnnxTensor {
  return { name, dims: [VOCABULARY.length, columns], data: randomWeights(seed, VOCABULARY.length * columns) };
}

/** The vector of each token is its row of the table. */
export function tokenVectors(): OnnxGraph {
  return {
    inputs: INPUTS,
    outputs: [{ name: "last_hidden_state", type: "float", dims: ["batch", "tokens", DIMS] }],
    nodes: [{ operation: "Gather", inputs: ["table", "input_ids"], outputs: ["last_hidden_state"] }],
    weights: [table("table", DIMS, 1)],
  };
}

/** Each text has as many labels as asked for; one is the sum over its tokens, those of the second text counted twice. */
export function labels(count: number): OnnxGraph {
  const nodes: readonly OnnxNode[] = [
    { operation: "Gather", inputs: ["table", "input_ids"], outputs: ["scores"] },
    { operation: "Add", inputs: ["attention_mask", "token_type_ids"], outputs: ["counted"] },
    { operation: "Cast", inputs: ["counted"], outputs: ["weights"], attributes: { to: 1 } },
    { operation: "Unsqueeze", inputs: ["weights", "last"], outputs: ["column"] },
    { operation: "Mul", inputs: ["scores", "column"], outputs: ["weighted"] },
    { operation: "ReduceSum", inputs: ["weighted", "middle"], outputs: ["logits"], attributes: { keepdims: 0 } },
  ];
  return {
    inputs: INPUTS,
    outputs: [{ name: "logits", type: "float", dims: ["batch", count] }],
    nodes,
    weights: [
      table("table", count, 2),
      { name: "last", dims: [1], data: BigInt64Array.of(-1n) },
      { name: "middle", dims: [1], data: BigInt64Array.of(1n) },
    ],
  };
}

const TOKENIZER = {
  version: "1.0",
  truncation: null,
  padding: null,
  added_tokens: SPECIAL.map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  })),
  normalizer: {
    type: "BertNormalizer",
    clean_text: true,
    handle_chinese_chars: true,
    strip_accents: null,
    lowercase: true,
  },
  pre_tokenizer: { type: "BertPreTokenizer" },
  post_processor: {
    type: "TemplateProcessing",
    single: [special("[CLS]", 0), sequence("A", 0), special("[SEP]", 0)],
    pair: [special("[CLS]", 0), sequence("A", 0), special("[SEP]", 0), sequence("B", 1), special("[SEP]", 1)],
    special_tokens: {
      "[CLS]": { id: "[CLS]", ids: [2], tokens: ["[CLS]"] },
      "[SEP]": { id: "[SEP]", ids: [3], tokens: ["[SEP]"] },
    },
  },
  decoder: { type: "WordPiece", prefix: "##", cleanup: true },
  model: {
    type: "WordPiece",
    unk_token: "[UNK]",
    continuing_subword_prefix: "##",
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries(VOCABULARY.map((token, id) => [token, id])),
  },
};

function special(id: string, type: number) {
  return { SpecialToken: { id, type_id: type } };
}

function sequence(id: string, type: number) {
  return { Sequence: { id, type_id: type } };
}

export type TinyOnnx = {
  readonly graph: OnnxGraph;
  /** Where the model lies in its folder; default `model.onnx`. */
  readonly path?: string;
  readonly files?: Readonly<Record<string, unknown>>;
};

/** Writes a model folder and gives its path. */
export function writeTinyOnnx(folder: string, { graph, path = "model.onnx", files = {} }: TinyOnnx): string {
  const put = (name: string, content: string | Buffer): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  };
  put(path, writeOnnx(graph));
  put("tokenizer.json", JSON.stringify(TOKENIZER));
  put("tokenizer_config.json", JSON.stringify({ pad_token: "[PAD]", model_max_length: 64 }));
  for (const [name, content] of Object.entries(files)) put(name, JSON.stringify(content));
  return folder;
}
