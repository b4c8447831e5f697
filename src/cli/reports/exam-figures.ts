// Numbers of exams for people: shares in per cent, differences in points, money, times, tokens, and intervals beside them.
import type { MetricUnit } from "../../spec/exam.ts";
import { count, duration } from "../terminal/layout.ts";

type Range = { readonly value: number; readonly low: number; readonly high: number };

export function figure(value: number, unit: MetricUnit): string {
  switch (unit) {
    case "share":
      return `${percent(value)} %`;
    case "milliseconds":
      return duration(value);
    case "dollars":
      return dollars(value);
    case "tokens":
    case "count":
      return count(value);
    default:
      return unit satisfies never;
  }
}

/** `62 % [53, 70]` */
export function estimate(found: Range | undefined, unit: MetricUnit): string {
  if (found === undefined) return "–";
  const { value, low, high } = found;
  if (unit === "share") return `${percent(value)} % [${percent(low)}, ${percent(high)}]`;
  return `${figure(value, unit)} [${figure(low, unit)}, ${figure(high, unit)}]`;
}

/** `+9 points [+1, +17]` */
export function difference({ value, low, high }: Range, unit: MetricUnit): string {
  if (unit === "share") return `${signed(value * 100)} points [${signed(low * 100)}, ${signed(high * 100)}]`;
  const said = (one: number): string => (Number.isFinite(one) ? withSign(one, figure(Math.abs(one), unit)) : "unknown");
  return `${said(value)} [${said(low)}, ${said(high)}]`;
}

export function points(share: number): string {
  const rounded = Math.round(share * 100);
  return rounded === 1 ? "1 point" : `${rounded} points`;
}

/** Enough digits to tell a cent from nothing. */
export function dollars(value: number): string {
  if (value === 0) return "$0";
  if (value >= 100) return `$${count(value)}`;
  if (value >= 0.01) return `$${value.toFixed(2)}`;
  return value < 0.000_001 ? "less than $0.000001" : `$${value.toFixed(6).replace(/0+$/u, "")}`;
}

export function pValue(value: number): string {
  return value < 0.0001 ? "< .0001" : value.toFixed(value < 0.01 ? 4 : 3).replace(/^0/u, "");
}

/** One decimal only where there would be none but zeros. */
function percent(share: number): string {
  const value = share * 100;
  const isSmall = value > 0 && value < 1;
  const isNearAll = value > 99 && value < 100;
  return isSmall || isNearAll ? value.toFixed(1) : String(Math.round(value));
}

function signed(value: number): string {
  return withSign(Math.round(value), String(Math.abs(Math.round(value))));
}

function withSign(value: number, text: string): string {
  if (value === 0) return text;
  return `${value > 0 ? "+" : "−"}${text}`;
}
