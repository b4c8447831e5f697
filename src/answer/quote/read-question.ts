// A question as the answerer sees it: the words that an answer has to speak of, and the kind of answer that is asked for.
import type { SearchResult } from "../../spec/retriever.ts";
import { askedFor, type AskedFor, type Told } from "./asked-for.ts";
import { askedWords, NEGATION, shows, type Analyze, type AskedWord, type TermSet } from "./asked-words.ts";
import { saidRanges } from "./said-ranges.ts";
import { numberValue } from "./word-forms.ts";

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

/** `10 or more` speaks of twelve years, where it speaks of years at all. */
export function shownByRange({ words }: Question, text: string, shown: Shown): Shown {
  const values = words.map((word) => numberValue(word.text));
  if (values.every((value) => value === undefined)) return shown;
  const ranges = saidRanges(text);
  return words.map((_, index) => {
    const value = values[index];
    const ofUnit = words[index + 1] === undefined || (shown[index + 1] ?? 0) > 0;
    const isWithin = value !== undefined && ofUnit && ranges.some(([from, to]) => from <= value && value <= to);
    return isWithin ? 1 : (shown[index] ?? 0);
  });
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
