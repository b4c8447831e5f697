// The words of a text as they are compared: lower case, without marks and punctuation.
import { comparedWords } from "../../core/compared-words.ts";

export function plainWords(text: string): readonly string[] {
  return comparedWords(text);
}

/** With a blank on both sides, so that whole words are found. */
export function plainText(text: string): string {
  return ` ${plainWords(text).join(" ")} `;
}
