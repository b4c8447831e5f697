// The values that llama.cpp needs besides the tensors: the model's shape, its tokenizer and its chat template.
import type { ModelConfig } from "../model-config.ts";
import type { TokenizerFile } from "../tokenizer/tokenizer-file.ts";
import type { GgufMetadata, GgufValue } from "./gguf-value.ts";

export type Described = {
  readonly name: string;
  readonly license?: string;
  readonly config: ModelConfig;
  readonly tokenizer: TokenizerFile;
  readonly chatTemplate: string | undefined;
  readonly format: "F32" | "F16" | "Q8_0";
};

/** llama.cpp's numbers for "mostly this format". */
const FILE_TYPES = { F32: 0, F16: 1, Q8_0: 7 } as const;
const NORMAL_TOKEN = 1;
const CONTROL_TOKEN = 3;
/** Formats are versioned apart from the file; two is the present layout of blocks. */
const QUANTISATION_VERSION = 2;

export function ggufMetadata(described: Described): GgufMetadata {
  const { name, license, chatTemplate, format } = described;
  return new Map<string, GgufValue>([
    ["general.architecture", text(described.config.architecture)],
    ["general.name", text(name)],
    ...(license === undefined ? [] : [["general.license", text(license)] as const]),
    ["general.file_type", uint32(FILE_TYPES[format])],
    ["general.quantization_version", uint32(QUANTISATION_VERSION)],
    ...shapeValues(described.config),
    ...tokenizerValues(described),
    ...(chatTemplate === undefined ? [] : [["tokenizer.chat_template", text(chatTemplate)] as const]),
  ]);
}

type NamedValue = readonly [key: string, value: GgufValue];

function shapeValues(config: ModelConfig): readonly NamedValue[] {
  const named: Readonly<Record<string, GgufValue>> = {
    context_length: uint32(config.context),
    embedding_length: uint32(config.width),
    block_count: uint32(config.layers),
    feed_forward_length: uint32(config.inner),
    "attention.head_count": uint32(config.heads),
    "attention.head_count_kv": uint32(config.keyHeads),
    "attention.key_length": uint32(config.headWidth),
    "attention.value_length": uint32(config.headWidth),
    "attention.layer_norm_rms_epsilon": { kind: "float32", value: config.normEpsilon },
    "rope.freq_base": { kind: "float32", value: config.ropeTheta },
    "rope.dimension_count": uint32(config.headWidth),
    vocab_size: uint32(config.vocabulary),
  };
  return Object.entries(named).map(([key, value]) => [`${config.architecture}.${key}`, value]);
}

function tokenizerValues({ tokenizer, config }: Described): readonly NamedValue[] {
  const control = new Set(tokenizer.specials.map(({ id }) => id));
  const [end] = config.endIds;
  return [
    ["tokenizer.ggml.model", text("gpt2")],
    ["tokenizer.ggml.pre", text(tokenizer.splitter)],
    ["tokenizer.ggml.tokens", { kind: "strings", value: tokenizer.tokens }],
    [
      "tokenizer.ggml.token_type",
      { kind: "int32s", value: tokenizer.tokens.map((_, id) => (control.has(id) ? CONTROL_TOKEN : NORMAL_TOKEN)) },
    ],
    ["tokenizer.ggml.merges", { kind: "strings", value: tokenizer.merges.map((pair) => pair.join(" ")) }],
    ...optional("tokenizer.ggml.bos_token_id", config.beginId),
    ...optional("tokenizer.ggml.eos_token_id", end),
    ...optional("tokenizer.ggml.padding_token_id", config.padId),
    ["tokenizer.ggml.add_bos_token", { kind: "bool", value: false }],
  ];
}

const optional = (key: string, value: number | undefined): readonly NamedValue[] =>
  value === undefined ? [] : [[key, uint32(value)]];
const text = (value: string): GgufValue => ({ kind: "string", value });
const uint32 = (value: number): GgufValue => ({ kind: "uint32", value });
