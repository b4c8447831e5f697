// The words of a text as texts are compared: one spelling of each, however it was typed.

/** Scripts that leave no blank between words: in them each letter is a word by itself. */
const UNSPACED = String.raw`[[\p{L}\p{Nl}]&&[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]]`;
const SPACED = String.raw`[[\p{L}\p{N}]--${UNSPACED}]`;
/** Of a text in one spelling. */
export const COMPARED_WORD = new RegExp(String.raw`${UNSPACED}|${SPACED}+(?:['.\-]${SPACED}+)*`, "gv");
const UNSPACED_LETTER = new RegExp(`^${UNSPACED}$`, "v");
const SPELT_WORD = /[\p{L}\p{N}]+(?:['.-][\p{L}\p{N}]+)*/gu;

const ASCII_ONLY = /^\p{ASCII}*$/u;
// why: before NFKC, which takes some of these apart.
const APOSTROPHES = /[‘’‚‛ʼ′`´]/gu;
// why: the longer ones stand between two words, with or without blanks.
const HYPHENS = /[‐‑‒–−]/gu;

/** Plain apostrophes and hyphens, one form of each letter, nothing that cannot be seen; capitals stay. */
export function oneSpelling(text: string): string {
  if (ASCII_ONLY.test(text)) return text.replaceAll("`", "'");
  return text
    .replaceAll(/\p{Cf}/gu, "")
    .replaceAll(APOSTROPHES, "'")
    .normalize("NFKC")
    .replaceAll(HYPHENS, "-");
}

/** Lower case, in which `İ` is an `i` and `ß` is `ss`, as in capitals. */
export function foldCase(text: string): string {
  return text.toLowerCase().replaceAll("i\u0307", "i").replaceAll("ß", "ss");
}

export function comparedWords(text: string): readonly string[] {
  return foldCase(oneSpelling(text)).match(COMPARED_WORD) ?? [];
}

/** The same, but what is written without blanks stays together: for counting how much is said. */
export function speltWords(text: string): readonly string[] {
  return foldCase(oneSpelling(text)).match(SPELT_WORD) ?? [];
}

/** How much is said in so many compared words: two letters of a script without blanks are about one word of another. */
export function wordsWorth(words: readonly string[]): number {
  const letters = words.filter((word) => UNSPACED_LETTER.test(word)).length;
  return words.length - letters / 2;
}
