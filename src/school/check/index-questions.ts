// The exam's questions as rows are held against them: by number, so that a row asks only after those that it can hold.
import { comparedWords, wordsWorth } from "../../core/compared-words.ts";
import { numberOf } from "./number-of.ts";
import { type ComparedQuestion, namesIn } from "./other-subject.ts";

export type IndexedQuestion = ComparedQuestion & {
  readonly id: string;
  readonly text: string;
  /** Its words, by number. */
  readonly wordIds: Int32Array;
  /** Its pairs of neighbouring words, by number. */
  readonly pairs: ReadonlySet<number>;
  /** Words that hold a digit. */
  readonly numbers: readonly string[];
};

export type QuestionIndex = {
  /** Those that are long enough to be looked for inside of a longer message. */
  readonly questions: readonly IndexedQuestion[];
  /** Ids of all questions by the whole of their words. */
  readonly byText: ReadonlyMap<string, readonly string[]>;
  readonly words: ReadonlyMap<string, number>;
  readonly pairs: ReadonlyMap<number, number>;
  /** Questions, by pair. */
  readonly byPair: readonly Int32Array[];
};

/** A shorter question stands in many a row by chance. */
const FEWEST_WORDS = 4;

/** Of two words that follow each other, by their numbers. */
export const pairKey = (one: number, other: number): number => one * 0x100_0000 + other;

/** A message as a whole; where it has no words, such as `👍?`, its characters. */
export function wholeText(text: string, words: readonly string[]): string {
  return words.length > 0 ? words.join(" ") : text.replaceAll(/\s+/gu, "");
}

export function indexQuestions(exam: readonly { readonly id: string; readonly question: string }[]): QuestionIndex {
  const words = new Map<string, number>();
  const pairs = new Map<number, number>();
  const byPair: number[][] = [];
  const byText = new Map<string, string[]>();
  const questions: IndexedQuestion[] = [];
  for (const { id, question } of exam) {
    const own = comparedWords(question);
    const whole = wholeText(question, own);
    byText.set(whole, [...(byText.get(whole) ?? []), id]);
    if (wordsWorth(own) < FEWEST_WORDS) continue;
    const wordIds = Int32Array.from(own, (word) => numberOf(words, word));
    const ownPairs = new Set<number>();
    for (let at = 1; at < wordIds.length; at += 1)
      ownPairs.add(numberOf(pairs, pairKey(wordIds[at - 1] ?? 0, wordIds[at] ?? 0)));
    for (const pair of ownPairs) (byPair[pair] ??= []).push(questions.length);
    const numbers = own.filter((word) => /\d/u.test(word));
    questions.push({ id, words: own, names: namesIn(question), text: ` ${whole} `, wordIds, pairs: ownPairs, numbers });
  }
  return { questions, byText, words, pairs, byPair: byPair.map((own) => Int32Array.from(own)) };
}
