// The mean of scores between 0 and 1 with its interval, for answers right or wrong and for anything between, in clusters or not.
import { studentQuantile } from "./beta.ts";
import { invalid } from "./check-input.ts";
import { clusteredMean, type ClusteredOptions } from "./clustered-mean.ts";
import { clustersOf, meanOfClusters } from "./clusters.ts";
import { DEFAULT_LEVEL, type Estimate } from "./interval.ts";
import { wilson, wilsonShare } from "./wilson.ts";

/**
 * Wilson's interval; in clusters, of as many questions as the clusters are worth (Kish's design effect) and with
 * Student's t for how many clusters there are. Scores between right and wrong vary less, which is not made use of.
 */
export function estimateShare(values: readonly number[], options: ClusteredOptions = {}): Estimate {
  const { clusters: names, level = DEFAULT_LEVEL } = options;
  const odd = values.find((value) => !(value >= 0 && value <= 1));
  if (odd !== undefined) throw invalid(`A share of scores needs each between 0 and 1, not ${odd}.`);
  const clusters = clustersOf(values, names);
  const value = meanOfClusters(clusters);
  const isBinary = values.every((each) => each === 0 || each === 1);
  if (isBinary && clusters.length === values.length) {
    return wilson(values.filter((each) => each === 1).length, values.length, level);
  }
  if (clusters.length < 2) return { value, level, low: 0, high: 1 };
  const z = studentQuantile(1 - (1 - level) / 2, clusters.length - 1);
  return { value, level, ...wilsonShare(value, worthOf(values, clusters.length, options), z) };
}

/** As many single questions would give the same standard error; no more than there are. */
function worthOf(values: readonly number[], clusters: number, options: ClusteredOptions): number {
  const spread = clusteredMean(values, options);
  if (spread === undefined || spread.standardError === 0) return clusters;
  const worth = (spread.value * (1 - spread.value)) / spread.standardError ** 2;
  return Math.min(values.length, Math.max(1, worth));
}
