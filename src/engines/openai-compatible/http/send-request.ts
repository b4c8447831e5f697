// One call of a server with all the patience it deserves: waits its turn, tries again where that helps, listens while it talks.
import { SchoolbookError } from "../../../core/errors.ts";
import type { Slot } from "../../../core/limiter.ts";
import type { ModelServer } from "../model-server.ts";
import { askedPauseMs, isWorthRetrying, ownPauseMs } from "./retry-pause.ts";
import { isOutOfQuota, refusalError, serverError } from "./server-error.ts";
import { type SilenceWatch, watchSilence } from "./silence.ts";

export type ServerCall = {
  /** Below the server's address. */
  readonly path?: string;
  /** In place of a path, where the call lies elsewhere on the same server. */
  readonly url?: URL;
  /** Absent: a GET. */
  readonly body?: unknown;
  readonly accept?: string;
  /** The same for every try at the same call. */
  readonly idempotencyKey?: string | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** An answer that has begun. Disposing of it hangs up and makes room for the next call. */
export type ServerReply = AsyncDisposable & {
  readonly mediaType: string;
  readonly requestId: string | undefined;
  /** From the call until the try that was answered began: turns, pauses, tries that failed. */
  readonly waitedMs: number;
  /** Its bytes as they come; fails with a SchoolbookError, or with the reason of the caller's signal. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** How long the server may be silent from now on. */
  setPatience(ms: number): void;
  /** It was a whole and sensible answer. */
  succeeded(): void;
};

/** A failure that another try may mend. */
type Again = {
  readonly kind: "again";
  readonly error: SchoolbookError;
  /** How many tries such a failure is worth in all. */
  readonly tries: number;
  readonly pauseMs?: number | undefined;
};
export type Attempt<T> = { readonly kind: "done"; readonly value: T } | Again;

/** A server that asks for patience gets more of it than one that breaks off, and that more than one that is not there. */
export const TRIES = { busy: 10, broken: 4, silent: 2, away: 2 } as const;

const LONGEST_PAUSE_MS = 60_000;
const REFUSAL_BYTES = 64_000;

/** The answer to the call, as soon as it begins; what another try cannot mend fails at once. */
export async function sendRequest(server: ModelServer, call: ServerCall): Promise<ServerReply> {
  const calledMs = server.runtime.monotonicMs();
  return withRetries(server, call.signal, async () => open(server, call, calledMs));
}

export async function withRetries<T>(
  server: ModelServer,
  signal: AbortSignal | undefined,
  attempt: () => Promise<Attempt<T>>,
): Promise<T> {
  for (let count = 1; ; count++) {
    const tried = await attempt();
    if (tried.kind === "done") return tried.value;
    const pauseMs = tried.pauseMs ?? ownPauseMs(count, server.runtime);
    if (count >= tried.tries || pauseMs > LONGEST_PAUSE_MS) throw givenUp(tried.error, count, tried.pauseMs);
    await server.runtime.sleep(pauseMs, signal);
  }
}

function givenUp(error: SchoolbookError, attempts: number, pauseMs: number | undefined): SchoolbookError {
  const waiting = pauseMs === undefined || pauseMs <= LONGEST_PAUSE_MS;
  const hint = waiting ? error.hint : `The server asks to wait ${Math.ceil(pauseMs / 1000)} s; try again after that.`;
  const details = { ...error.details, attempts, ...(pauseMs === undefined ? {} : { retryAfterMs: pauseMs }) };
  const { code, message, cause } = error;
  return new SchoolbookError(code, message, { hint, details, ...(cause === undefined ? {} : { cause }) });
}

/** One try, as far as the answer's headers. */
export async function open(
  server: ModelServer,
  call: ServerCall,
  calledMs: number = server.runtime.monotonicMs(),
): Promise<Attempt<ServerReply>> {
  const slot = await server.limiter.acquire(call.signal);
  const waitedMs = server.runtime.monotonicMs() - calledMs;
  const watch = watchSilence(server.timeoutMs, call.signal);
  let kept = false;
  try {
    const response = await server.runtime.fetch(
      call.url ?? server.url(call.path ?? ""),
      requestInit(server, call, watch.signal),
    );
    if (!response.ok) return await refused(server, response, { slot, call });
    kept = true;
    return { kind: "done", value: reply(server, response, { slot, watch, call, waitedMs }) };
  } catch (error) {
    return again(server, error, { watch, call });
  } finally {
    if (!kept) hangUp({ slot, watch });
  }
}

function again(server: ModelServer, error: unknown, line: Pick<Line, "watch" | "call">): Again {
  const tries = line.watch.isSilent()
    ? TRIES.silent
    : networkReason(error) === "ECONNREFUSED"
      ? TRIES.away
      : TRIES.broken;
  return { kind: "again", error: brokenError(server, error, line), tries };
}

function requestInit(
  server: ModelServer,
  { body, accept, idempotencyKey }: ServerCall,
  signal: AbortSignal,
): RequestInit {
  const named = idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey };
  const headers = { ...server.headers, ...named, accept: accept ?? "application/json" };
  if (body === undefined) return { method: "GET", headers, signal, redirect: "manual" };
  return { method: "POST", headers, body: JSON.stringify(body), signal, redirect: "manual" };
}

