// Small models with random weights, in the architectures that llama.cpp runs, made anew by each test that needs one.
import { seededRandom } from "../../src/core/runtime.ts";
import { type TestVocabulary, testVocabulary, vocabularyMetadata } from "./byte-tokenizer.ts";
import { type GgufTensor, type GgufValue, writeGguf } from "./write-gguf.ts";

export type TinyModelOptions = {
  readonly architecture?: "qwen3" | "llama";
  readonly seed?: number;
  readonly layers?: number;
  readonly dims?: number;
  readonly contextTokens?: number;
  readonly template?: string;
  /** 1: mean, 3: last token, 4: rank. */
  readonly pooling?: number;
  readonly metadata?: Readonly<Record<string, GgufValue>>;
  readonly vocabulary?: TestVocabulary;
  /** In place of the random weights of a tensor; undefined keeps them. */
  readonly weights?: (name: string, shape: readonly number[]) => Float32Array | undefined;
};

/** ChatML with tools, as Qwen's templates write them. */
export const CHATML = [
  "{%- if tools %}{{ '<|im_start|>system\\nTools:' }}{% for tool in tools %}{{ '\\n' + (tool | tojson) }}{% endfor %}",
  "{{ '<|im_end|>\\n' }}{% endif %}",
  "{%- for message in messages %}",
  "{%- if message.role == 'tool' %}",
  "{{ '<|im_start|>user\\n<tool_response>\\n' + message.content + '\\n</tool_response><|im_end|>\\n' }}",
  "{%- else %}{{ '<|im_start|>' + message.role + '\\n' + message.content }}",
  "{%- for call in message.tool_calls or [] %}",
  `{{ '\\n<tool_call>\\n{"name": "' + call.function.name + '", "arguments": ' + (call.function.arguments | tojson) }}`,
  "{{ '}\\n</tool_call>' }}{% endfor %}{{ '<|im_end|>\\n' }}{% endif %}{% endfor %}",
  "{%- if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}",
].join("");

export const PLAIN_CHATML =
  "{%- for message in messages %}{{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}{% endfor %}" +
  "{%- if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

export const SPECIAL_TOKENS = [
  "<|endoftext|>",
  "<|im_start|>",
  "<|im_end|>",
  "<tool_call>",
  "</tool_call>",
  "<think>",
  "</think>",
];

export const TINY_HEADS = 4;
export const TINY_KV_HEADS = 2;

/** Weights that mean nothing, drawn so that replies vary, end JSON strings before long, and rarely end by themselves. */
export function tinyModel(options: TinyModelOptions = {}): Buffer {
  const { architecture = "qwen3", template = CHATML, contextTokens = 512, layers = 2, dims = 64 } = options;
  const vocabulary = options.vocabulary ?? testVocabulary(SPECIAL_TOKENS);
  const headDims = dims / TINY_HEADS;
  const key = (name: string): string => `${architecture}.${name}`;
  const metadata: Readonly<Record<string, GgufValue>> = {
    "general.architecture": { kind: "string", value: architecture },
    "general.name": { kind: "string", value: "tiny" },
    [key("block_count")]: { kind: "uint32", value: layers },
    [key("context_length")]: { kind: "uint32", value: contextTokens },
    [key("embedding_length")]: { kind: "uint32", value: dims },
    [key("feed_forward_length")]: { kind: "uint32", value: dims * 2 },
    [key("attention.head_count")]: { kind: "uint32", value: TINY_HEADS },
    [key("attention.head_count_kv")]: { kind: "uint32", value: TINY_KV_HEADS },
    [key("attention.key_length")]: { kind: "uint32", value: headDims },
    [key("attention.value_length")]: { kind: "uint32", value: headDims },
    [key("attention.layer_norm_rms_epsilon")]: { kind: "float32", value: 1e-6 },
    [key("rope.freq_base")]: { kind: "float32", value: 10_000 },
    [key("rope.dimension_count")]: { kind: "uint32", value: headDims },
    ...(options.pooling === undefined ? {} : { [key("pooling_type")]: { kind: "uint32", value: options.pooling } }),
    ...vocabularyMetadata(vocabulary, {
      pre: architecture === "qwen3" ? "qwen2" : "llama-bpe",
      eos: "<|im_end|>",
      ...(architecture === "llama" ? { bos: "<|endoftext|>" } : {}),
    }),
    "tokenizer.chat_template": { kind: "string", value: template },
    ...options.metadata,
  };
  return writeGguf({ metadata, tensors: tensorsOf(options, vocabulary, { layers, dims, headDims }) });
}

