// Whether and when a refused request is worth another try, by what the server says about it.
import type { Runtime } from "../../../core/runtime.ts";

const FIRST_PAUSE_MS = 500;
const LONGEST_OWN_PAUSE_MS = 20_000;

/** What the server asks for: `retry-after-ms`, or `retry-after` in seconds or as a date; undefined where it says nothing. */
export function askedPauseMs(headers: Headers, runtime: Pick<Runtime, "now">): number | undefined {
  const exact = numberOf(headers.get("retry-after-ms"));
  if (exact !== undefined) return exact;
  const after = headers.get("retry-after");
  const seconds = numberOf(after);
  if (seconds !== undefined) return seconds * 1000;
  const date = after === null ? Number.NaN : Date.parse(after);
  return Number.isNaN(date) ? undefined : Math.max(0, date - runtime.now());
}

/** A pause that doubles with each attempt, spread so that many clients do not come back at once. */
export function ownPauseMs(attempt: number, runtime: Pick<Runtime, "random">): number {
  return Math.min(LONGEST_OWN_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1)) * (0.5 + runtime.random() / 2);
}

/** `x-should-retry` has the last word; else what is usually over soon. */
export function isWorthRetrying(status: number, headers: Headers): boolean {
  const asked = headers.get("x-should-retry");
  if (asked === "true") return true;
  if (asked === "false") return false;
  return status === 408 || status === 409 || status === 425 || status === 429 || status >= 500;
}

function numberOf(text: string | null): number | undefined {
  return text !== null && /^\d+(?:\.\d+)?$/u.test(text.trim()) ? Number(text) : undefined;
}
