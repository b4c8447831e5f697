// One request, politely: spaced, retried when the site asks for patience, capped in size, never led to another address unseen.
import { SchoolbookError } from "../../core/errors.ts";
import type { Runtime } from "../../core/runtime.ts";
import { tooLarge } from "../too-large.ts";
import { toAddress } from "./address.ts";
import type { WebOptions } from "./options.ts";

export type Fetched =
  | {
      readonly kind: "page";
      readonly bytes: Uint8Array;
      readonly mediaType: string;
      readonly charset: string | undefined;
      readonly validators: Validators;
    }
  | { readonly kind: "unchanged" }
  | { readonly kind: "redirect"; readonly to: string | undefined }
  | { readonly kind: "gone"; readonly status: number }
  | { readonly kind: "other-type"; readonly mediaType: string }
  /** `isDown`: the site did not answer, or not sensibly. */
  | { readonly kind: "failed"; readonly error: SchoolbookError; readonly isDown: boolean };

export type Validators = { readonly etag?: string | undefined; readonly lastModified?: string | undefined };

export type FetchRequest = {
  readonly address: string;
  readonly validators?: Validators;
  readonly maxBytes: number;
  /** Undefined: any. */
  readonly types?: readonly string[];
  readonly signal?: AbortSignal | undefined;
};

export type PageFetcher = (request: FetchRequest) => Promise<Fetched>;

export type FetcherOptions = Pick<WebOptions, "timeoutMs" | "userAgent" | "types"> & {
  readonly runtime: Runtime;
  /** Waits for this request's turn. */
  readonly turn: (signal?: AbortSignal) => Promise<void>;
};

const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;

/** A fetcher that tries again after network errors, 429 and 5xx, waiting as long as the site asks for. */
export function createPageFetcher(options: FetcherOptions): PageFetcher {
  const { runtime } = options;
  return async (request) => {
    for (let attempt = 1; ; attempt++) {
      await options.turn(request.signal);
      const tried = await tryOnce(request, options);
      if (tried.kind !== "again") return tried;
      const pauseMs = tried.pauseMs ?? FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + runtime.random());
      if (attempt >= ATTEMPTS || pauseMs > LONGEST_PAUSE_MS)
        return { kind: "failed", error: tried.error, isDown: true };
      await runtime.sleep(pauseMs, request.signal);
    }
  };
}

type Again = { readonly kind: "again"; readonly error: SchoolbookError; readonly pauseMs: number | undefined };

async function tryOnce(request: FetchRequest, options: FetcherOptions): Promise<Fetched | Again> {
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const signal = request.signal === undefined ? timeout : AbortSignal.any([request.signal, timeout]);
  try {
    const headers = requestHeaders(request, options);
    const response = await options.runtime.fetch(request.address, { headers, redirect: "manual", signal });
    const fetched = await readResponse(response, request, options.runtime);
    if (fetched.kind !== "page") await response.body?.cancel().catch(() => undefined);
    return fetched;
  } catch (error) {
    request.signal?.throwIfAborted();
    const reason = timeout.aborted
      ? `did not answer within ${options.timeoutMs / 1000} s`
      : `did not answer (${networkReason(error)})`;
    return { kind: "again", error: unreachable(request.address, reason, error), pauseMs: undefined };
  }
}

function requestHeaders({ validators, types }: FetchRequest, options: FetcherOptions): Record<string, string> {
  const headers: Record<string, string> = { "user-agent": options.userAgent };
  if (types !== undefined) headers["accept"] = [...types, "*/*;q=0.1"].join(", ");
  if (validators?.etag !== undefined) headers["if-none-match"] = validators.etag;
  if (validators?.lastModified !== undefined) headers["if-modified-since"] = validators.lastModified;
  return headers;
}

async function readResponse(response: Response, request: FetchRequest, runtime: Runtime): Promise<Fetched | Again> {
  const { status, headers } = response;
  if (status === 304) return { kind: "unchanged" };
  if (status >= 300 && status < 400) {
    const location = headers.get("location");
    return { kind: "redirect", to: location === null ? undefined : toAddress(location, request.address) };
  }
  if (status === 404 || status === 410) return { kind: "gone", status };
  const error = unreachable(request.address, `answered with status ${status}`);
  if (status === 429 || status >= 500) return { kind: "again", error, pauseMs: retryAfterMs(headers, runtime) };
  if (status !== 200) return { kind: "failed", error, isDown: false };
  return readPage(response, request);
}

async function readPage(response: Response, { address, types, maxBytes }: FetchRequest): Promise<Fetched> {
  const { headers } = response;
  const { mediaType, charset } = parseContentType(headers.get("content-type"));
  if (types !== undefined && !types.includes(mediaType)) return { kind: "other-type", mediaType };
  const announced = Number(headers.get("content-length") ?? 0);
  const bytes = announced > maxBytes ? undefined : await readBody(response, maxBytes);
  if (bytes === undefined)
    return { kind: "failed", error: tooLarge(address, Math.max(announced, maxBytes + 1), maxBytes), isDown: false };
  const validators = {
    etag: headers.get("etag") ?? undefined,
    lastModified: headers.get("last-modified") ?? undefined,
  };
  return { kind: "page", bytes, mediaType, charset, validators };
}

/** Undefined when there are more bytes than allowed. */
async function readBody({ body }: Response, maxBytes: number): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body ?? []) {
    length += part.length;
    if (length > maxBytes) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function parseContentType(header: string | null): { readonly mediaType: string; readonly charset: string | undefined } {
  const [type = "", ...parameters] = (header ?? "text/html").split(";").map((part) => part.trim());
  const charset = parameters
    .map((part) => /^charset="?([^"]+)"?$/iu.exec(part)?.[1])
    .find((name) => name !== undefined);
  return { mediaType: type.toLowerCase(), charset: charset?.toLowerCase() };
}

/** Seconds, or a date. */
function retryAfterMs(headers: Headers, runtime: Runtime): number | undefined {
  const value = headers.get("retry-after");
  if (value === null) return undefined;
  if (/^\d+$/u.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - runtime.now());
}

function networkReason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string") return cause.code;
  return cause instanceof Error ? cause.message : String(cause);
}

function unreachable(address: string, what: string, cause?: unknown): SchoolbookError {
  return new SchoolbookError("source_unreachable", `${address} ${what}.`, {
    hint: "Check the address in a browser and sync again; what the library holds of it is kept.",
    cause,
  });
}

/** Lets requests begin no closer together than the delay. */
export function createTurns(runtime: Runtime, delayMs: () => number): (signal?: AbortSignal) => Promise<void> {
  let nextAt = 0;
  return async (signal) => {
    signal?.throwIfAborted();
    const now = runtime.monotonicMs();
    const at = Math.max(now, nextAt);
    nextAt = at + delayMs();
    if (at > now) await runtime.sleep(at - now, signal);
  };
}
