// Finds the sentences of a passage that say what a claim says, by its values and its words; or tells why there are none.
import type { UnsupportedReason } from "../../../spec/answer.ts";
import type { Span } from "../../../spec/document.ts";
import { NEGATION, type Analyze, type AskedWord } from "../../quote/asked-words.ts";
import { claimValues, type ClaimValue, type ReadValues } from "./claim-values.ts";
import {
  claimWords,
  FAVOURED,
  fit,
  OWN,
  SAID,
  share,
  shown,
  topicWords,
  UNFAVOURED,
  type ClaimWord,
} from "./claim-words.ts";
import { findWhole } from "./find-quote.ts";
import { fold } from "./fold-text.ts";
import type { ReadPassage, ReadUnit } from "./read-passage.ts";

export type Support =
  /** The fewest sentences that say it, and the share of its words that they show. */
  | { readonly kind: "supported"; readonly units: readonly ReadUnit[]; readonly share: number }
  | { readonly kind: "unsupported"; readonly reason: UnsupportedReason };

export type Supporting = ReadValues & {
  readonly analyze: Analyze;
  /** The question: what a claim only says back may stand in the passage in other words, what it adds may not. */
  readonly asked?: string;
};

/** Share of a claim's words that have to stand in the sentences that support it, and of those that the question does not say. */
const MIN_SHARE = 0.3;
const MIN_NEW_SHARE = 0.6;
/** As many sentences as one claim may be put together from. */
const MAX_UNITS = 3;
/** Another sentence fits the claim's words better by so much, and says something else. */
const CLEARLY_BETTER = 1.1;

export function supportClaim(claim: string, passage: Pick<ReadPassage, "units">, options: Supporting): Support {
  const values = claimValues(claim, options);
  const words = claimWords(claim, values, { passage, ...options });
  const chosen = chooseUnits(values, passage.units, words);
  if (chosen === undefined) return { kind: "unsupported", reason: "other-values" };
  const asked = fold(options.asked ?? "");
  const isNew = ({ value }: ClaimValue): boolean => asked !== "" && findWhole(asked, value) < 0;
  const isHeld = values.every(
    (value) =>
      value.kind !== "name" || chosen.some((unit) => (isNew(value) ? holds(unit, value) : holdsAround(unit, value))),
  );
  if (!isHeld || values.some((value) => isSaidOtherwise(value, { values, chosen, passage, words, claim })))
    return { kind: "unsupported", reason: "other-values" };
  const hasValue = values.some(({ value }) => findWhole(asked, value) < 0);
  const topics = topicWords(words, hasValue, { passage, ...options });
  if (!areSaid(words, { topics, chosen, hasValue }) || isNegatedOtherwise(claim, chosen, words))
    return { kind: "unsupported", reason: "other-words" };
  return { kind: "supported", units: chosen, share: share(words, chosen) };
}

type Said = {
  readonly topics: readonly AskedWord[];
  readonly chosen: readonly ReadUnit[];
  /** The claim adds a number, code, date or name to what the question says. */
  readonly hasValue: boolean;
};

/** What is new stands there, and so does some of what it is said of. */
function areSaid(words: readonly ClaimWord[], { topics, chosen, hasValue }: Said): boolean {
  if (share(words, chosen, OWN) === 1) return true;
  const news = words.filter(({ isNew }) => isNew);
  if (!hasValue && share(news, chosen) < MIN_NEW_SHARE) return false;
  if (share(words, chosen) < MIN_SHARE) return false;
  return topics.length === 0 || topics.some((word) => chosen.some((unit) => shown(unit, word, SAID) > 0));
}

/** What a value that a sentence says itself counts beside the words that fit. */
const SAID_ITSELF = 0.5;

/** The fewest units that hold all values between them, those that fit best first; undefined when a value stands in none. */
function chooseUnits(
  values: readonly ClaimValue[],
  units: readonly ReadUnit[],
  words: readonly ClaimWord[],
): readonly ReadUnit[] | undefined {
  let missing = values.filter(({ kind }) => kind !== "name");
  const wantedNames = values.filter(({ kind }) => kind === "name");
  const chosen: ReadUnit[] = [];
  const worth = (unit: ReadUnit): readonly number[] => [
    missing.filter((value) => holds(unit, value) || holdsAround(unit, value)).length,
    wantedNames.filter((value) => holdsName(unit.around, value)).length,
    fit(unit, words) + values.filter((value) => holds(unit, value)).length * SAID_ITSELF,
  ];
  do {
    const best = units
      .filter((unit) => !chosen.includes(unit))
      .map((unit) => ({ unit, worth: worth(unit) }))
      .toSorted((one, other) => byWorth(other.worth, one.worth))[0];
    if (best === undefined || (missing.length > 0 && best.worth[0] === 0)) return undefined;
    chosen.push(best.unit);
    missing = missing.filter((value) => !holds(best.unit, value) && !holdsAround(best.unit, value));
  } while (missing.length > 0 && chosen.length < MAX_UNITS);
  return missing.length === 0 && isSaidOften(values, chosen) ? chosen : undefined;
}

/** `Release 11.7 needs 11.7 GB` takes two numbers, not the one of the release. */
function isSaidOften(values: readonly ClaimValue[], chosen: readonly ReadUnit[]): boolean {
  return values.every((value) => {
    const claimed = values.filter((other) => other.kind === value.kind && other.value === value.value).length;
    const said = chosen.reduce(
      (sum, unit) => sum + unit.values.filter((other) => isSame(other, { ...value, unit: undefined })).length,
      0,
    );
    return value.kind === "name" || value.kind === "code" || claimed <= Math.max(1, said);
  });
}

function byWorth(one: readonly number[], other: readonly number[]): number {
  for (const [at, value] of one.entries()) {
    if (value !== other[at]) return value - (other[at] ?? 0);
  }
  return 0;
}

