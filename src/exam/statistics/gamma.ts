// The gamma function's logarithm and its incomplete ratio: what the other distributions stand on.

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** The natural logarithm of gamma for a positive number (Lanczos, nine terms). */
export function logGamma(of: number): number {
  if (of < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * of)) - logGamma(1 - of);
  const at = of - 1;
  const shifted = at + 7.5;
  const sum = LANCZOS.slice(1).reduce((total, term, index) => total + term / (at + index + 1), LANCZOS[0] ?? 1);
  return Math.log(2 * Math.PI) / 2 + (at + 0.5) * Math.log(shifted) - shifted + Math.log(sum);
}

const PRECISION = 1e-16;
const MAX_STEPS = 10_000;
const TINY = 1e-300;

/** The upper incomplete gamma function over the whole one: a series below, a continued fraction above. */
export function upperGammaRatio(shape: number, at: number): number {
  if (at <= 0) return 1;
  const front = Math.exp(shape * Math.log(at) - at - logGamma(shape));
  return at < shape + 1 ? 1 - front * gammaSeries(shape, at) : front * gammaFraction(shape, at);
}

function gammaSeries(shape: number, at: number): number {
  let term = 1 / shape;
  let sum = term;
  for (let step = 1; step < MAX_STEPS && term > sum * PRECISION; step += 1) {
    term *= at / (shape + step);
    sum += term;
  }
  return sum;
}

function gammaFraction(shape: number, at: number): number {
  let below = at + 1 - shape;
  let upper = 1 / TINY;
  let lower = 1 / below;
  let value = lower;
  for (let step = 1; step < MAX_STEPS; step += 1) {
    const factor = step * (shape - step);
    below += 2;
    lower = 1 / awayFromZero(factor * lower + below);
    upper = awayFromZero(below + factor / upper);
    value *= lower * upper;
    if (Math.abs(lower * upper - 1) < PRECISION) break;
  }
  return value;
}

/** Lentz's method divides by what it has just computed. */
export function awayFromZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
