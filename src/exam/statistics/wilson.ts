// Wilson's score interval of a share: near its level on average, never outside 0 to 1, sensible at 0 of n.
import { checkCount } from "./check-input.ts";
import { clampShare, DEFAULT_LEVEL, type Estimate } from "./interval.ts";
import { twoSidedZ } from "./normal.ts";

export function wilson(count: number, of: number, level: number = DEFAULT_LEVEL): Estimate {
  checkCount(count, of);
  return { value: count / of, level, ...wilsonShare(count / of, of, twoSidedZ(level)) };
}

/** The same for a share that is no count over a number, as the mean of several trials per question is not. */
export function wilsonShare(share: number, of: number, z: number): { readonly low: number; readonly high: number } {
  const total = 1 + z ** 2 / of;
  const centre = (share + z ** 2 / (2 * of)) / total;
  const spread = (z / total) * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2));
  // why: at the ends rounding leaves 1e-17 where the formula gives exactly the share.
  return {
    low: share <= 0 ? 0 : clampShare(centre - spread),
    high: share >= 1 ? 1 : clampShare(centre + spread),
  };
}
