// Says that the documents do not answer, what was looked for, and which words stand nowhere that may be read.
import type { SearchResult } from "../../spec/retriever.ts";
import type { Analyze } from "./weigh-question.ts";

const WORD = /[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}_'’.+#-]*[\p{L}\p{N}\p{M}+#])?/gu;

export type SearchedWords = {
  /** The question's telling words, as they were written. */
  readonly words: readonly string[];
  /** Those of them that stand, in any form, in none of the visible passages. */
  readonly nowhere: readonly string[];
};

/** Rarity 1 is what a term has that no visible passage holds; a word is nowhere when all its forms are. */
export function searchedWords(question: string, analyze: Analyze, rarity: SearchResult["rarity"]): SearchedWords {
  const asked = analyze.question(question);
  const words = new Map<string, boolean>();
  for (const [word] of question.matchAll(WORD)) {
    const terms = [...analyze.question(word).keys()].filter((term) => asked.has(term));
    if (terms.length > 0)
      words.set(
        word,
        terms.every((term) => (rarity?.get(term) ?? 0) >= 1),
      );
  }
  return { words: [...words.keys()], nowhere: [...words].flatMap(([word, isNowhere]) => (isNowhere ? [word] : [])) };
}

export function explainAbsence({ words, nowhere }: SearchedWords, visible: number): string {
  if (visible === 0) return "Not in the documents: there are none that you may read.";
  if (words.length === 0) return "Not in the documents: the question holds no word to look for.";
  const lookedFor = `Not in the documents. Looked for: ${words.join(", ")}.`;
  if (nowhere.length === 0) return lookedFor;
  const verb = nowhere.length === 1 ? "appears" : "appear";
  return `${lookedFor} ${quoteAll(nowhere)} ${verb} in none of the ${visible} passages that you may read.`;
}

function quoteAll(words: readonly string[]): string {
  return words.map((word) => `"${word}"`).join(", ");
}
