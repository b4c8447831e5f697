// The figures of a report on a climb, as short as a picture or a cell of a table wants them.
import { formatFigure, formatPoints } from "../../exam/page/format-figure.ts";
import type { Estimate, Interval } from "../../exam/statistics/interval.ts";
import type { ArmResult } from "../climb/climb-report.ts";

export function wholePercent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** `43 % (26 to 62)` */
export function shareText(estimate: Estimate | undefined): string {
  if (estimate === undefined) return "–";
  const { value, low, high } = estimate;
  return `${wholePercent(value)} (${Math.round(low * 100)} to ${Math.round(high * 100)})`;
}

/** `+18 (+2.4 to +33)` */
export function pointsText({ value, low, high }: Interval & { readonly value: number }): string {
  return `${formatPoints(value)} (${formatPoints(low)} to ${formatPoints(high)})`;
}

export function tokensOf({ tokensIn, tokensOut }: ArmResult): number {
  return tokensIn + tokensOut;
}

/** What an answer costs: dollars where calls are paid for, tokens where they are not. */
export type CostUnit = "dollars" | "tokens";

/** Dollars where each arm's are known and some arm costs any. */
export function costUnitOf(arms: readonly ArmResult[]): CostUnit {
  const isPaid = arms.every(({ usd }) => usd !== undefined) && arms.some(({ usd }) => (usd?.value ?? 0) > 0);
  return isPaid ? "dollars" : "tokens";
}

export function costOf(arm: ArmResult, unit: CostUnit): number {
  return unit === "dollars" ? (arm.usd?.value ?? 0) : tokensOf(arm);
}

export function costText(value: number, unit: CostUnit): string {
  return unit === "dollars" ? formatFigure(value, "dollars") : `${formatFigure(value, "tokens")} tokens`;
}
