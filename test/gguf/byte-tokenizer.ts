// A small byte-level BPE vocabulary for test models: every byte, a few merged words, and the special tokens asked for.
import type { GgufValue } from "./write-gguf.ts";

export type TestVocabulary = {
  readonly tokens: readonly string[];
  readonly merges: readonly string[];
  /** Ids of the special tokens, by their text. */
  readonly special: ReadonlyMap<string, number>;
};

const NORMAL = 1;
const CONTROL = 3;
const USER_DEFINED = 4;

/** Merged step by step, so that texts become fewer tokens than bytes. */
const WORDS = [" the", " is", " and", " rain", "It", " in", " are", " of", "answer", " weather"];

/** Special tokens without a bar in their text, such as `<think>`, are plain text to the tokenizer's user: not control tokens. */
export function testVocabulary(special: readonly string[]): TestVocabulary {
  const tokens = Array.from({ length: 256 }, (_, byte) => visible(byte));
  const merges: string[] = [];
  for (const word of WORDS) {
    const pieces = [...Buffer.from(word)].map(visible);
    while (pieces.length > 1) {
      const [left = "", right = ""] = pieces.splice(0, 2);
      if (!tokens.includes(left + right)) {
        merges.push(`${left} ${right}`);
        tokens.push(left + right);
      }
      pieces.unshift(left + right);
    }
  }
  const ids = new Map(special.map((text, index) => [text, tokens.length + index]));
  return { tokens: [...tokens, ...special], merges, special: ids };
}

export function vocabularyMetadata(
  vocabulary: TestVocabulary,
  { pre, bos, eos }: { readonly pre: string; readonly bos?: string; readonly eos: string },
): Readonly<Record<string, GgufValue>> {
  const { tokens, merges, special } = vocabulary;
  const types = tokens.map((text) => {
    if (!special.has(text)) return NORMAL;
    return text.includes("|") || text.startsWith("</s") || text.startsWith("<s") ? CONTROL : USER_DEFINED;
  });
  return {
    "tokenizer.ggml.model": { kind: "string", value: "gpt2" },
    "tokenizer.ggml.pre": { kind: "string", value: pre },
    "tokenizer.ggml.tokens": { kind: "strings", value: tokens },
    "tokenizer.ggml.token_type": { kind: "int32s", value: types },
    "tokenizer.ggml.merges": { kind: "strings", value: merges },
    "tokenizer.ggml.eos_token_id": { kind: "uint32", value: special.get(eos) ?? 0 },
    "tokenizer.ggml.add_bos_token": { kind: "bool", value: bos !== undefined },
    ...(bos === undefined ? {} : { "tokenizer.ggml.bos_token_id": { kind: "uint32", value: special.get(bos) ?? 0 } }),
  };
}

/** The letter that byte-level BPE writes for a byte: itself where it can be seen, one from U+0100 on where not. */
function visible(byte: number): string {
  const isPlain = (value: number): boolean =>
    (value >= 33 && value <= 126) || (value >= 161 && value <= 172) || (value >= 174 && value <= 255);
  if (isPlain(byte)) return String.fromCodePoint(byte);
  const hiddenBefore = Array.from({ length: byte }, (_, value) => value).filter((value) => !isPlain(value)).length;
  return String.fromCodePoint(256 + hiddenBefore);
}
