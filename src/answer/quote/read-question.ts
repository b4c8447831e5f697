// A question as the answerer sees it: the words that an answer has to speak of, and the kind of answer that is asked for.
import type { SearchResult } from "../../spec/retriever.ts";
import { askedFor, type AskedFor, type Told } from "./asked-for.ts";
import { askedWords, NEGATION, shows, type Analyze, type AskedWord, type TermSet } from "./asked-words.ts";

export type Question = {
  readonly text: string;
  readonly words: readonly AskedWord[];
  readonly asked: AskedFor;
  readonly isNegated: boolean;
};

export function readQuestion(text: string, analyze: Analyze, rarity: SearchResult["rarity"]): Question {
  return { text, words: askedWords(text, analyze, rarity), asked: askedFor(text), isNegated: NEGATION.test(text) };
}

/** How far (0 to 1) each word of the question is shown, in the order of the words. */
export type Shown = readonly number[];

/** What a number, date or name of the right kind counts for the word that asks for it. */
const KIND_TOLD = 0.7;

export function shownBy({ words }: Question, terms: TermSet): Shown {
  return words.map((word) => shows(terms, word));
}

/** Whoever tells a price need not say "cost". */
export function shownByKind({ words }: Question, told: Told): Shown {
  return words.map(({ isKind }) => (isKind && told === "clearly" ? KIND_TOLD : 0));
}

export function highest(...all: readonly Shown[]): Shown {
  const [first = []] = all;
  return first.map((_, index) => Math.max(...all.map((shown) => shown[index] ?? 0)));
}

/** Share (0 to 1) of what the question needs that is shown. */
export function shareShown({ words }: Question, shown: Shown): number {
  const total = words.reduce((sum, { need }) => sum + need, 0);
  return total === 0 ? 0 : words.reduce((sum, { need }, index) => sum + need * (shown[index] ?? 0), 0) / total;
}
