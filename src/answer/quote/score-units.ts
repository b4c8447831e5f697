// Scores every quotable unit of the best passages against the question.
import type { SearchHit } from "../../spec/retriever.ts";
import type { Analyze } from "./asked-words.ts";
import { splitUnits, type QuoteUnit } from "./split-units.ts";
import { coverage, tellsNumber, type WeighedQuestion } from "./weigh-question.ts";

export type ScoredUnit = {
  readonly hit: SearchHit;
  readonly unit: QuoteUnit;
  readonly score: number;
  /** The unit's own terms with those of its lead, headings and title: what it can be understood to speak of. */
  readonly terms: ReadonlySet<string>;
  /** The terms of the whole passage. */
  readonly nearby: ReadonlySet<string>;
};

export type UnitWeights = {
  /** What a term of the lead (heading, question, lead-in) counts, beside 1 for a term of the unit itself. */
  readonly lead: number;
  /** The rank of the passage: its score as a share of the best one's. */
  readonly passage: number;
  /** Coverage by the unit together with its neighbours, headings and title. */
  readonly context: number;
  /** For naming a number where one is asked for. */
  readonly number: number;
};

/** Found on SQuAD and CLAPnq by `bench/ranking/quoting.ts`; the density of a unit was tried and did not help. */
export const UNIT_WEIGHTS: UnitWeights = { lead: 0.7, passage: 0.6, context: 0.3, number: 0.2 };

export type ScoreOptions = {
  readonly question: WeighedQuestion;
  readonly analyze: Analyze;
  readonly weights?: UnitWeights;
};

/** Best first; equal scores in the order of hits and of the text. */
export function scoreUnits(hits: readonly SearchHit[], options: ScoreOptions): readonly ScoredUnit[] {
  const best = hits[0]?.score ?? 0;
  return hits
    .flatMap((hit) => scorePassage(hit, best > 0 ? hit.score / best : 1, options))
    .toSorted((left, right) => right.score - left.score);
}

function scorePassage(hit: SearchHit, rank: number, options: ScoreOptions): readonly ScoredUnit[] {
  const { passage } = hit;
  const { question, analyze, weights = UNIT_WEIGHTS } = options;
  const { format, title } = passage.document;
  const heading = passage.headings.at(-1) ?? "";
  const units = splitUnits({ text: passage.text, prefix: passage.prefix, format, heading });
  const about = analyze.passage([title, ...passage.headings].join("\n"));
  const own = units.map((unit) => analyze.passage(unit.shown));
  const nearby = new Set(own.flatMap((terms) => [...terms.keys()]));
  return units.map((unit, index) => {
    const mine = own[index] ?? new Map<string, number>();
    const led = new Set([...mine.keys(), ...analyze.passage(unit.lead).keys()]);
    const terms = new Set([...led, ...about.keys()]);
    const around = new Set([...terms, ...(own[index - 1]?.keys() ?? []), ...(own[index + 1]?.keys() ?? [])]);
    const ownShare = coverage(question, mine);
    const score =
      ownShare +
      weights.lead * (coverage(question, led) - ownShare) +
      weights.passage * rank +
      weights.context * coverage(question, around) +
      (tellsNumber(question, unit.shown) ? weights.number : 0);
    return { hit, unit, score, terms, nearby };
  });
}
