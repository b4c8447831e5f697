// Holm's correction: several comparisons together are wrong no more often than one.
import { checkFinite } from "./check-input.ts";

/** The p-values, each raised so that holding all of them against alpha errs in at most alpha of all cases; in the order given. */
export function holm(pValues: readonly number[]): readonly number[] {
  checkFinite("The list of p-values", pValues);
  const order = pValues.map((value, index) => ({ value, index })).toSorted((one, other) => one.value - other.value);
  const adjusted = Array.from(pValues, () => 1);
  let least = 0;
  for (const [rank, { value, index }] of order.entries()) {
    least = Math.max(least, Math.min(1, (pValues.length - rank) * value));
    adjusted[index] = least;
  }
  return adjusted;
}
