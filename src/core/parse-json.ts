// JSON from outside, and what is nested deeper than anybody writes: that parses, and whatever walks it afterwards overflows its stack.

/** Schemas, the deepest that people write, stay far below. */
const MOST_LEVELS = 500;

export const TOO_DEEP = `lists or objects are nested more than ${MOST_LEVELS} levels deep`;

/** As `JSON.parse`, whose errors are syntax errors too. */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (isTooDeep(value)) throw new SyntaxError(TOO_DEEP);
  return value;
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
