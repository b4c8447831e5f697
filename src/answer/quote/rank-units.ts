// Orders what could be quoted by how likely it holds the answer.
import { ruleOf } from "./asked-for.ts";
import { NEGATES } from "./asked-words.ts";
import type { Evidence } from "./find-evidence.ts";
import { shareShown, type Question } from "./read-question.ts";
import { weightedSum } from "./weighted-sum.ts";

export type UnitSignals = {
  /** Share of the question that the unit speaks of itself, and what each ring around it adds. */
  readonly own: number;
  readonly lead: number;
  readonly title: number;
  /** It is quoted with the sentence before it. */
  readonly widened: number;
  /** What stands elsewhere in its passage only. */
  readonly passage: number;
  /** The rank of its passage: its score as a share of the best one's. */
  readonly rank: number;
  /** It tells a number, date or span of the kind that is asked for. */
  readonly figure: number;
  /** It tells a person, place or reason where one is asked for. */
  readonly fact: number;
  /** A list, or code where a way or a thing is asked for. */
  readonly steps: number;
  readonly yesOrNo: number;
};

export type UnitWeights = Readonly<Record<keyof UnitSignals, number>>;

export function unitSignals(question: Question, evidence: Evidence): UnitSignals {
  const { quote, told } = evidence;
  const share = shares(question, evidence);
  const rule = ruleOf(question.asked);
  const isNumeric = rule?.isNumeric === true;
  return {
    own: share.own,
    lead: share.led - share.own,
    title: share.about - share.led,
    widened: Number(evidence.isWidened),
    passage: share.passage - share.about,
    rank: evidence.passageScore,
    figure: Number(isNumeric && told === "clearly"),
    fact: Number(!isNumeric && told === "clearly"),
    steps: Number((rule?.kind === "way" || rule?.kind === "thing") && (quote.kind === "list" || quote.kind === "code")),
    yesOrNo: Number(question.asked.kind === "yes or no" && NEGATES.test(quote.shown)),
  };
}

function shares(question: Question, evidence: Evidence): Readonly<Record<"own" | "led" | "about" | "passage", number>> {
  return {
    own: shareShown(question, evidence.own),
    led: shareShown(question, evidence.led),
    about: shareShown(question, evidence.about),
    passage: shareShown(question, evidence.passage),
  };
}

export type RankedUnit = {
  readonly evidence: Evidence;
  readonly score: number;
  /** How likely it is the one that holds the answer, given that one of them does. */
  readonly chance: number;
};

/** Best first; equal scores in the order of hits and of the text. */
export function rankUnits(
  question: Question,
  evidence: readonly Evidence[],
  weights: UnitWeights,
): readonly RankedUnit[] {
  const scored = evidence.map((each) => ({ evidence: each, score: weightedSum(unitSignals(question, each), weights) }));
  const best = Math.max(...scored.map(({ score }) => score));
  const total = scored.reduce((sum, { score }) => sum + Math.exp(score - best), 0);
  return scored
    .map((each) => ({ ...each, chance: Math.exp(each.score - best) / total }))
    .toSorted((left, right) => right.score - left.score);
}

/** Enough is quoted when the answer is among the quotes with this chance … */
const SURE = 0.8;
/** … and what is much less likely than the best one would only be in the way. */
const CLOSE = 0.3;

/** The units that are worth quoting, best first. */
export function pickUnits(ranked: readonly RankedUnit[], maxQuotes: number): readonly RankedUnit[] {
  const picked: RankedUnit[] = [];
  const best = ranked[0]?.chance ?? 0;
  let sure = 0;
  for (const each of ranked.slice(0, maxQuotes)) {
    if (sure >= SURE || each.chance < best * CLOSE) break;
    picked.push(each);
    sure += each.chance;
  }
  return picked;
}
