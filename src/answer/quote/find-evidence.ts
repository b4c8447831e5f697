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
  readonly units: readonly QuoteUnit[];
  readonly index: number;
  readonly unit: QuoteUnit;
  /** By the unit itself. */
  readonly own: Shown;
  /** With its lead: heading, question, lead-in. */
  readonly led: Shown;
  /** With headings and title. */
  readonly about: Shown;
  /** With the two sentences before it in its paragraph. */
  readonly before: Shown;
  /** With the sentence after it too. */
  readonly around: Shown;
  /** With the whole passage. */
  readonly passage: Shown;
  readonly told: Told;
};

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
  const termsBeside = (index: number, step: number): TermSet =>
    isSameParagraph(units[index], units[index + step]) ? (terms[index + step] ?? NONE) : NONE;
  return units.map((unit, index) => {
    const led = [terms[index] ?? NONE, analyze.passage(unit.lead)];
    const before = [...led, about, termsBeside(index, -1), termsBeside(index, -2)];
    const around = [...before, termsBeside(index, 1)];
    const told = tells(question.asked, unit.shown);
    const shown = (...sets: readonly TermSet[]): Shown => shownBy(question, { told, sets });
    return {
      hit,
      passageScore,
      units,
      index,
      unit,
      own: shown(led[0] ?? NONE),
      led: shown(...led),
      about: shown(...led, about),
      before: shown(...before),
      around: shown(...around),
      passage: shown(...around, ...terms),
      told,
    };
  });
}

export function isSameParagraph(one: QuoteUnit | undefined, other: QuoteUnit | undefined): boolean {
  return one?.kind === "sentence" && other?.kind === "sentence" && one.block === other.block;
}
