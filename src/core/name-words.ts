// The words of a text that say which one it is about: names, codes and numbers, as they are spelt.
import { COMPARED_WORD, foldCase, oneSpelling } from "./compared-words.ts";
import { languageOf } from "./language-of.ts";

const BEGINS_SENTENCE = /[.!?:…\n][\s"'“”„«»([]*$/u;
/** German writes every noun with a capital, and a heading every word: there a capital alone names nothing. */
const MOST_CAPITALS = 0.5;

/** As they are compared. A name at the beginning of a sentence is not told from other words, and none is that is written without capitals. */
export function nameWords(text: string): ReadonlySet<string> {
  const plain = oneSpelling(text);
  const words = [...plain.matchAll(COMPARED_WORD)].map(({ 0: word, index }) => ({ word, index }));
  const isSpelt = words.filter(({ word }) => /^\p{Lu}/u.test(word)).length <= MOST_CAPITALS * words.length;
  const countsCapitals = isSpelt && languageOf(plain) !== "de";
  const names = words.filter(
    ({ word, index }) =>
      /\p{N}/u.test(word) ||
      /\p{Lu}.*\p{Lu}/u.test(word) ||
      (countsCapitals && /^\p{Lu}/u.test(word) && !/^I(?:'|$)/u.test(word) && !beginsSentence(plain, index)),
  );
  return new Set(names.map(({ word }) => foldCase(word)));
}

function beginsSentence(text: string, index: number): boolean {
  const before = text.slice(Math.max(0, index - 8), index);
  return index === 0 || BEGINS_SENTENCE.test(before) || !/[\p{L}\p{N}]/u.test(text.slice(0, index));
}
