// Says that the documents do not answer, what was looked for, and which words stand nowhere that may be read.
import type { AskedWord } from "./asked-words.ts";

/** A pasted page is a question too; its words are not all said back. */
const MOST_WORDS = 20;
const LONGEST_WORD = 60;

export function explainAbsence(words: readonly AskedWord[], visible: number): string {
  if (visible === 0) return "Not in the documents: there are none that you may read.";
  if (words.length === 0) return "Not in the documents: the question holds no word to look for.";
  const lookedFor = `Not in the documents. Looked for: ${listed(words.map(({ text }) => shortened(text)))}.`;
  const nowhere = words.filter(({ isNowhere }) => isNowhere).map(({ text }) => `"${shortened(text)}"`);
  if (nowhere.length === 0) return lookedFor;
  const isOne = nowhere.length === 1;
  const stands =
    visible === 1
      ? `${isOne ? "does" : "do"} not appear in the only passage`
      : `${isOne ? "appears" : "appear"} in none of the ${visible} passages`;
  return `${lookedFor} ${listed(nowhere)} ${stands} that you may read.`;
}

function listed(words: readonly string[]): string {
  const more = words.length - MOST_WORDS;
  return more > 0 ? `${words.slice(0, MOST_WORDS).join(", ")} and ${more} more` : words.join(", ");
}

function shortened(word: string): string {
  return word.length > LONGEST_WORD ? `${word.slice(0, LONGEST_WORD).toWellFormed()}…` : word;
}
