// The words of a question that an answer has to speak of, and how much each of them matters.
import type { SearchResult } from "../../spec/retriever.ts";
import { TIME_UNITS } from "./answer-kinds.ts";
import { askedFor, ruleOf } from "./asked-for.ts";
import { phrasingOf } from "./light-words.ts";
import { otherNames } from "./other-names.ts";
import { relatives } from "./relatives.ts";
import { isBaseForm, otherForms } from "./word-forms.ts";

/** Text to terms; the same analyzer that the library was indexed with. */
export type Analyze = {
  readonly passage: (text: string) => ReadonlyMap<string, number>;
  readonly question: (text: string) => ReadonlyMap<string, number>;
};

export type AskedWord = {
  readonly text: string;
  /** The terms that show it: its exact form, its stem, its irregular forms. */
  readonly forms: readonly string[];
  /** Other words that may be meant by it … */
  readonly others: readonly string[];
  /** … and their terms. */
  readonly names: readonly string[];
  /** 0 to 1: how rare its commonest form is among the visible passages. */
  readonly rarity: number;
  /** 0 to 1: how much an answer needs it. */
  readonly need: number;
  readonly isName: boolean;
  /** It only names the kind of answer that is asked for. */
  readonly isKind: boolean;
  /** The question is phrased with it rather than about it. */
  readonly isLight: boolean;
  /** No visible passage holds it in any form. */
  readonly isNowhere: boolean;
  /** It stands just before the next word of them and may say which one is meant: `of parental leave`. */
  readonly isBeforeNext: boolean;
};

type Rarity = SearchResult["rarity"];

const WORD = /[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}_'’.+#-]*[\p{L}\p{N}\p{M}+#])?/gu;
/** Soft hyphens and joiners that came along from a web page would cut a word in two. */
const INVISIBLE = /\p{Cf}/gu;
/** What a thing and the word that says which begin with: `a monthly ticket`, `of sick leave`, `are oil drills`. */
const OPENS =
  /\b(?:an?|the|my|our|your|their|its|his|her|this|that|these|those|of|in|on|at|for|to|from|by|with|about|as|no|any|each|every|some|all|is|are|was|were|much|many|which|what|whose|there)\s$/i;