type Line = {
  readonly slot: Slot;
  readonly watch: SilenceWatch;
  readonly call: ServerCall;
  readonly waitedMs: number;
};

async function refused(
  server: ModelServer,
  response: Response,
  { slot, call }: Pick<Line, "slot" | "call">,
): Promise<Attempt<never>> {
  const { status, headers } = response;
  const body = await readSome(response).catch(() => ""); // why: the status says enough when the rest is lost
  call.signal?.throwIfAborted();
  const error = refusalError(server, { status, body, requestId: requestIdOf(headers) });
  if (!isWorthRetrying(status, headers) || isOutOfQuota(body)) throw error;
  const pauseMs = askedPauseMs(headers, server.runtime);
  const busy = error.code === "engine_busy";
  if (busy) slot.busy(Math.min(pauseMs ?? 0, LONGEST_PAUSE_MS));
  return { kind: "again", error, tries: busy ? TRIES.busy : TRIES.broken, pauseMs };
}

/** A refusal is short: all of it is to come within the patience for its first word. */
async function readSome({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const part of body ?? []) {
    text += decoder.decode(part, { stream: true });
    if (text.length > REFUSAL_BYTES) break;
  }
  return text;
}

function reply(server: ModelServer, response: Response, line: Line): ServerReply {
  const { slot, watch, waitedMs } = line;
  return {
    waitedMs,
    mediaType: (response.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "",
    requestId: requestIdOf(response.headers),
    bytes: listen(server, response, line),
    setPatience: (ms) => watch.heard(ms),
    succeeded: () => slot.succeeded(),
    [Symbol.asyncDispose]: async () => {
      hangUp(line);
      if (!response.bodyUsed) await response.body?.cancel().catch(() => undefined); // why: the line is closed already
    },
  };
}

async function* listen(
  server: ModelServer,
  { body }: Response,
  line: Pick<Line, "watch" | "call">,
): AsyncGenerator<Uint8Array> {
  const { watch } = line;
  try {
    watch.heard();
    for await (const part of body ?? []) {
      watch.pause();
      yield part;
      watch.heard();
    }
  } catch (error) {
    throw brokenError(server, error, line);
  } finally {
    watch.pause();
  }
}

function hangUp({ slot, watch }: Pick<Line, "slot" | "watch">): void {
  watch[Symbol.dispose]();
  slot.release();
}

/** Throws the reason of the caller's signal when it was that; refusals pass through. */
function brokenError(
  server: ModelServer,
  error: unknown,
  { watch, call }: Pick<Line, "watch" | "call">,
): SchoolbookError {
  call.signal?.throwIfAborted();
  if (error instanceof SchoolbookError) throw error;
  if (watch.isSilent()) {
    const what = `has been silent for too long (${server.timeoutMs / 1000} s at ${server.place}).`;
    return serverError(server, "engine_busy", { what, hint: "Look whether it is overloaded, or raise `timeoutMs`." });
  }
  const reason = networkReason(error);
  const hungUp = BROKEN_OFF.test(reason);
  const what = hungUp ? `hung up (${reason}).` : `cannot be reached at ${server.place} (${wordsFor(reason)}).`;
  const hint = server.isLocal
    ? "Start the server, or correct its address with `baseUrl`."
    : "Check the network and the address.";
  const details = hungUp ? {} : { unreachable: true };
  return serverError(server, "engine_failed", { what, hint, details, cause: error });
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ENOTFOUND: "no such host",
  EHOSTUNREACH: "no way to the host",
  ENETUNREACH: "no way to the network",
  UND_ERR_CONNECT_TIMEOUT: "nothing answers there",
};

function wordsFor(reason: string): string {
  const words = REASONS[reason];
  return words === undefined ? reason : `${words}, ${reason}`;
}

/** The line was there, and broke. */
const BROKEN_OFF = /ECONNRESET|EPIPE|UND_ERR_SOCKET|terminated|other side closed/u;

function networkReason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string") return cause.code;
  return cause instanceof Error ? cause.message : String(cause);
}

const REQUEST_ID_HEADERS = ["x-request-id", "request-id", "apim-request-id", "x-amzn-requestid", "cf-ray"] as const;

function requestIdOf(headers: Headers): string | undefined {
  return REQUEST_ID_HEADERS.map((name) => headers.get(name)).find((id) => id !== null) ?? undefined;
}
