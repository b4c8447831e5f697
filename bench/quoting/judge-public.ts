// How well the quoting answerer tells answerable from unanswerable questions of a public set, beside a threshold on the search's top score.
import { chanceOfAnswer, MIN_CHANCE } from "../../src/answer/quote/judge-sufficiency.ts";
import { pickUnits, rankUnits } from "../../src/answer/quote/rank-units.ts";
import { SUFFICIENCY_WEIGHTS, UNIT_WEIGHTS } from "../../src/answer/quote/trained-weights.ts";
import { STANDARD_ANALYZER } from "../../src/library/index/analyze.ts";
import { areaUnderCurve, bestThreshold } from "../ranking/scores.ts";
import { publicCases, type Case } from "./cases.ts";
import type { Searches } from "./company.ts";
import type { Half } from "./half.ts";
import { type Interval, meanOfMeans, percent } from "./intervals.ts";

type Trial = {
  readonly isAnswerable: boolean;
  readonly topScore: number;
  readonly chance: number;
  /** Among what would be quoted. */
  readonly isFound: boolean;
};

export async function judgePublic(name: string, searches: Searches): Promise<readonly string[]> {
  const chosen = await tryHalf("choose", name, searches);
  const heldOut = await tryHalf("held-out", name, searches);
  const threshold = bestThreshold(
    chosen.map(({ topScore, isAnswerable }) => ({ score: topScore, positive: isAnswerable })),
  );
  return [
    ...report(`${name.padEnd(8)} choose  `, chosen, threshold),
    ...report(`${name.padEnd(8)} held-out`, heldOut, threshold),
  ];
}

async function tryHalf(half: Half, name: string, searches: Searches): Promise<readonly Trial[]> {
  const trials: Trial[] = [];
  for await (const each of publicCases(half, [name], searches)) trials.push(judge(each));
  return trials;
}

const QUOTES = 3;

function judge({ question, evidence, result, gold, isAnswerable }: Case): Trial {
  const ranked = rankUnits(question, evidence, UNIT_WEIGHTS);
  const picked = pickUnits(ranked, QUOTES).map((unit) => unit.evidence);
  const judging = { result, analyze: STANDARD_ANALYZER, weights: SUFFICIENCY_WEIGHTS };
  const chance = chanceOfAnswer(question, picked, judging);
  const topScore = result.hits[0]?.lexical?.score ?? 0;
  const isFound = picked.some((unit) => gold[evidence.indexOf(unit)] === true);
  return { isAnswerable, topScore, chance, isFound };
}

function report(label: string, trials: readonly Trial[], threshold: number): readonly string[] {
  const answerable = trials.filter(({ isAnswerable }) => isAnswerable);
  const unanswerable = trials.filter(({ isAnswerable }) => !isAnswerable);
  const isKept = ({ chance }: Trial): boolean => chance >= MIN_CHANCE;
  const isAbove = ({ topScore }: Trial): boolean => topScore >= threshold;
  const accuracy = (keeps: (trial: Trial) => boolean) => meanOfMeans(rights(trials, keeps));
  const auc = (score: (trial: Trial) => number): string =>
    areaUnderCurve(trials.map((trial) => ({ score: score(trial), positive: trial.isAnswerable }))).toFixed(3);
  const difference = meanOfMeans(differences(rights(trials, isKept), rights(trials, isAbove)));
  const found = answerable.filter(({ isFound }) => isFound).length;
  const answeredRight = answerable.filter((trial) => isKept(trial) && trial.isFound).length;
  return [
    `${label} the right quote is among the best in ${percent(found, answerable.length)}; answered with it ${percent(answeredRight, answerable.length)}`,
    `${label} answered: ${percent(answerable.filter(isKept).length, answerable.length)} of ${answerable.length} answerable, ${percent(unanswerable.filter(isKept).length, unanswerable.length)} of ${unanswerable.length} unanswerable`,
    `${label} balanced accuracy ${said(accuracy(isKept))}, AUC ${auc(({ chance }) => chance)}; top score ${said(accuracy(isAbove))}, AUC ${auc(({ topScore }) => topScore)}; difference ${said(difference)}`,
  ];
}

/** 1 where the decision is right, 0 where it is not; answerable questions first, unanswerable ones second. */
function rights(trials: readonly Trial[], keeps: (trial: Trial) => boolean): readonly (readonly number[])[] {
  return [true, false].map((wanted) =>
    trials.filter(({ isAnswerable }) => isAnswerable === wanted).map((trial) => Number(keeps(trial) === wanted)),
  );
}

function differences(one: readonly (readonly number[])[], other: readonly (readonly number[])[]): number[][] {
  return one.map((values, index) => values.map((value, at) => value - (other[index]?.[at] ?? 0)));
}

function said({ mean, low, high }: Interval & { readonly mean: number }): string {
  return `${short(mean)} [${short(low)}, ${short(high)}]`;
}

function short(value: number): string {
  return value.toFixed(3).replace(/^(-?)0/, "$1");
}
