// The normal distribution: its probability and its quantile, to the precision of the machine.
import { checkProbability } from "./check-input.ts";
import { upperGammaRatio } from "./gamma.ts";

/** Probability of a standard normal value of at most `z`. */
export function normalProbability(z: number): number {
  if (z === 0) return 0.5;
  const tail = upperGammaRatio(0.5, (z * z) / 2) / 2;
  return z > 0 ? 1 - tail : tail;
}

const CENTRE = 0.02425;
const INNER_TOP = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239,
];
const INNER_BOTTOM = [
  -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1,
];
const OUTER_TOP = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const OUTER_BOTTOM = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1];

/** The value that a standard normal one stays below with this probability: Acklam's start, then Halley's steps. */
export function normalQuantile(probability: number): number {
  checkProbability("A probability", probability);
  if (probability > 0.5) return -normalQuantile(1 - probability);
  let z = firstGuess(probability);
  for (let step = 0; step < 2; step += 1) {
    const error = (normalProbability(z) - probability) * Math.sqrt(2 * Math.PI) * Math.exp((z * z) / 2);
    z -= error / (1 + (z * error) / 2);
  }
  return z;
}

/** How many standard errors an interval of this level reaches to each side. */
export function twoSidedZ(level: number): number {
  checkProbability("A level", level);
  return -normalQuantile((1 - level) / 2);
}

function firstGuess(probability: number): number {
  if (probability < CENTRE) {
    const q = Math.sqrt(-2 * Math.log(probability));
    return polynomial(OUTER_TOP, q) / polynomial(OUTER_BOTTOM, q);
  }
  const q = probability - 0.5;
  return (q * polynomial(INNER_TOP, q * q)) / polynomial(INNER_BOTTOM, q * q);
}

function polynomial(coefficients: readonly number[], at: number): number {
  return coefficients.reduce((sum, coefficient) => sum * at + coefficient, 0);
}
