// JSON from outside, and what is nested deeper than anybody writes: that parses, and whatever walks it afterwards overflows its stack.
import { SchoolbookError } from "./errors.ts";

/** Schemas, the deepest that people write, stay far below. */
const MOST_LEVELS = 500;

export const TOO_DEEP = `lists or objects are nested more than ${MOST_LEVELS} levels deep`;

/** As `JSON.parse`, whose errors are syntax errors too. */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (isTooDeep(value)) throw new SyntaxError(TOO_DEEP);
  return value;
}

/** What somebody named holds: what is no JSON is said of it. */
export function parseJsonOf(name: string, text: string): unknown {
  try {
    return parseJson(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SchoolbookError("input_invalid", `${name} is no JSON: ${why}.`, {
      hint: "Get the file again, or correct it; JSON knows no NaN and no comments.",
      cause,
    });
  }
}

/** Level by level and not by calling itself; what several lists share is looked at once. */
export function isTooDeep(value: unknown): boolean {
  let level: readonly object[] = isObject(value) ? [value] : [];
  for (let depth = 0; depth <= MOST_LEVELS; depth += 1) {
    if (level.length === 0) return false;
    level = [...new Set(level.flatMap((one) => Object.values(one).filter(isObject)))];
  }
  return true;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
