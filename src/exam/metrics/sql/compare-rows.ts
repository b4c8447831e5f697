// Whether two queries gave the same rows: values in their columns, rows in any order unless it was asked for.

/** Sums of the same numbers in another order differ in their last digits. */
const SIGNIFICANT_DIGITS = 9;

export function sameRows(one: readonly unknown[], other: readonly unknown[], isOrdered: boolean): boolean {
  if (one.length !== other.length) return false;
  const [left, right] = [one.map(keyOf), other.map(keyOf)];
  if (!isOrdered) for (const keys of [left, right]) keys.sort();
  return left.every((key, index) => key === right[index]);
}

/** Whether the query itself, not one inside of it, asks for an order. */
export function asksForOrder(query: string): boolean {
  const plain = query
    .replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\//gu, " ")
    .replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]/gu, "x");
  let depth = 0;
  let outside = "";
  for (const character of plain) {
    if (character === ")") depth -= 1;
    if (depth === 0) outside += character;
    if (character === "(") depth += 1;
  }
  return /\border\s+by\b/iu.test(outside);
}

function keyOf(row: unknown): string {
  return JSON.stringify(Array.isArray(row) ? row.map(plainValue) : row);
}

function plainValue(value: unknown): unknown {
  if (typeof value === "bigint") return plainNumber(Number(value), value);
  if (typeof value === "number") return plainNumber(value, value);
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString("hex") };
  return value;
}

/** 3 and 3.0 are the same; whole numbers too large for that stay exact. */
function plainNumber(value: number, exact: number | bigint): string {
  return Number.isInteger(value) ? `#${exact}` : `#${Number(value.toPrecision(SIGNIFICANT_DIGITS))}`;
}
