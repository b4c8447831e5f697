// Clopper and Pearson's interval of a share: covers at least its level whatever the true share is, and is wider for it.
import { betaQuantile } from "./beta.ts";
import { checkCount, checkProbability } from "./check-input.ts";
import { DEFAULT_LEVEL, type Estimate } from "./interval.ts";

export function clopperPearson(count: number, of: number, level: number = DEFAULT_LEVEL): Estimate {
  checkCount(count, of);
  checkProbability("A level", level);
  const tail = (1 - level) / 2;
  return {
    value: count / of,
    level,
    low: count === 0 ? 0 : betaQuantile({ alpha: count, beta: of - count + 1 }, tail),
    high: count === of ? 1 : betaQuantile({ alpha: count + 1, beta: of - count }, 1 - tail),
  };
}
