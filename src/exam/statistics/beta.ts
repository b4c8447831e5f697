// The beta distribution, and Student's t as a case of it.
import { checkProbability } from "./check-input.ts";
import { awayFromZero, logGamma } from "./gamma.ts";

type Shape = { readonly alpha: number; readonly beta: number };

/** Probability of a beta value of at most `at`: the regularised incomplete beta function. */
export function betaProbability({ alpha, beta }: Shape, at: number): number {
  if (at <= 0) return 0;
  if (at >= 1) return 1;
  const front = Math.exp(
    logGamma(alpha + beta) - logGamma(alpha) - logGamma(beta) + alpha * Math.log(at) + beta * Math.log1p(-at),
  );
  // why: the fraction converges fast only below the distribution's middle; above it, the mirrored one does.
  if (at < (alpha + 1) / (alpha + beta + 2)) return (front * betaFraction({ alpha, beta }, at)) / alpha;
  return 1 - (front * betaFraction({ alpha: beta, beta: alpha }, 1 - at)) / beta;
}

const BISECTIONS = 200;

/** The value that a beta one stays below with this probability. */
export function betaQuantile(shape: Shape, probability: number): number {
  checkProbability("A probability", probability);
  let low = 0;
  let high = 1;
  for (let step = 0; step < BISECTIONS; step += 1) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (betaProbability(shape, middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The value that Student's t stays below with this probability. */
export function studentQuantile(probability: number, degrees: number): number {
  checkProbability("A probability", probability);
  if (probability === 0.5) return 0;
  if (probability < 0.5) return -studentQuantile(1 - probability, degrees);
  const at = betaQuantile({ alpha: degrees / 2, beta: 0.5 }, 2 * (1 - probability));
  return Math.sqrt((degrees * (1 - at)) / at);
}

const PRECISION = 1e-16;
const MAX_STEPS = 10_000;

function betaFraction({ alpha, beta }: Shape, at: number): number {
  let upper = 1;
  let lower = 1 / awayFromZero(1 - ((alpha + beta) * at) / (alpha + 1));
  let value = lower;
  for (let step = 1; step < MAX_STEPS; step += 1) {
    const even = (step * (beta - step) * at) / ((alpha + 2 * step - 1) * (alpha + 2 * step));
    lower = 1 / awayFromZero(1 + even * lower);
    upper = awayFromZero(1 + even / upper);
    value *= lower * upper;
    const odd = (-(alpha + step) * (alpha + beta + step) * at) / ((alpha + 2 * step) * (alpha + 2 * step + 1));
    lower = 1 / awayFromZero(1 + odd * lower);
    upper = awayFromZero(1 + odd / upper);
    value *= lower * upper;
    if (Math.abs(lower * upper - 1) < PRECISION) break;
  }
  return value;
}
