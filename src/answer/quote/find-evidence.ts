// Everything quotable in the best passages, with what of the question it speaks of, by itself and by what stands around it.
import type { SearchHit } from "../../spec/retriever.ts";
import { tells, type Told } from "./asked-for.ts";
import type { Analyze, TermSet } from "./asked-words.ts";
import { shownBy, type Question, type Shown } from "./read-question.ts";
import { splitUnits, type QuoteUnit } from "./split-units.ts";

export type Evidence = {
  readonly hit: SearchHit;
  /** The best passage's is 1. */
  readonly passageScore: number;
  /** What would be quoted: a unit, with the sentence before it when it points back to that. */
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
const NONE: TermSet = new Set<string>();

export function findEvidence(hits: readonly SearchHit[], question: Question, analyze: Analyze): readonly Evidence[] {
  const best = hits[0]?.score ?? 0;
  return hits.flatMap((hit) => ofPassage({ hit, passageScore: best > 0 ? hit.score / best : 1 }, question, analyze));
}

type Found = Pick<Evidence, "hit" | "passageScore">;

function ofPassage({ hit, passageScore }: Found, question: Question, analyze: Analyze): readonly Evidence[] {
  const { passage } = hit;
  const { format, title } = passage.document;
  const units = splitUnits({
    text: passage.text,
    prefix: passage.prefix,
    format,
    heading: passage.headings.at(-1) ?? "",
  });
  const terms = units.map(({ shown }) => analyze.passage(shown));
  const about = analyze.passage([title, ...passage.headings].join("\n"));
  const beside = (index: number, step: number): TermSet =>
    isSameParagraph(units[index], units[index + step]) ? (terms[index + step] ?? NONE) : NONE;
  return units.map((unit, index) => {
    const before = units[index - 1];
    const quote = before === undefined ? unit : widen(before, unit);
    const isWidened = quote !== unit;
    const own = [terms[index] ?? NONE, isWidened ? beside(index, -1) : NONE];
    const led = [...own, analyze.passage(unit.lead)];
    const around = [...led, about, beside(index, -2), beside(index, -1), beside(index, 1)];
    const told = tells(question.asked, unit.shown);
    const shown = (...sets: readonly TermSet[]): Shown => shownBy(question, { told, sets });
    return {
      hit,
      passageScore,
      quote,
      isWidened,
      told,
      own: shown(...own),
      led: shown(...led),
      about: shown(...led, about),
      around: shown(...around),
      passage: shown(...around, ...terms),
    };
  });
}

function widen(before: QuoteUnit, unit: QuoteUnit): QuoteUnit {
  if (!isSameParagraph(before, unit) || !POINTS_BACK.test(unit.shown)) return unit;
  return { ...unit, start: before.start, shown: `${before.shown} ${unit.shown}` };
}

function isSameParagraph(one: QuoteUnit | undefined, other: QuoteUnit | undefined): boolean {
  return one?.kind === "sentence" && other?.kind === "sentence" && one.block === other.block;
}
