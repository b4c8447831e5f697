// Numbers as they stand in sentences, each with its interval.
import type { Estimate } from "../../exam/statistics/interval.ts";

/** `84 %`, one decimal where the whole number would say 0 or 100 of what is neither. */
export function percent(share: number): string {
  const value = 100 * share;
  const whole = Math.round(value);
  const isMisleading = (whole === 0 && value > 0) || (whole === 100 && value < 100);
  return `${isMisleading ? value.toFixed(1) : whole} %`;
}

/** `84 % (80 % to 88 %)` */
export function percentBetween({ value, low, high }: Estimate): string {
  return `${percent(value)} (${percent(low)} to ${percent(high)})`;
}

/** `5 points` */
export function points(share: number): string {
  const value = rounded(share);
  return `${value} ${Math.abs(value) === 1 ? "point" : "points"}`;
}

/** `-3 points (-7 to +1)` */
export function pointsBetween({ value, low, high }: Estimate): string {
  return `${points(value)} (${signed(low)} to ${signed(high)})`;
}

/** `+43 points (+37 to +49)` */
export function gainBetween({ value, low, high }: Estimate): string {
  return `${value > 0 ? "+" : ""}${points(value)} (${signed(low)} to ${signed(high)})`;
}

function signed(share: number): string {
  const value = rounded(share);
  return value > 0 ? `+${value}` : `${value}`;
}

function rounded(share: number): number {
  const value = Math.round(1000 * share) / 10;
  const shown = Math.abs(value) >= 10 ? Math.round(value) : value;
  return shown === 0 ? 0 : shown; // why: -0 would be shown as such
}

/** `$2,912.70`; two figures below ten cents. */
export function usd(value: number): string {
  const size = Math.abs(value);
  const cents = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  const text = size >= 0.1 || size === 0 ? size.toLocaleString("en-US", cents) : size.toPrecision(2);
  return `${value < 0 ? "-" : ""}$${text}`;
}

/** `$0.46 ($0.44 to $0.48) per 1,000`, since one question costs a fraction of a cent. */
export function usdBetween({ value, low, high }: Estimate): string {
  return `${usd(1000 * value)} (${usd(1000 * low)} to ${usd(1000 * high)}) per 1,000`;
}

/** `a, b and c` */
export function joined(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}`;
}

/** `p = 0.03` or `p < 0.001` */
export function chanceText(pValue: number): string {
  return pValue < 0.001 ? "p < 0.001" : `p = ${pValue.toPrecision(2)}`;
}
