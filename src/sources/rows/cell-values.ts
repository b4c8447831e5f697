// Values of rows as text and as times.

/** True for what counts as not given: nothing, null, blanks. An empty list is given. */
export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === "string" && value.trim() === "");
}

/** Text as it is, lists with commas, other JSON values as JSON. */
export function asText(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.map(asText).join(", ");
  return JSON.stringify(value);
}

/** Numbers above this are milliseconds, below it seconds since 1970. */
const FIRST_MILLISECONDS = 1e11;
const ISO_TIME = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(?<zone> ?(?:Z|[+-]\d{2}:?\d{2}))?$/iu;

/** Milliseconds since 1970; a time without a zone is UTC, so that every machine agrees. Undefined for anything unclear. */
export function parseTime(value: unknown): number | undefined {
  const text = asText(value).trim();
  if (/^\d+(?:\.\d+)?$/u.test(text)) {
    const number = Number(text);
    return number >= FIRST_MILLISECONDS ? number : number * 1000;
  }
  const match = ISO_TIME.exec(text);
  if (match === null) return undefined;
  const spelled = text.replace(/^(\S{10}) (?=\d)/u, "$1T").replace(" ", "");
  const time = Date.parse(match.groups?.["zone"] !== undefined || text.length === 10 ? spelled : `${spelled}Z`);
  return Number.isNaN(time) ? undefined : time;
}
