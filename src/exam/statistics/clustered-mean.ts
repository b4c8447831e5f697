// A mean with the standard error of clusters (Miller, arXiv 2411.00640) and Student's t for how few clusters there are.
import { studentQuantile } from "./beta.ts";
import { clustersOf, meanOfClusters } from "./clusters.ts";
import { DEFAULT_LEVEL, type Estimate } from "./interval.ts";

export type ClusteredOptions = { readonly clusters?: readonly string[]; readonly level?: number };

export type ClusteredEstimate = Estimate & { readonly standardError: number; readonly clusters: number };

/** Undefined for fewer than two clusters, of which nothing can be said. */
export function clusteredMean(
  values: readonly number[],
  { clusters: names, level = DEFAULT_LEVEL }: ClusteredOptions = {},
): ClusteredEstimate | undefined {
  const clusters = clustersOf(values, names);
  const count = clusters.length;
  if (count < 2) return undefined;
  const value = meanOfClusters(clusters);
  const squares = clusters.reduce((total, { sum, size }) => total + (sum - size * value) ** 2, 0);
  const standardError = Math.sqrt((squares * count) / (count - 1)) / values.length;
  const spread = studentQuantile(1 - (1 - level) / 2, count - 1) * standardError;
  return { value, level, low: value - spread, high: value + spread, standardError, clusters: count };
}
