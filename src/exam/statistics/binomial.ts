// The binomial distribution, exactly enough for tens of thousands of questions.
import { betaProbability } from "./beta.ts";
import { logGamma } from "./gamma.ts";

type Binomial = { readonly trials: number; readonly share: number };

/** Probability of exactly `count` successes. */
export function binomialPoint({ trials, share }: Binomial, count: number): number {
  if (count < 0 || count > trials) return 0;
  if (share <= 0) return count === 0 ? 1 : 0;
  if (share >= 1) return count === trials ? 1 : 0;
  const ways = logGamma(trials + 1) - logGamma(count + 1) - logGamma(trials - count + 1);
  return Math.exp(ways + count * Math.log(share) + (trials - count) * Math.log1p(-share));
}

/** Up to so many trials adding up is both exact to the last bits and quick. */
const ADDABLE = 200;

/** Probability of at most `count` successes. */
export function binomialAtMost(binomial: Binomial, count: number): number {
  const { trials, share } = binomial;
  if (count < 0) return 0;
  if (count >= trials) return 1;
  if (trials > ADDABLE) return betaProbability({ alpha: trials - count, beta: count + 1 }, 1 - share);
  let sum = 0;
  for (let value = 0; value <= count; value += 1) sum += binomialPoint(binomial, value);
  return Math.min(1, sum);
}
