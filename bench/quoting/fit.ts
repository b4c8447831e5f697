// Fits the two models of the quoting answerer: which unit holds the answer, and whether any does.
import { climb, type AddTo } from "./newton.ts";

type Signals = Readonly<Record<string, number>>;
export type Weights = Readonly<Record<string, number>>;

/** Units of one question, of which some hold the answer. */
export type Choice = { readonly units: readonly Signals[]; readonly gold: readonly boolean[]; readonly weight: number };
export type Verdict = { readonly signals: Signals; readonly isPositive: boolean; readonly weight: number };

const CHOICE_RIDGE = 3;
const VERDICT_RIDGE = 30;
/** Units with less chance than this add nothing to the curvature that matters. */
const NEGLIGIBLE = 1e-5;

/** Conditional logit: the chance that a gold unit is chosen, by exp(weights · signals) among the units of its question. */
export function fitChoice(choices: readonly Choice[]): Weights {
  const names = Object.keys(choices[0]?.units[0] ?? {});
  const found = climb(
    names.map(() => CHOICE_RIDGE),
    choices.filter(({ gold }) => gold.includes(true)).map((choice) => choiceSlope(choice, names)),
  );
  return Object.fromEntries(names.map((name, index) => [name, found[index] ?? 0]));
}

function choiceSlope({ units, gold, weight }: Choice, names: readonly string[]): AddTo {
  const rows = units.map((signals) => names.map((name) => signals[name] ?? 0));
  return ({ gradient, curvature }, weights) => {
    const exps = exponentials(rows.map((row) => dot(row, weights)));
    const total = sum(exps);
    const totalGold = sum(exps.filter((_, index) => gold[index] === true));
    const mean = names.map((_, column) =>
      sum(rows.map((row, index) => ((exps[index] ?? 0) / total) * (row[column] ?? 0))),
    );
    for (const [index, row] of rows.entries()) {
      const chance = (exps[index] ?? 0) / total;
      const wanted = gold[index] === true ? (exps[index] ?? 0) / totalGold : 0;
      const away = row.map((value, column) => value - (mean[column] ?? 0));
      for (const [column, value] of row.entries())
        gradient[column] = (gradient[column] ?? 0) + weight * (wanted - chance) * value;
      if (chance > NEGLIGIBLE) addOuter(curvature, away, weight * chance);
    }
  };
}

/** Logistic regression on standardised signals, given back for the signals as they are. */
export function fitVerdict(verdicts: readonly Verdict[]): Weights {
  const names = Object.keys(verdicts[0]?.signals ?? {});
  const scales = names.map((name) => scaleOf(verdicts.map(({ signals }) => signals[name] ?? 0)));
  const found = climb(
    [0, ...names.map(() => VERDICT_RIDGE)],
    verdicts.map((verdict) => verdictSlope(verdict, names, scales)),
  );
  const weights = names.map((_, index) => (found[index + 1] ?? 0) / (scales[index]?.spread ?? 1));
  const bias = (found[0] ?? 0) - sum(weights.map((weight, index) => weight * (scales[index]?.mean ?? 0)));
  return { bias, ...Object.fromEntries(names.map((name, index) => [name, weights[index] ?? 0])) };
}

type Scale = { readonly mean: number; readonly spread: number };

function scaleOf(values: readonly number[]): Scale {
  const mean = sum(values) / values.length;
  const variance = sum(values.map((value) => (value - mean) ** 2)) / values.length;
  return { mean, spread: Math.sqrt(variance) || 1 };
}

function verdictSlope(
  { signals, isPositive, weight }: Verdict,
  names: readonly string[],
  scales: readonly Scale[],
): AddTo {
  const row = [
    1,
    ...names.map((name, index) => ((signals[name] ?? 0) - (scales[index]?.mean ?? 0)) / (scales[index]?.spread ?? 1)),
  ];
  return ({ gradient, curvature }, weights) => {
    const chance = 1 / (1 + Math.exp(-dot(row, weights)));
    for (const [column, value] of row.entries())
      gradient[column] = (gradient[column] ?? 0) + weight * (Number(isPositive) - chance) * value;
    addOuter(curvature, row, weight * chance * (1 - chance));
  };
}

function addOuter(curvature: readonly Float64Array[], row: readonly number[], weight: number): void {
  for (const [index, line] of curvature.entries()) {
    const share = weight * (row[index] ?? 0);
    if (share === 0) continue;
    for (let column = 0; column < row.length; column++) line[column] = (line[column] ?? 0) + share * (row[column] ?? 0);
  }
}

function exponentials(scores: readonly number[]): readonly number[] {
  const highest = Math.max(...scores);
  return scores.map((score) => Math.exp(score - highest));
}

function dot(row: readonly number[], weights: Float64Array): number {
  return row.reduce((total, value, index) => total + value * (weights[index] ?? 0), 0);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
