// What signals add up to, each times its weight.

type Numbers = Readonly<Record<string, number>>;

export function weightedSum(signals: Numbers, weights: Numbers): number {
  return Object.entries(signals).reduce((sum, [name, value]) => sum + (weights[name] ?? 0) * value, 0);
}
