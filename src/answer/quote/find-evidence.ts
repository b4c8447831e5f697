// Everything quotable in the best passages, with what of the question it speaks of, by itself and by what stands around it.
import type { SearchHit } from "../../spec/retriever.ts";
import { KIND_RULES } from "./answer-kinds.ts";
import { tells, type Told } from "./asked-for.ts";
import type { Analyze } from "./asked-words.ts";
import { highest, shownBy, shownByKind, shownByRange, type Question, type Shown } from "./read-question.ts";
import { splitUnits, type QuoteUnit } from "./split-units.ts";

export type Evidence = {
  readonly hit: SearchHit;
  /** The best passage's is 1. */
  readonly passageScore: number;
  readonly unit: QuoteUnit;
  /** What would be quoted: the unit, with the sentence before it when it points back to that. */
  readonly quote: QuoteUnit;
  readonly isWidened: boolean;
  /** Shown by the quote itself … */
  readonly own: Shown;
  /** … with its lead: heading, question, lead-in … */
  readonly led: Shown;
  /** … with headings and title … */
  readonly about: Shown;
  /** … with the two sentences before it and the one after it in its paragraph … */
  readonly around: Shown;
  /** … with the whole passage. */
  readonly passage: Shown;
  /** Whether the unit, without the sentence before it, tells what is asked for. */
  readonly told: Told;
};

/** `It costs …`, `No more may stand there.` */
const POINTS_BACK = new RegExp(
  "^[\"'(*_]*(?:it|they|them|this|these|those|that|he|she|his|her|its|their|there|then|here|such|both|either|neither|otherwise|afterwards|anything)\\b|" +
    "^(?:\\S+\\s+){1,5}(?:it|they|he|she|them|there)\\b|\\b(?:there|them)[.!]",
  "i",
);
/** `Then …`, `Otherwise …`, `After that …`: half of what was said before it, where a way, a thing or yes or no is asked for. */
const GOES_ON =
  /^["'(*_]*(?:then|otherwise|afterwards|after (?:that|this|which)|but|however|only|except|unless|if not|in (?:that|this) case|on (?:another|other)|next|finally|nor|not)\b/i;
const MOST_FOLLOWING = 2;
/** Whoever asks for a number gets the sentence that tells it. */
const TOLD_AT_ONCE: ReadonlySet<string> = new Set(
  KIND_RULES.filter(({ isNumeric }) => isNumeric).map(({ kind }) => kind),
);

/** What a whole list can answer; anything else is answered by one of its items. */
const LISTED: ReadonlySet<string> = new Set(["way", "thing"]);

export function findEvidence(hits: readonly SearchHit[], question: Question, analyze: Analyze): readonly Evidence[] {
  const best = hits[0]?.score ?? 0;
  return hits.flatMap((hit) => ofPassage({ hit, passageScore: best > 0 ? hit.score / best : 1 }, question, analyze));
}

type Found = Pick<Evidence, "hit" | "passageScore">;

function ofPassage(found: Found, question: Question, analyze: Analyze): readonly Evidence[] {
  const { passage } = found.hit;
  const { format, title } = passage.document;
  const units = splitUnits({
    text: passage.text,
    prefix: passage.prefix,
    format,
    heading: passage.headings.at(-1) ?? "",
  });
  const shown = (text: string): Shown => shownByRange(question, text, shownBy(question, analyze.passage(text)));
  const own = units.map((unit) => shown(spokenBy(unit)));
  const leads = new Map([...new Set(units.map(({ lead }) => lead))].map((lead) => [lead, shown(lead)]));
  const about = shown([title, ...passage.headings].join("\n"));
  const all = highest(about, ...own, ...leads.values());
  return units.flatMap((unit, index) => {
    if (unit.kind === "list" && !LISTED.has(question.asked.kind)) return [];
    const told = tells(question.asked, unit.meant ?? unit.shown);
    const beside = (step: number): Shown =>
      isSameParagraph(units[index + step], unit) ? (own[index + step] ?? []) : [];
    const isWidened = POINTS_BACK.test(unit.shown) && beside(-1).length > 0 && saysSomething(told, own[index] ?? []);
    const inQuote = highest(own[index] ?? [], isWidened ? beside(-1) : [], shownByKind(question, told));
    const led = highest(inQuote, leads.get(unit.lead) ?? []);
    const titled = highest(led, about);
    const around = highest(
      titled,
      beside(-2),
      beside(-1),
      beside(1),
      ...aroundTable(units, index).map((at) => own[at] ?? []),
    );
    const whole = TOLD_AT_ONCE.has(question.asked.kind) ? unit : followed(unit, units.slice(index + 1));
    const quote = isWidened ? widen(units[index - 1], whole) : whole;
    return [
      {
        ...found,
        unit,
        quote,
        isWidened,
        told,
        own: inQuote,
        led,
        about: titled,
        around,
        passage: highest(around, all),
      },
    ];
  });
}

/** A sentence that shows no word of the question and tells nothing of its kind is no reason to quote the one before it too. */
function saysSomething(told: Told, shown: Shown): boolean {
  return told === "clearly" || shown.some((share) => share > 0);
}

/** A list speaks of what the line says that leads into it; what an item says is the item's own. */
function spokenBy({ kind, shown, meant = shown }: QuoteUnit): string {
  if (kind !== "list") return meant;
  return /^(?:- |\d+\. )/.test(shown) ? "" : (shown.split("\n", 1)[0] ?? "");
}

function widen(before: QuoteUnit | undefined, unit: QuoteUnit): QuoteUnit {
  return before === undefined ? unit : { ...unit, start: before.start, shown: `${before.shown} ${unit.shown}` };
}

function followed(unit: QuoteUnit, next: readonly QuoteUnit[]): QuoteUnit {
  const until = next.findIndex((each) => !isSameParagraph(each, unit) || !GOES_ON.test(each.shown));
  const following = next.slice(0, Math.min(MOST_FOLLOWING, until < 0 ? next.length : until));
  const shown = [unit, ...following].map((each) => each.shown).join(" ");
  return { ...unit, end: following.at(-1)?.end ?? unit.end, shown };
}

/** Where what is said just before and just after a row's table stands: what its rows are about is seldom said in them. */
function aroundTable(units: readonly QuoteUnit[], index: number): readonly number[] {
  const row = units[index];
  if (row?.kind !== "row") return [];
  const isOutside = (unit: QuoteUnit): boolean => unit.block !== row.block;
  const before = units.findLastIndex((unit, at) => at < index && isOutside(unit));
  const after = units.findIndex((unit, at) => at > index && isOutside(unit));
  return [before, after].filter((at) => at >= 0);
}

function isSameParagraph(one: QuoteUnit | undefined, other: QuoteUnit | undefined): boolean {
  return one?.kind === "sentence" && other?.kind === "sentence" && one.block === other.block;
}
