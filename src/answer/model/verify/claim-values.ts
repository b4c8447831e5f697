// What of a claim a passage has to hold to the letter: numbers with their units, dates, codes, names.
import type { Span } from "../../../spec/document.ts";
import { numberValue } from "../../quote/word-forms.ts";
import { fold } from "./fold-text.ts";

export type ValueKind = "number" | "date" | "code" | "name";

/** With its place in the claim. */
export type ClaimValue = Span & {
  readonly kind: ValueKind;
  /** As it is compared: `1234`, `2024-04-09`, `wv-644-j`, `mira toldan`. */
  readonly value: string;
  /** What a number counts, where that is said: `eur`, `day`. */
  readonly unit?: string;
};

const MONTHS = "january february march april may june july august september october november december".split(" ");
const MONTH = MONTHS.map((name) => `${name}|${name.slice(0, 3)}`).join("|");
const DATE = new RegExp(
  `\\b(?<y1>\\d{4})-(?<m1>\\d{2})-(?<d1>\\d{2})\\b|` +
    `\\b(?<d2>\\d{1,2})(?:st|nd|rd|th)?\\.? (?:of )?(?<m2>${MONTH})\\.?,? (?<y2>\\d{4})\\b|` +
    `\\b(?<m3>${MONTH})\\.? (?<d3>\\d{1,2})(?:st|nd|rd|th)?,? (?<y3>\\d{4})\\b`,
  "giu",
);
/** Letters and digits in one word, or parts joined by marks: `WV-644-J`, `v2.1`, `#jamri`, an address. */
const CODE =
  /(?<![\p{L}\p{N}])(?:[#@/][\p{L}\p{N}][\p{L}\p{N}._/-]*|[\p{L}\p{N}]+(?:[._@/:#&=?%+-]+[\p{L}\p{N}]+)+|(?=\p{L}*\p{N})(?=\p{N}*\p{L})[\p{L}\p{N}]+)/gu;
const NUMBER = /(?<![\p{L}\p{N}])[-−]?\p{Nd}+(?:[.,' ]\p{Nd}{3})*(?:[.,]\p{Nd}+)?(?![\p{L}\p{N}])/gu;
const WORD = /[\p{L}\p{M}][\p{L}\p{M}\p{N}'’-]*/gu;
const CAPITAL = /^\p{Lu}/u;
/** Letters of two alphabets in one word: a look-alike. */
const MIXED =
  /(?=.*\p{Script=Latin})(?=.*[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}])/u;

const UNITS: Readonly<Record<string, string>> = {
  eur: "€ eur euro euros",
  usd: "$ usd dollar dollars",
  gbp: "£ gbp pound pounds",
  chf: "chf franc francs",
  percent: "% percent",
  million: "million millions",
  billion: "billion billions",
  second: "s sec second seconds",
  minute: "min minute minutes",
  hour: "h hour hours",
  day: "day days",
  week: "week weeks",
  month: "month months",
  year: "year years",
  gram: "g gram grams",
  kilogram: "kg kilogram kilograms kilo kilos",
  tonne: "t ton tons tonne tonnes",
  metre: "m metre metres meter meters",
  kilometre: "km kilometre kilometres",
  litre: "l litre litres liter liters",
  watt: "w watt watts",
  megabyte: "mb megabyte megabytes",
  gigabyte: "gb gigabyte gigabytes",
  terabyte: "tb terabyte terabytes",
};
const UNIT_OF = new Map(Object.entries(UNITS).flatMap(([unit, words]) => words.split(" ").map((word) => [word, unit])));
const AFTER = /^[\s\u00a0-]?(?:(?:working|business|calendar|consecutive|full|school)\s)?(%|[€$£]|[\p{L}]+)/u;
const BEFORE = /([€$£]|\b(?:eur|usd|gbp|chf))[\s\u00a0]?$/iu;

export type ReadValues = {
  /** Words that are known to be names, in lower case, for the first word of a sentence. */
  readonly isKnownName?: (word: string) => boolean;
};

/** In the order of their kinds; no two overlap. */
export function claimValues(claim: string, { isKnownName = () => false }: ReadValues = {}): readonly ClaimValue[] {
  const found: ClaimValue[] = [];
  const free = (start: number, end: number): boolean =>
    found.every((other) => end <= other.start || start >= other.end);
  const add = (value: ClaimValue): void => {
    if (free(value.start, value.end)) found.push(value);
  };
  for (const value of dates(claim)) add(value);
  for (const value of numbers(claim)) add(value);
  for (const { 0: typed, index } of claim.matchAll(CODE)) {
    const word = typed.replace(/[._/-]+$/u, "");
    if (isCode(word)) add(valueAt("code", fold(word), { 0: word, index }));
  }
  for (const match of claim.matchAll(WORD)) for (const value of numberWord(claim, match)) add(value);
  for (const value of names(claim, isKnownName)) add(value);
  return found;
}

function valueAt(kind: ValueKind, value: string, match: { readonly 0: string; readonly index: number }): ClaimValue {
  return { kind, value, start: match.index, end: match.index + match[0].length };
}

function* dates(claim: string): Generator<ClaimValue> {
  for (const match of claim.matchAll(DATE)) {
    const { y1, y2, y3, m1, m2, m3, d1, d2, d3 } = match.groups ?? {};
    const named = (m2 ?? m3 ?? "").toLowerCase().slice(0, 3);
    const month = m1 ?? String(MONTHS.findIndex((name) => name.startsWith(named)) + 1);
    const day = d1 ?? d2 ?? d3 ?? "";
    yield valueAt("date", `${y1 ?? y2 ?? y3}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`, match);
  }
}

function* numbers(claim: string): Generator<ClaimValue> {
  for (const match of claim.matchAll(NUMBER)) {
    const after = claim.slice(match.index + match[0].length);
    const before = claim.slice(0, match.index);
    if (/^[./:@#+_-][\p{L}\p{N}]/u.test(after) && !AFTER_UNIT.test(after)) continue;
    if (/[\p{L}\p{N}][./:@#+_-]$/u.test(before)) continue;
    const unit = unitOf(before, after);
    yield { ...valueAt("number", plainNumber(match[0]), match), ...(unit === undefined ? {} : { unit }) };
  }
}

/** `30-day` is thirty days, not a code. */
const AFTER_UNIT = new RegExp(
  `^-(?:${[...UNIT_OF.keys()].filter((word) => /^\p{L}{3,}$/u.test(word)).join("|")})\\b`,
  "iu",
);

function unitOf(before: string, after: string): string | undefined {
  const sign = BEFORE.exec(before)?.[1]?.toLowerCase();
  const word = AFTER.exec(after)?.[1]?.toLowerCase();
  return (sign === undefined ? undefined : UNIT_OF.get(sign)) ?? (word === undefined ? undefined : UNIT_OF.get(word));
}

/** `1,234.50` is 1234.5; `3,5` is 3.5; `1.000` and `1,000` are a thousand. */
export function plainNumber(text: string): string {
  const digits = text.replaceAll(/[\uff10-\uff19−]/gu, plainDigit).replaceAll(/[' ]/gu, "");
  const grouped = /^-?[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*(?:[.,]\d+)?$/u.exec(digits);
  const mark = grouped?.[1];
  const [whole = "", rest] = mark === undefined ? digits.split(/[.,]/u) : splitGrouped(digits, mark);
  const decimals = (rest ?? "").replace(/0+$/u, "");
  return decimals === "" ? whole : `${whole}.${decimals}`;
}

function splitGrouped(digits: string, mark: string): readonly string[] {
  return digits.replaceAll(mark, "").split(mark === "," ? "." : ",");
}

function plainDigit(character: string): string {
  return character === "−" ? "-" : String.fromCharCode(character.charCodeAt(0) - 0xfee0);
}

function isCode(word: string): boolean {
  return /\p{N}/u.test(word) || /[@#/_]/u.test(word) || /^\p{Lu}+-\p{Lu}+$/u.test(word);
}

/** `ten` is 10; `one` is mostly no number. */
function numberWord(claim: string, match: RegExpExecArray): readonly ClaimValue[] {
  const number = numberValue(match[0]);
  if (number === undefined || number < 2 || /^\p{N}|st$|nd$|rd$|th$/u.test(match[0])) return [];
  if (/^(?:first|second|third)$/iu.test(match[0])) return [];
  const after = claim.slice(match.index + match[0].length);
  const unit = unitOf("", after);
  return [{ ...valueAt("number", String(number), match), ...(unit === undefined ? {} : { unit }) }];
}

/** Words that are spelt large and stand beside each other are one name. */
function* names(claim: string, isKnownName: (word: string) => boolean): Generator<ClaimValue> {
  let name: { readonly start: number; readonly end: number; readonly isDoubtful: boolean } | undefined;
  const isSure = (): boolean =>
    name !== undefined && (!name.isDoubtful || isKnownName(fold(claim.slice(name.start, name.end))));
  for (const match of claim.matchAll(WORD)) {
    const word = nameWord(claim, match);
    if (word === undefined) continue;
    const goesOn = name !== undefined && claim.slice(name.end, word.start) === " ";
    if (goesOn && name !== undefined) name = { start: name.start, end: word.end, isDoubtful: false };
    else {
      if (name !== undefined && isSure()) yield nameAt(claim, name);
      name = word;
    }
  }
  if (name !== undefined && isSure()) yield nameAt(claim, name);
}

function nameAt(claim: string, { start, end }: Span): ClaimValue {
  return { kind: "name", value: fold(claim.slice(start, end)), start, end };
}

/** The first word of a sentence is spelt large whatever it is: it is doubtful by itself, and no part of a name where it is an ordinary word. */
function nameWord(claim: string, match: RegExpExecArray): (Span & { readonly isDoubtful: boolean }) | undefined {
  const bare = match[0].replace(/['’]s$|['’]$/u, "");
  const place = { start: match.index, end: match.index + bare.length };
  if (/\p{N}/u.test(bare)) return undefined; // why: it is a code, and found as one
  if (MIXED.test(bare)) return { ...place, isDoubtful: false };
  if (!CAPITAL.test(bare) || bare === "I" || UNIT_OF.has(bare.toLowerCase())) return undefined;
  const opens = /(?:^|[.!?:]["'”’)]?\s+|\n\s*|["“]\s*)[\s*_(-]*$/u.test(claim.slice(0, match.index));
  if (opens && ORDINARY.has(bare.toLowerCase())) return undefined;
  return { ...place, isDoubtful: opens && !/^\p{Lu}{2,}$/u.test(bare) };
}

/** What a sentence opens with before a name: `The Velora kettle`, `For Mira`. */
const ORDINARY = new Set(
  "the a an this that these those for in on at of to from by with as if when while since all each every no not it its their our your my his her and or but both according after before under per only".split(
    " ",
  ),
);
