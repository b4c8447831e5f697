// Remembers what was asked, so that no question is drafted twice in nearly the same words.
import type { Question } from "../../spec/exam.ts";
import { plainWords } from "../check/compared-words.ts";

/** Share of words in common, of all words of both, from which on two questions are nearly the same. */
const NEAR = 0.8;

export type AskedAlready = {
  readonly has: (question: string) => boolean;
  readonly add: (question: string) => void;
};

type Worded = { readonly words: ReadonlySet<string>; readonly names: ReadonlySet<string> };

/** Two questions with other names or numbers in them are two questions, however much else they share. */
export function createAskedAlready(questions: readonly Question[]): AskedAlready {
  const byWord = new Map<string, Worded[]>();
  const add = (question: string): void => {
    const worded = wordsOf(question);
    for (const word of worded.words) {
      const known = byWord.get(word);
      if (known === undefined) byWord.set(word, [worded]);
      else known.push(worded);
    }
  };
  for (const { question } of questions) add(question);
  return {
    add,
    has: (question) => {
      const own = wordsOf(question);
      // why: two sets that share so much share one of the rarest words of either, so that few have to be looked at.
      const telling = [...own.words]
        .toSorted((one, other) => (byWord.get(one)?.length ?? 0) - (byWord.get(other)?.length ?? 0))
        .slice(0, own.words.size - Math.ceil(NEAR * own.words.size) + 1);
      return telling.some((word) => byWord.get(word)?.some((other) => isNear(own, other)) === true);
    },
  };
}

function isNear(one: Worded, other: Worded): boolean {
  if (one.names.symmetricDifference(other.names).size > 0) return false;
  const shared = one.words.intersection(other.words).size;
  return shared / (one.words.size + other.words.size - shared) >= NEAR;
}

function wordsOf(question: string): Worded {
  // why: the first word is spelt large whatever it is.
  const later = question.trim().replace(/^\S+/u, "");
  const named = (later.match(/\S+/gu) ?? []).filter((word) => /[\p{Lu}\p{N}]/u.test(word));
  return { words: new Set(plainWords(question)), names: new Set(named.flatMap((word) => plainWords(word))) };
}
