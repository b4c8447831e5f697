// Chooses a setting by what it reached on the development questions; one that is not the usual one has to earn its place.
import { clusteredMean } from "../../exam/statistics/clustered-mean.ts";

export type Candidate = {
  readonly name: string;
  /** Between 0 and 1, one for each development question, in the same order for all. */
  readonly scores: readonly number[];
};

export type Choice = {
  readonly chosen: string;
  /** In the given order, with how much better than the usual one it was. */
  readonly tried: readonly { readonly name: string; readonly mean: number; readonly gain: number }[];
};

/** The first is the usual one. Another is taken where its gain is more than a standard error: less would be choosing noise. */
export function chooseCandidate(candidates: readonly Candidate[], clusters: readonly string[]): Choice {
  const [usual] = candidates;
  if (usual === undefined) throw new RangeError("There is nothing to choose from.");
  const tried = candidates.map(({ name, scores }) => {
    const gains = scores.map((score, at) => score - (usual.scores[at] ?? 0));
    const gain = mean(gains);
    const spread = gains.length === 0 ? undefined : clusteredMean(gains, { clusters });
    return { name, mean: mean(scores), gain, isEarned: spread !== undefined && gain > spread.standardError };
  });
  const earned = tried.filter(({ isEarned }) => isEarned).toSorted((one, other) => other.gain - one.gain);
  return {
    chosen: earned[0]?.name ?? usual.name,
    tried: tried.map(({ name, mean: reached, gain }) => ({ name, mean: reached, gain })),
  };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
