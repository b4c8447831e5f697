// A small encoder with random weights, as most embedding models are: it reads a text as a whole, and in one piece.
import { seededRandom } from "../../src/core/runtime.ts";
import { type GgufTensor, type GgufValue, writeGguf } from "./write-gguf.ts";

const DIMS = 32;
const LAYERS = 2;
const SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
const LETTERS = Array.from("abcdefghijklmnopqrstuvwxyz0123456789.,?!");

/** Words are spelled: a letter that begins one is another token than the same letter within. `rank`: a head that scores. */
export function tinyBert({ contextTokens = 64, rank = false } = {}): Buffer {
  const tokens = [...SPECIAL, ...LETTERS.map((letter) => `\u2581${letter}`), ...LETTERS];
  const random = seededRandom(3);
  const tensor = (name: string, shape: readonly number[], fill?: number): GgufTensor => {
    const count = shape.reduce((product, size) => product * size, 1);
    const draw = (): number => fill ?? (random() * 2 - 1) / Math.sqrt(DIMS);
    return { name, shape, data: Float32Array.from({ length: count }, draw) };
  };
  const norm = (name: string): GgufTensor[] => [tensor(`${name}.weight`, [DIMS], 1), tensor(`${name}.bias`, [DIMS], 0)];
  const layer = (at: number): GgufTensor[] => [
    ...["attn_q", "attn_k", "attn_v", "attn_output"].map((part) => tensor(`blk.${at}.${part}.weight`, [DIMS, DIMS])),
    ...norm(`blk.${at}.attn_output_norm`),
    tensor(`blk.${at}.ffn_up.weight`, [DIMS, DIMS * 2]),
    tensor(`blk.${at}.ffn_down.weight`, [DIMS * 2, DIMS]),
    ...norm(`blk.${at}.layer_output_norm`),
  ];
  return writeGguf({
    metadata: metadata(tokens, contextTokens, rank),
    tensors: [
      tensor("token_embd.weight", [DIMS, tokens.length]),
      tensor("token_types.weight", [DIMS, 2]),
      tensor("position_embd.weight", [DIMS, contextTokens]),
      ...norm("token_embd_norm"),
      ...Array.from({ length: LAYERS }, (_, at) => layer(at)).flat(),
      ...(rank ? [tensor("cls.output.weight", [DIMS, 1])] : []),
    ],
  });
}

function metadata(tokens: readonly string[], contextTokens: number, rank: boolean): Record<string, GgufValue> {
  const number = (value: number): GgufValue => ({ kind: "uint32", value });
  return {
    "general.architecture": { kind: "string", value: "bert" },
    "bert.block_count": number(LAYERS),
    "bert.context_length": number(contextTokens),
    "bert.embedding_length": number(DIMS),
    "bert.feed_forward_length": number(DIMS * 2),
    "bert.attention.head_count": number(4),
    "bert.attention.layer_norm_epsilon": { kind: "float32", value: 1e-12 },
    "bert.attention.causal": { kind: "bool", value: false },
    "bert.pooling_type": number(rank ? 4 : 1),
    "tokenizer.ggml.model": { kind: "string", value: "bert" },
    "tokenizer.ggml.token_type_count": number(2),
    "tokenizer.ggml.tokens": { kind: "strings", value: tokens },
    "tokenizer.ggml.token_type": { kind: "int32s", value: tokens.map((token) => (token.startsWith("[") ? 3 : 1)) },
    "tokenizer.ggml.unknown_token_id": number(1),
    "tokenizer.ggml.bos_token_id": number(2),
    "tokenizer.ggml.eos_token_id": number(3),
    "tokenizer.ggml.cls_token_id": number(2),
    "tokenizer.ggml.seperator_token_id": number(3),
    "tokenizer.ggml.padding_token_id": number(0),
  };
}
