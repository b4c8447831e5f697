// What a judge that errs has measured, corrected for its errors (Rogan and Gladen 1978), with both samples in the interval.
import { checkCount } from "./check-input.ts";
import { clampShare, DEFAULT_LEVEL, type Estimate } from "./interval.ts";
import type { Count } from "./newcombe.ts";
import { twoSidedZ } from "./normal.ts";

export type JudgedCounts = {
  /** What the judge accepted, of all it was shown. */
  readonly accepted: Count;
  /** What it accepted of what people accept. */
  readonly sensitivity: Count;
  /** What it rejected of what people reject. */
  readonly specificity: Count;
};

/** Undefined for a judge that is no better than chance: nothing can be corrected by it. */
export function roganGladen(
  { accepted, sensitivity, specificity }: JudgedCounts,
  level: number = DEFAULT_LEVEL,
): Estimate | undefined {
  for (const { count, of } of [accepted, sensitivity, specificity]) checkCount(count, of);
  const z = twoSidedZ(level);
  const gain = shareOf(sensitivity) + shareOf(specificity) - 1;
  const smoothed = {
    accepted: padded(accepted, z ** 2 / 2),
    sensitivity: padded(sensitivity, 1),
    specificity: padded(specificity, 1),
  };
  const smoothedGain = shareOf(smoothed.sensitivity) + shareOf(smoothed.specificity) - 1;
  if (gain <= 0 || smoothedGain <= 0) return undefined;
  const value = clampShare((shareOf(accepted) + shareOf(specificity) - 1) / gain);
  const { centre, standardError } = plugIn(smoothed, { z, gain: smoothedGain });
  return {
    value,
    level,
    low: Math.min(value, clampShare(centre - z * standardError)),
    high: Math.max(value, clampShare(centre + z * standardError)),
  };
}

/** The interval of Lee et al. (arXiv 2511.21140): counts padded as Agresti and Coull do, the delta method, and a shift of its centre. */
function plugIn(
  { accepted, sensitivity, specificity }: JudgedCounts,
  { z, gain }: { readonly z: number; readonly gain: number },
): { readonly centre: number; readonly standardError: number } {
  const centre = (shareOf(accepted) + shareOf(specificity) - 1) / gain;
  const fromRejected = varianceOf(specificity);
  const fromAccepted = varianceOf(sensitivity);
  const shift = 2 * z ** 2 * (centre * fromAccepted - (1 - centre) * fromRejected);
  const variance = varianceOf(accepted) + (1 - centre) ** 2 * fromRejected + centre ** 2 * fromAccepted;
  return { centre: centre + shift, standardError: Math.sqrt(variance) / gain };
}

function padded({ count, of }: Count, by: number): Count {
  return { count: count + by, of: of + 2 * by };
}

function shareOf({ count, of }: Count): number {
  return count / of;
}

function varianceOf(count: Count): number {
  return (shareOf(count) * (1 - shareOf(count))) / count.of;
}
