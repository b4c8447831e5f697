// The words of a claim: how rare each is in the passage, whether the question says it too, and which sentences show it.
import { askedWords, shows, type Analyze, type AskedWord } from "../../quote/asked-words.ts";
import { claimValues, type ClaimValue } from "./claim-values.ts";
import type { ReadPassage, ReadUnit } from "./read-passage.ts";

export type ClaimWord = {
  readonly word: AskedWord;
  /** Where it stands in the claim; -1 for a word of the question alone. */
  readonly at: number;
  /** The rarer among the passage's sentences, the more it tells them apart. */
  readonly weight: number;
  /** The question does not say it. */
  readonly isNew: boolean;
  /** It says what is spoken of: no name and no value. */
  readonly isTopic: boolean;
};

export type Claiming = {
  readonly passage: Pick<ReadPassage, "units">;
  readonly analyze: Analyze;
  readonly asked?: string;
};

/** Numbers, dates and codes are no words; names are. */
export function claimWords(claim: string, values: readonly ClaimValue[], claiming: Claiming): readonly ClaimWord[] {
  const { passage, analyze, asked = "" } = claiming;
  const masked = withoutStrict(claim, values);
  const lower = masked.toLowerCase();
  const saidBefore = analyze.passage(asked);
  return askedWords(masked, analyze, undefined).map((word) => {
    const at = lower.indexOf(word.text.toLowerCase());
    const isValue = values.some((value) => isBeside(claim, { at, end: at + word.text.length }, value));
    const isNew = shows(saidBefore, word) === 0;
    return { word, at, weight: rarityOf(word, passage), isNew, isTopic: !word.isName && !isValue };
  });
}

/** Within the value or the next word to it: `3 days`, `room 8.26`, `the Brasko team`. */
function isBeside(
  claim: string,
  { at, end }: { readonly at: number; readonly end: number },
  value: ClaimValue,
): boolean {
  return claim.slice(end, value.start).trim() === "" && claim.slice(value.end, at).trim() === "";
}

/** Words that say what about its subject is asked or claimed, in the wording of either; where the answer itself is a word, it is none. */
export function topicWords(
  words: readonly ClaimWord[],
  hasValue: boolean,
  { passage, analyze, asked = "" }: Claiming,
): readonly AskedWord[] {
  const ofClaim = words.filter(({ isTopic, isNew }) => isTopic && (!isNew || hasValue)).map(({ word }) => word);
  const askedFor = claimValues(asked);
  const lower = asked.toLowerCase();
  const ofQuestion = askedWords(asked, analyze, undefined).filter(({ isName, text }) => {
    const at = lower.indexOf(text.toLowerCase());
    return !isName && !askedFor.some((value) => isBeside(asked, { at, end: at + text.length }, value));
  });
  return [...ofClaim, ...ofQuestion].filter((word) => {
    const among = amongUnits(word, passage);
    return among < 2 || among * 2 <= passage.units.length;
  });
}

function amongUnits(word: AskedWord, { units }: Claiming["passage"]): number {
  return units.filter((unit) => shows(unit.terms.own, word) > 0).length;
}

function rarityOf(word: AskedWord, passage: Claiming["passage"]): number {
  const among = amongUnits(word, passage);
  return Math.log(1 + (passage.units.length - among + 0.5) / (among + 0.5)) + LEAST_WEIGHT;
}

/** A word that every sentence says still counts a little. */
const LEAST_WEIGHT = 0.1;

function withoutStrict(claim: string, values: readonly ClaimValue[]): string {
  return values
    .filter(({ kind }) => kind !== "name")
    .reduce((text, { start, end }) => text.slice(0, start) + " ".repeat(end - start) + text.slice(end), claim);
}

/** How much it counts where a word stands: in the sentence, in what leads to it, in the headings and the title. */
export type Reach = { readonly own: number; readonly lead: number; readonly path: number };
export const OWN: Reach = { own: 1, lead: 0, path: 0 };
export const SAID: Reach = { own: 1, lead: 0.6, path: 0 };
/** What leads to a sentence is taken for its own words; to those that speak against it, it is not. */
export const FAVOURED: Reach = { own: 1, lead: 1, path: 1 };
export const UNFAVOURED: Reach = { own: 1, lead: 0, path: 1 };
const AROUND: Reach = { own: 1, lead: 0.6, path: 0.4 };

/** How far (0 to 1) the sentence shows the word. */
export function shown({ terms }: ReadUnit, word: AskedWord, reach: Reach = AROUND): number {
  return Math.max(
    reach.own * shows(terms.own, word),
    reach.lead * shows(terms.lead, word),
    reach.path * shows(terms.path, word),
  );
}

/** How well a sentence fits the words, each by its weight. */
export function fit(unit: ReadUnit, words: readonly ClaimWord[], reach: Reach = AROUND): number {
  return words.reduce((sum, { word, weight }) => sum + weight * shown(unit, word, reach), 0);
}

/** Share (0 to 1) of the words that the sentences show between them; 1 where there are none. */
export function share(words: readonly ClaimWord[], units: readonly ReadUnit[], reach: Reach = AROUND): number {
  if (words.length === 0) return 1;
  return words.filter(({ word }) => units.some((unit) => shown(unit, word, reach) > 0)).length / words.length;
}

/** Whether the text says anything that could be checked at all. */
export function saysSomething(text: string, analyze: Analyze): boolean {
  return claimValues(text).length > 0 || askedWords(text, analyze, undefined).some(({ isLight }) => !isLight);
}
