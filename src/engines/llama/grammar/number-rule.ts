// Numbers within bounds, as far as a grammar can tell them.
import type { JsonSchema } from "../../../spec/chat.ts";
import { jsonLiteral } from "./grammar-rules.ts";
import type { Translation } from "./translation.ts";

/** A range of so few whole numbers is spelled out. */
const SPELLED_OUT = 1000;

/** Whole numbers in a small range are held to it exactly, and so is the sign; other bounds are told as not held. */
export function numberRule(schema: JsonSchema, path: string, translation: Translation): string {
  const isInteger = schema["type"] === "integer";
  const least = lowest(schema, isInteger);
  const most = highest(schema, isInteger);
  if (isInteger && most - least < SPELLED_OUT) {
    const from = Math.ceil(least);
    const values = Array.from({ length: Math.floor(most) - from + 1 }, (_, index) => jsonLiteral(from + index));
    if (values.length > 0) return `(${values.join(" | ")})`;
  }
  const hasOwnBound = Number.isFinite(least) && least !== 0 && !(isInteger && least === 1);
  if (hasOwnBound) translation.unheld(path, "minimum");
  if (Number.isFinite(most)) translation.unheld(path, "maximum");
  if (least < 0) return isInteger ? "integer" : "number";
  if (!isInteger) return `natural ("." digits)?`;
  return least >= 1 ? "positive" : "natural";
}

/** JavaScript's own limits bound nothing. */
function bound(value: unknown): number | undefined {
  return typeof value === "number" && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined;
}

function lowest(schema: JsonSchema, isInteger: boolean): number {
  const open = bound(schema["exclusiveMinimum"]);
  const above = open === undefined ? undefined : isInteger ? Math.floor(open) + 1 : open;
  return Math.max(bound(schema["minimum"]) ?? Number.NEGATIVE_INFINITY, above ?? Number.NEGATIVE_INFINITY);
}

function highest(schema: JsonSchema, isInteger: boolean): number {
  const open = bound(schema["exclusiveMaximum"]);
  const below = open === undefined ? undefined : isInteger ? Math.ceil(open) - 1 : open;
  return Math.min(bound(schema["maximum"]) ?? Number.POSITIVE_INFINITY, below ?? Number.POSITIVE_INFINITY);
}
