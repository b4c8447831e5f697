// Trying again: with growing pauses, as long as the server asks for, and only so often without getting further.
import { counted } from "../counted.ts";
import { SchoolbookError } from "../errors.ts";
import type { Runtime } from "../runtime.ts";
import type { DownloadLimits } from "./limits.ts";

export type Again = {
  readonly kind: "again";
  /** Thrown when there have been too many of them. */
  readonly error: SchoolbookError;
  /** What the server asked for; 0: at once. */
  readonly pauseMs?: number | undefined;
};

export type Done<T> = { readonly kind: "done"; readonly value: T };

export type Retry = {
  readonly reason: string;
  readonly pauseMs: number;
};

export type RetryOptions = {
  readonly runtime: Runtime;
  readonly limits: DownloadLimits;
  readonly signal?: AbortSignal | undefined;
  /** A number that grows as the work gets further. */
  readonly progress?: () => number;
  readonly onRetry?: ((retry: Retry) => void) | undefined;
};

export async function withRetries<T>(attempt: () => Promise<Done<T> | Again>, options: RetryOptions): Promise<T> {
  const { runtime, limits, progress = () => 0, onRetry, signal } = options;
  let furthest = progress();
  for (let failures = 1; ; failures++) {
    const tried = await attempt();
    if (tried.kind === "done") return tried.value;
    if (progress() >= furthest + limits.furtherBytes) {
      furthest = progress();
      failures = 1;
    }
    if (failures >= limits.attempts) throw tried.error;
    const pauseMs = tried.pauseMs ?? growingPause(failures, options);
    if (pauseMs > limits.longestAskedPauseMs) throw notNow(tried.error, pauseMs);
    onRetry?.({ reason: tried.error.message, pauseMs });
    await runtime.sleep(pauseMs, signal);
  }
}

function growingPause(failures: number, { runtime, limits }: RetryOptions): number {
  return Math.min(limits.longestPauseMs, limits.firstPauseMs * 2 ** (failures - 1)) * (0.5 + runtime.random());
}

function notNow(error: SchoolbookError, pauseMs: number): SchoolbookError {
  return new SchoolbookError(error.code, error.message, {
    hint: `The server asks to come back in ${counted(Math.ceil(pauseMs / 60_000), "minute")}. What was fetched so far is kept.`,
    details: error.details,
    cause: error,
  });
}

/** What `retry-after` says, as seconds or as a date; or else when a `ratelimit` begins anew. */
export function retryAfterMs(headers: Headers, runtime: Runtime): number | undefined {
  const value = headers.get("retry-after") ?? /;\s*t=(\d+)/u.exec(headers.get("ratelimit") ?? "")?.[1];
  if (value === undefined) return undefined;
  if (/^\d+$/u.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - runtime.now());
}
