// Whether a text is one of the accepted answers, as SQuAD's evaluation compares them.
import { plainWords } from "./plain-words.ts";

export function isAccepted(text: string, answers: readonly string[]): boolean {
  const words = plainWords(text).join(" ");
  return answers.some((accepted) => plainWords(accepted).join(" ") === words);
}
