// What a question asks for, with each term's importance: its weight times how rare it is among the visible passages.
import type { SearchResult } from "../../spec/retriever.ts";
import { MIN_RARITY, type Analyze } from "./asked-words.ts";
import type { TermSet } from "./judge-sufficiency.ts";

export type WeighedQuestion = {
  readonly importance: ReadonlyMap<string, number>;
  readonly total: number;
  readonly expectsNumber: boolean;
  readonly numbers: ReadonlySet<string>;
};

const NUMBER = /\p{N}+(?:[.,:/-]\p{N}+)*/gu;
const NUMBER_WORDS =
  /\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|thousand|million|billion|half|once|twice)\b/i;
/** English only; in other languages nothing is expected and nothing is lost. */
const ASKS_NUMBER =
  /^(?:when|how (?:many|much|long|old|far|tall|large|big|high|fast|often))\b|\b(?:what|which) (?:year|date|century|decade|percent|percentage|number|age|price|size|port|version)\b/i;

export function weighQuestion(question: string, analyze: Analyze, rarity: SearchResult["rarity"]): WeighedQuestion {
  const importance = new Map(
    [...analyze.question(question)].map(([term, weight]) => [
      term,
      weight * Math.max(MIN_RARITY, rarity?.get(term) ?? 1),
    ]),
  );
  const total = [...importance.values()].reduce((sum, value) => sum + value, 0);
  return {
    importance,
    total,
    expectsNumber: ASKS_NUMBER.test(question.trim()),
    numbers: new Set(question.match(NUMBER)),
  };
}

/** Share of what was asked for (0 to 1) that is among the terms. */
export function coverage({ importance, total }: WeighedQuestion, terms: TermSet): number {
  if (total === 0) return 0;
  let covered = 0;
  for (const [term, value] of importance) if (terms.has(term)) covered += value;
  return covered / total;
}

/** Whether a text could tell the number that is asked for: it names one that the question does not. */
export function tellsNumber({ expectsNumber, numbers }: WeighedQuestion, text: string): boolean {
  if (!expectsNumber) return false;
  return NUMBER_WORDS.test(text) || (text.match(NUMBER) ?? []).some((number) => !numbers.has(number));
}
