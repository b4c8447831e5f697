// The words of a text as they are compared: lower case, without marks and punctuation.

export function plainWords(text: string): readonly string[] {
  return (
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+(?:['’.-][\p{L}\p{N}]+)*/gu) ?? []
  );
}

/** With a blank on both sides, so that whole words are found. */
export function plainText(text: string): string {
  return ` ${plainWords(text).join(" ")} `;
}
