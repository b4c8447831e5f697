// What an estimate is sure of: the ends of an interval, and how an estimate with one looks.

/** The level that everything here is said at where nothing else is asked for. */
export const DEFAULT_LEVEL = 0.95;

export type Interval = { readonly low: number; readonly high: number };

/** A value with the interval that covers the true one in `level` of all repetitions. */
export type Estimate = Interval & { readonly value: number; readonly level: number };

export function clampShare(value: number): number {
  return Math.min(1, Math.max(0, value));
}