/** `20 days a year` */
const PER = /\b(?:an?|per|each|every)\s$/i;
const TIME_UNIT = new RegExp(`^${TIME_UNITS}$`);
/** Judged apart, because a quote may negate in other words. */
export const NEGATION = /\b(?:not|never|no|none|cannot|nobody|nothing|neither|nor)\b|n['’]t\b/i;
export const NEGATES = new RegExp(`${NEGATION.source}|\\b(?:without|except|unless|forbidden|prohibited)\\b`, "i");
const NAME = /[\p{Lu}\p{N}]/u;
/** Beside a word that tells something, an analyzer leaves out those that do not. */
const TELLING = "telling";
/** `roll back` may be written as `rollback`. */
const PARTICLE = /^\s(back|in|out|up|off|on|over|down)\b/i;
const POSSESSIVE = /['’]s$/;
const PARTS = /[^\p{L}\p{N}]+|(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})|(?<=\p{Ll})(?=\p{Lu})/u;
/** Ordinary words can be said in other words; names, codes and numbers cannot. */
const MAX_ORDINARY = 0.7;
/** Words that only name the kind of answer matter less: whoever tells a price need not say "cost". */
const MAX_KIND = 0.3;
const MAX_LIGHT = 0.15;
/** A word that is everywhere still has to be there. */
const MIN_NEED = 0.05;
/** A pasted page is a question too: what it asks for is looked for by that many of its words. */
const MAX_WORDS = 100;
/** What another word for it counts, beside 1 for the word itself. */
const OTHER_NAME = 0.7;

export type TermSet = { readonly has: (term: string) => boolean };

/** Without stop words, negations and question words; what is asked for (`which country`) is among them. */
export function askedWords(typed: string, analyze: Analyze, rarity: Rarity): readonly AskedWord[] {
  const question = typed.replaceAll(INVISIBLE, "");
  const terms = analyze.question(`${question} ${TELLING}`);
  const asked = askedFor(question);
  const phrasing = phrasingOf(question);
  const words = new Map<string, AskedWord>();
  let end = -1;
  for (const { 0: typedWord, index } of question.matchAll(WORD)) {
    if (words.size >= MAX_WORDS) break;
    const text = typedWord.replace(POSSESSIVE, "");
    const lower = text.toLowerCase();
    const own = [...analyze.question(text).keys()].filter((term) => terms.has(term));
    if (lower === "am" && !/\p{N}\s?$/u.test(question.slice(0, index))) continue;
    if (phrasing.isSmall(text)) continue;
    if (own.length === 0 || NEGATION.test(text) || (asked.replaced.has(lower) && !asked.nouns.has(lower))) continue;
    const isName = NAME.test(index === 0 ? text.slice(1) : text);
    const isKind = ruleOf(asked)?.named?.test(text) === true || lower === asked.unit;
    const isPhrasing = phrasing.isLight(text);
    const isLight = isPhrasing || lower === asked.unit || (PER.test(question.slice(0, index)) && TIME_UNIT.test(lower));
    const next = PARTICLE.exec(question.slice(index + typedWord.length))?.[1]?.toLowerCase();
    const word = weighWord({ text, own, isName, isKind, isLight, isPhrasing, next }, analyze, rarity);
    const before = [...words.values()].at(-1);
    if (
      before !== undefined &&
      question.slice(end, index) === " " &&
      OPENS.test(question.slice(0, end - before.text.length))
    )
      words.set(before.text.toLowerCase(), { ...before, isBeforeNext: true });
    end = index + typedWord.length;
    for (const part of word.isNowhere ? partsOf(word, analyze, rarity) : [word])
      words.set(part.text.toLowerCase(), part);
  }
  return lightened([...words.values()]);
}

/** In a small library every word is common; still no light one is needed more than those that tell something. */
function lightened(words: readonly AskedWord[]): readonly AskedWord[] {
  const least = Math.min(...words.filter(({ isLight }) => !isLight).map(({ need }) => need));
  return words.map((word) => (word.isLight ? { ...word, need: Math.min(word.need, least) } : word));
}

type Found = Pick<AskedWord, "text" | "isName" | "isKind" | "isLight"> & {
  readonly own: readonly string[];
  /** It is light in any question of its language. */
  readonly isPhrasing: boolean;
  readonly next?: string | undefined;
};

function weighWord(
  { text, own, isName, isKind, isLight, isPhrasing, next }: Found,
  analyze: Analyze,
  rarity: Rarity,
): AskedWord {
  const lower = text.toLowerCase();
  const forms = [...wholeTerms(text, own, analyze), ...formTerms(otherForms(lower), analyze)];
  const others = [...otherNames(lower), ...relatives(lower), ...(next === undefined ? [] : [lower + next])];
  const names = others.flatMap((name) => [...analyze.question(name).keys(), ...formTerms(otherForms(name), analyze)]);
  const commonest = isPhrasing ? 0 : rarest(forms, rarity);
  const isNowhere = rarity !== undefined && commonest >= 1;
  const rare = isNowhere ? rarest([...forms, ...names], rarity) : commonest;
  const most = isName ? 1 : isKind ? MAX_KIND : MAX_ORDINARY;
  const need = Math.max(MIN_NEED, isLight ? MAX_LIGHT : Math.min(most, rare));
  return {
    text,
    forms,
    others,
    names,
    rarity: commonest,
    need,
    isName,
    isKind,
    isLight,
    isNowhere,
    isBeforeNext: false,
  };
}

/** `carried-over` may stand as two words; `QW-CAP-07` may not. */
function partsOf(word: AskedWord, analyze: Analyze, rarity: Rarity): readonly AskedWord[] {
  const parts = word.text.split("-");
  if (parts.length < 2 || word.isName || parts.some((part) => part === "")) return [word];
  return parts.flatMap((text) => {
    const own = [...analyze.question(text).keys()];
    return own.length === 0
      ? []
      : [
          weighWord(
            { text, own, isName: false, isKind: word.isKind, isLight: false, isPhrasing: false },
            analyze,
            rarity,
          ),
        ];
  });
}

function rarest(terms: readonly string[], rarity: Rarity): number {
  return Math.min(1, ...terms.map((term) => rarity?.get(term) ?? 1));
}

/** `S3` is shown by `s3`, not by the `s` of `S2`: the terms of its parts do not count. */
function wholeTerms(text: string, own: readonly string[], analyze: Analyze): readonly string[] {
  const parts = text.split(PARTS).filter((part) => part !== "");
  if (parts.length < 2) return own;
  const ofParts = new Set(parts.flatMap((part) => [...analyze.question(part).keys()]));
  const whole = own.filter((term) => !ofParts.has(term));
  return whole.length === 0 ? own : whole;
}

/** Of irregular forms the exact one only: the stem of `found`, a form of `find`, is also that of `founded`. */
function formTerms(forms: readonly string[], analyze: Analyze): readonly string[] {
  return forms.flatMap((form) => {
    const terms = [...analyze.question(form).keys()];
    return terms.includes(form) && !isBaseForm(form) ? [form] : terms;
  });
}

/** Not one of the words that an analyzer leaves out of a question: articles, prepositions and the like. */
export function isTelling(word: string, analyze: Analyze): boolean {
  const beside = analyze.question(TELLING);
  return [...analyze.question(`${word} ${TELLING}`).keys()].some((term) => !beside.has(term));
}

/** 1 when the terms show the word, less when they show another word for it, 0 when neither. */
export function shows(terms: TermSet, { forms, names }: AskedWord): number {
  if (forms.some((form) => terms.has(form))) return 1;
  return names.some((name) => terms.has(name)) ? OTHER_NAME : 0;
}
