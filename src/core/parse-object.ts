// Tells a text that is one JSON object from every other text.
import { parseJson } from "./parse-json.ts";

/** Undefined for anything else, a list included. */
export function parseObject(given: string): Readonly<Record<string, unknown>> | undefined {
  const text = given.trim();
  if (!text.startsWith("{") || !text.endsWith("}")) return undefined;
  try {
    const value = parseJson(text);
    return isRecord(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
