// Shares with their 95 % intervals.

const Z = 1.959964;

export type Interval = { readonly low: number; readonly high: number };

/** Wilson's score interval. */
export function wilson(count: number, of: number): Interval {
  if (of === 0) return { low: 0, high: 1 };
  const share = count / of;
  const centre = share + Z ** 2 / (2 * of);
  const spread = Z * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2));
  const total = 1 + Z ** 2 / of;
  return { low: (centre - spread) / total, high: (centre + spread) / total };
}

/** `92.1 % [86.0, 95.6]` */
export function percent(count: number, of: number): string {
  const { low, high } = wilson(count, of);
  return `${hundredths(count / Math.max(1, of))} % [${hundredths(low)}, ${hundredths(high)}]`;
}

function hundredths(share: number): string {
  return (100 * share).toFixed(1);
}

/** Mean of several classes' means, each of which counts the same however many values it has; normal interval. */
export function meanOfMeans(classes: readonly (readonly number[])[]): Interval & { readonly mean: number } {
  const means = classes.map((values) => values.reduce((sum, value) => sum + value, 0) / values.length);
  const mean = means.reduce((sum, value) => sum + value, 0) / classes.length;
  const variance = classes.reduce((sum, values, index) => {
    const own = means[index] ?? 0;
    return sum + values.reduce((squares, value) => squares + (value - own) ** 2, 0) / values.length ** 2;
  }, 0);
  const spread = (Z * Math.sqrt(variance)) / classes.length;
  return { mean, low: mean - spread, high: mean + spread };
}