function holds({ own, values }: ReadUnit, wanted: ClaimValue): boolean {
  if (wanted.kind === "name") return holdsName(own, wanted);
  if (wanted.kind === "code") return findWhole(own, wanted.value) >= 0;
  return values.some((value) => isSame(value, wanted));
}

type Compared = Pick<ClaimValue, "kind" | "value"> & { readonly unit?: string | undefined };

/** The subject of a sentence may stand above it, with its number: `Release 11.7`. */
function holdsAround({ around, above, valuesAround }: ReadUnit, wanted: ClaimValue): boolean {
  if (wanted.kind === "name") return holdsName(around, wanted);
  if (wanted.kind === "code") return findWhole(above, wanted.value) >= 0;
  return valuesAround.some((value) => isSame(value, wanted) && value.unit === wanted.unit);
}

function isSame({ kind, value, unit }: ClaimValue, wanted: Compared): boolean {
  if (wanted.kind === "number" && kind === "date") return value.startsWith(`${wanted.value}-`);
  if (kind !== wanted.kind || value !== wanted.value) return false;
  return unit === undefined || wanted.unit === undefined || unit === wanted.unit;
}

function holdsName(text: string, { value }: ClaimValue): boolean {
  return findWhole(text, value) >= 0;
}

type Judged = {
  readonly claim: string;
  readonly values: readonly ClaimValue[];
  readonly chosen: readonly ReadUnit[];
  readonly passage: Pick<ReadPassage, "units">;
  readonly words: readonly ClaimWord[];
};

/** `The price of X is 48`, where 48 is the weight of X or the price of Y, and a sentence that speaks of the price of X says 45. */
function isSaidOtherwise(value: ClaimValue, { claim, values, chosen, passage, words }: Judged): boolean {
  const holder = chosen.find((unit) => holds(unit, value)) ?? chosen.find((unit) => holdsAround(unit, value));
  if (holder === undefined) return false;
  if (
    value.kind === "number" &&
    !holds(holder, value) &&
    (countsAnother(claim, value, holder) || saysAnother(values, holder))
  )
    return true;
  const subjects = values.filter((other) => other !== value && (holds(holder, other) || holdsAround(holder, other)));
  if (subjects.length === 0 && value.kind === "name") return false;
  const part = clauseAround(claim, value);
  const hasAsked = words.some(({ isNew, isTopic }) => isTopic && !isNew);
  const about = words.filter(
    ({ at, isNew }) =>
      at >= part.start && at < part.end && (at < value.start || at >= value.end) && !(isNew && hasAsked),
  );
  const rivals = passage.units.filter(
    (unit) =>
      !holds(unit, value) &&
      findWhole(unit.above, value.value) < 0 &&
      subjects.every((subject) => holds(unit, subject) || holdsAround(unit, subject)),
  );
  const best = Math.max(0, ...rivals.map((unit) => fit(unit, about, UNFAVOURED)));
  return best > fit(holder, about, FAVOURED) * CLEARLY_BETTER;
}

/** `The oldest version is 3.9`, where 3.9 is the release above the sentence and that says 2.4: nothing of the claim stands in it. */
function saysAnother(values: readonly ClaimValue[], holder: ReadUnit): boolean {
  const strict = values.filter(({ kind }) => kind !== "name");
  return strict.every((value) => !holds(holder, value)) && holder.values.some(({ kind }) => kind === "number");
}

/** `3.9 defects`, where 3.9 is the release above the sentence and that says `17 defects`. */
function countsAnother(claim: string, { end }: Span, { own }: ReadUnit): boolean {
  const counted = /^\s(\p{L}+)/u.exec(claim.slice(end))?.[1]?.toLowerCase();
  return counted !== undefined && new RegExp(`\\p{N}\\s${counted}(?!\\p{L})`, "u").test(own);
}

const MIN_CLAUSE = 12;
const CLAUSE_ENDS = /[,;:–—]\s|\s(?:and|but|while|whereas|or)\s/giu;

/** The part of the claim that speaks of the value, or all of it where that is hardly more than the value. */
function clauseAround(claim: string, { start, end }: Span): Span {
  const ends = [...claim.matchAll(CLAUSE_ENDS)].map(({ index }) => index);
  const from = ends.findLast((index) => index < start) ?? 0;
  const to = ends.find((index) => index >= end) ?? claim.length;
  return to - from - (end - start) < MIN_CLAUSE ? { start: 0, end: claim.length } : { start: from, end: to };
}

/** `No more than` is a limit, not a denial. */
const LIMIT = /\bno (?:more|less|fewer|later|earlier|longer|sooner) than\b/gu;
const PIECE_ENDS = /(?<=[.;!?])\s+|,\s*(?=(?:but|except|unless|although)\b)/u;
/** A sentence in quite other words may say "not" and mean the same: `does not work on Monday`, `her day off is Monday`. */
const SAME_WORDS = 0.6;

/** In nearly the same words, the sentence says "not" where the claim does not, or the other way round. */
function isNegatedOtherwise(claim: string, chosen: readonly ReadUnit[], words: readonly ClaimWord[]): boolean {
  const ordinary = words.filter(({ word }) => !word.isName);
  if (share(ordinary, chosen, OWN) < SAME_WORDS) return false;
  const pieces = chosen.flatMap(({ own }) => own.replaceAll(LIMIT, "").split(PIECE_ENDS));
  const count = (text: string): number => words.filter(({ word }) => fold(text).includes(fold(word.text))).length;
  const [closest = ""] = pieces.toSorted((one, other) => count(other) - count(one));
  return NEGATION.test(fold(claim).replaceAll(LIMIT, "")) !== NEGATION.test(closest);
}
