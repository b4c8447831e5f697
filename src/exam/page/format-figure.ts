// Figures as people read them: shares as percentages, money with as many digits as it takes.
import type { MetricUnit } from "../../spec/exam.ts";
import type { Estimate } from "../statistics/interval.ts";

const MINUS = "\u2212";

export function formatFigure(value: number, unit: MetricUnit | undefined): string {
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  return (value < 0 ? MINUS : "") + formatSize(Math.abs(value), unit);
}

function formatSize(value: number, unit: MetricUnit | undefined): string {
  if (unit === "share") return `${trimmed(value * 100, 1)} %`;
  if (unit === "dollars") return value === 0 ? "$0" : `$${significant(value)}`;
  if (unit === "milliseconds") return value < 1000 ? `${significant(value)} ms` : `${significant(value / 1000)} s`;
  if (unit === "tokens") return grouped(Math.round(value));
  return trimmed(value, 2);
}

export function formatEstimate({ value, low, high }: Estimate, unit: MetricUnit): string {
  // why: one sign of the unit is enough where all three have it.
  const end = (given: number): string => (unit === "share" ? trimmed(given * 100, 1) : formatFigure(given, unit));
  return `${formatFigure(value, unit)} (${end(low)} to ${end(high)})`;
}

/** In points, with the sign said. */
export function formatPoints(share: number): string {
  const points = trimmed(Math.abs(share) * 100, 1);
  return points === "0" ? "0" : `${share < 0 ? MINUS : "+"}${points}`;
}

export function formatChance(pValue: number): string {
  return pValue < 0.001 ? "< 0.001" : pValue.toFixed(3);
}

/** As short as a cell can be; what the unit is stands in the head of its column. */
export function formatScore(value: number, unit: MetricUnit | undefined): string {
  if (unit === "tokens" || unit === "milliseconds") return grouped(Math.round(value));
  return unit === "dollars" ? significant(value) : trimmed(value, 2);
}

function trimmed(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}

function significant(value: number): string {
  return value >= 100 ? grouped(Math.round(value)) : Number(value.toPrecision(3)).toString();
}

function grouped(value: number): string {
  return value.toLocaleString("en").replaceAll(",", "\u202f");
}
