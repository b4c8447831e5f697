// The words of a text as rows are compared: lower case, without marks and punctuation.

const WORDS = /[\p{L}\p{N}]+(?:['’.-][\p{L}\p{N}]+)*/gu;

export function plainWords(text: string): readonly string[] {
  return text.normalize("NFKC").toLowerCase().match(WORDS) ?? [];
}

/** With a blank on both sides, so that whole words are found. */
export function plainText(text: string): string {
  return ` ${plainWords(text).join(" ")} `;
}
