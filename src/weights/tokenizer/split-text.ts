// Cuts text into the pieces within which byte pairs are merged, as llama.cpp's pre-tokenizers of the same name do.

/** Names that GGUF files give to ways of splitting. */
export type Splitter = "qwen2";

/** Why the classes are spelt out: `\s` in JavaScript leaves out U+0085 and takes in U+FEFF, unlike the tokenizers' own. */
const SPACE = String.raw`\p{White_Space}`;

const QWEN2 = new RegExp(
  [
    String.raw`'(?:[sS]|[tT]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD])`,
    String.raw`[^\r\n\p{L}\p{N}]?\p{L}+`,
    String.raw`\p{N}`,
    String.raw` ?[^${SPACE}\p{L}\p{N}]+[\r\n]*`,
    String.raw`${SPACE}*[\r\n]+`,
    String.raw`${SPACE}+(?!\P{White_Space})`,
    String.raw`${SPACE}+`,
  ].join("|"),
  "gu",
);

/** The expression that stands in tokenizer.json for each way of splitting. */
export const SPLIT_EXPRESSIONS: Readonly<Record<Splitter, string>> = {
  qwen2: String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`,
};

/** The pieces in order; put together they are the text. */
export function splitText(text: string): readonly string[] {
  return text.match(QWEN2) ?? [];
}
