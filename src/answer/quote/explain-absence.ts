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
  if (nowhere.length === 0) return [lookedFor, ...occurring(words)].join(" ");
  const isOne = nowhere.length === 1;
  const stands =
    visible === 1
      ? `${isOne ? "does" : "do"} not appear in the only passage`
      : `${isOne ? "appears" : "appear"} in none of the ${visible} passages`;
  return `${lookedFor} ${listed(nowhere)} ${stands} that you may read.`;
}

/** Whoever knows that all the words are there wants to know why that is no answer. Of light words nobody counted where they stand. */
function occurring(words: readonly AskedWord[]): readonly string[] {
  const telling = words.filter(({ isLight }) => !isLight);
  if (telling.length === 0 || telling.some(({ rarity }) => rarity >= 1)) return [];
  const named = listed(telling.map(({ text }) => `"${shortened(text)}"`));
  return telling.length === 1
    ? [`${named} occurs, but no passage that was read says of it what is asked.`]
    : [`${named} occur, but no passage that was read brings them together in a way that answers.`];
}

function listed(words: readonly string[]): string {
  const more = words.length - MOST_WORDS;
  return more > 0 ? `${words.slice(0, MOST_WORDS).join(", ")} and ${more} more` : words.join(", ");
}

function shortened(word: string): string {
  return word.length > LONGEST_WORD ? `${word.slice(0, LONGEST_WORD).toWellFormed()}…` : word;
}