type Sizes = { readonly layers: number; readonly dims: number; readonly headDims: number };

function tensorsOf(options: TinyModelOptions, vocabulary: TestVocabulary, sizes: Sizes): readonly GgufTensor[] {
  const random = normal(options.seed ?? 9);
  return shapesOf(options, vocabulary.tokens.length, sizes).map(([name, shape]) => {
    const drawn = draw(name, shape, random);
    if (name === "output.weight") biasOutput(drawn, sizes.dims, vocabulary);
    return { name, shape, data: options.weights?.(name, shape) ?? drawn };
  });
}

function shapesOf(
  { architecture = "qwen3", pooling }: TinyModelOptions,
  tokens: number,
  { layers, dims, headDims }: Sizes,
): readonly (readonly [name: string, shape: readonly number[]])[] {
  const kv = TINY_KV_HEADS * headDims;
  const layer = (at: number): [string, number[]][] => [
    [`blk.${at}.attn_norm.weight`, [dims]],
    [`blk.${at}.attn_q.weight`, [dims, dims]],
    [`blk.${at}.attn_k.weight`, [dims, kv]],
    [`blk.${at}.attn_v.weight`, [dims, kv]],
    [`blk.${at}.attn_output.weight`, [dims, dims]],
    ...(architecture === "qwen3"
      ? ([
          [`blk.${at}.attn_q_norm.weight`, [headDims]],
          [`blk.${at}.attn_k_norm.weight`, [headDims]],
        ] as [string, number[]][])
      : []),
    [`blk.${at}.ffn_norm.weight`, [dims]],
    [`blk.${at}.ffn_gate.weight`, [dims, dims * 2]],
    [`blk.${at}.ffn_up.weight`, [dims, dims * 2]],
    [`blk.${at}.ffn_down.weight`, [dims * 2, dims]],
  ];
  return [
    ["token_embd.weight", [dims, tokens]],
    ...Array.from({ length: layers }, (_, at) => layer(at)).flat(),
    ["output_norm.weight", [dims]],
    ["output.weight", [dims, tokens]],
    ...(pooling === 4 ? ([["cls.output.weight", [dims, 1]]] as [string, number[]][]) : []),
  ];
}

function draw(name: string, shape: readonly number[], random: () => number): Float32Array {
  const count = shape.reduce((product, size) => product * size, 1);
  if (name.endsWith("norm.weight")) return new Float32Array(count).fill(1);
  const width = shape[0] ?? 1;
  const scale = name === "token_embd.weight" || name === "cls.output.weight" ? 1 : 1 / Math.sqrt(width);
  const values = Float32Array.from({ length: count }, () => random() * scale);
  // why: the first dimension of every token is the same, so that the output may hold something like a bias.
  if (name === "token_embd.weight") for (let at = 0; at < count; at += width) values[at] = 4;
  return values;
}

/** Quotes and full stops are likelier than chance, ends and other special tokens less likely. */
function biasOutput(values: Float32Array, dims: number, { tokens, special }: TestVocabulary): void {
  for (const [id, text] of tokens.entries()) {
    values[id * dims] = biasOf(id, text, special);
  }
}

function biasOf(id: number, text: string, special: ReadonlyMap<string, number>): number {
  if (special.has(text)) return -2;
  if (text === '"') return 0.7;
  const isLetter = id >= 256 || /[\w .,]/u.test(text);
  return isLetter ? 0 : -1;
}

function normal(seed: number): () => number {
  const random = seededRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
