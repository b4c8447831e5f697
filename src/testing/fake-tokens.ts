// The fake models' tokenizer: a token is a word with the blanks before it.

/** The tokens of a text; joined they are the text again. */
export function fakeTokens(text: string): readonly string[] {
  return text.match(/\s*\S+|\s+$/gu) ?? [];
}

export function countFakeTokens(text: string): number {
  return fakeTokens(text).length;
}
