// Values that belong together: questions about one document rise and fall together and count as less than as many single ones.
import { checkFinite, checkSameLength, invalid } from "./check-input.ts";

export type Cluster = { readonly sum: number; readonly size: number };

/** Sums the values by cluster, in the order of each cluster's first value; without names each value is its own. */
export function clustersOf(values: readonly number[], names?: readonly string[]): readonly Cluster[] {
  checkFinite("The list of values", values);
  if (values.length === 0) throw invalid("An estimate needs at least one value.");
  if (names === undefined) return values.map((value) => ({ sum: value, size: 1 }));
  checkSameLength(values, names);
  const clusters = new Map<string, Cluster>();
  for (const [index, value] of values.entries()) {
    const name = names[index] ?? "";
    const { sum, size } = clusters.get(name) ?? { sum: 0, size: 0 };
    clusters.set(name, { sum: sum + value, size: size + 1 });
  }
  return [...clusters.values()];
}

/** The mean over all values, whatever cluster they are in. */
export function meanOfClusters(clusters: readonly Cluster[]): number {
  let sum = 0;
  let size = 0;
  for (const cluster of clusters) {
    sum += cluster.sum;
    size += cluster.size;
  }
  return sum / size;
}
