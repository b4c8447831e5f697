// One request through all its redirects: keys go only to the server that was asked, never to where it sends us.
import { SchoolbookError } from "../errors.ts";
import type { Runtime } from "../runtime.ts";
import { isLoopback, withoutQuery } from "./addresses.ts";
import type { DownloadLimits } from "./limits.ts";
import type { Patience } from "./patience.ts";
import { type Again, retryAfterMs } from "./retry.ts";

export type Question = {
  /** Default: GET. */
  readonly method?: "GET" | "HEAD";
  readonly address: URL;
  /** Sent to every server on the way. */
  readonly headers: Readonly<Record<string, string>>;
  /** Sent to the origin of the address alone, such as an authorization. */
  readonly ownHeaders?: Readonly<Record<string, string>> | undefined;
  /** Whether a redirect's headers say all there is to know, so that it is not followed. */
  readonly isEnough?: ((headers: Headers) => boolean) | undefined;
  /** Makes an error of a refusal, where more can be said than its status. */
  readonly explain?: ((refusal: Refusal) => SchoolbookError | undefined) | undefined;
};

/** An answer that will be the same next time. */
export type Refusal = {
  readonly status: number;
  readonly headers: Headers;
};

export type Reply = {
  readonly kind: "reply";
  readonly response: Response;
  readonly url: URL;
  /** The headers of each answer on the way, the last one included. */
  readonly told: readonly Headers[];
};

export type AskContext = {
  readonly runtime: Runtime;
  readonly limits: DownloadLimits;
  readonly patience: Patience;
  readonly signal?: AbortSignal | undefined;
};

const MOST_REDIRECTS = 10;
const AGAIN = new Set([408, 425, 429, 500, 502, 503, 504]);

/** A reply of 2xx or 416, or why to try again; throws what will not change by trying again. */
export async function askServer(question: Question, context: AskContext): Promise<Reply | Again> {
  const told: Headers[] = [];
  let url = question.address;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const response = await answerOf(url, question, context);
    if (response.kind === "again") return response;
    const { status, headers } = response.value;
    told.push(headers);
    const isLast = (status >= 200 && status < 300) || status === 416;
    if (isLast || question.isEnough?.(headers) === true) return { kind: "reply", response: response.value, url, told };
    await response.value.body?.cancel().catch(() => undefined);
    const next = headers.get("location");
    if (status < 300 || status >= 400 || next === null) return refusal({ status, headers }, url, { question, context });
    url = redirected(next, url);
  }
  throw failed(question.address, `redirects more than ${MOST_REDIRECTS} times`);
}

type Answer = { readonly kind: "answer"; readonly value: Response };

async function answerOf(url: URL, question: Question, context: AskContext): Promise<Answer | Again> {
  const isOwn = url.origin === question.address.origin;
  const headers = { ...question.headers, ...(isOwn ? question.ownHeaders : {}) };
  const { patience, limits, runtime } = context;
  patience.expectWithin(limits.answerMs);
  try {
    return {
      kind: "answer",
      value: await runtime.fetch(url, {
        headers,
        method: question.method ?? "GET",
        redirect: "manual",
        signal: patience.signal,
      }),
    };
  } catch (error) {
    return networkFailure(error, url, context);
  }
}

/** What a failed request or a broken answer means; what is no matter of the network, or the caller's wish to stop, is thrown. */
export function networkFailure(error: unknown, url: URL, { patience, signal }: AskContext): Again {
  signal?.throwIfAborted();
  if (error instanceof SchoolbookError) throw error;
  const what = patience.ranOut() ? "did not go on answering in time" : `broke off (${networkReason(error)})`;
  return { kind: "again", error: failed(url, what, error) };
}

function refusal(
  { status, headers }: Refusal,
  url: URL,
  { question, context }: { readonly question: Question; readonly context: AskContext },
): Again {
  const isOwn = url.origin === question.address.origin;
  const explained = isOwn ? question.explain?.({ status, headers }) : undefined;
  const error = explained ?? failed(url, `answered with status ${status}`);
  if (AGAIN.has(status)) return { kind: "again", error, pauseMs: retryAfterMs(headers, context.runtime) };
  // why: storage servers say 403 when a signed address has run out; asking anew gives a fresh one.
  if (!isOwn && (status === 401 || status === 403)) return { kind: "again", error };
  throw error;
}

function redirected(location: string, from: URL): URL {
  const url = URL.parse(location, from.href);
  if (url === null || !/^https?:$/u.test(url.protocol)) throw failed(from, "redirects to what is no web address");
  if (url.protocol === "http:" && from.protocol === "https:" && !isLoopback(url))
    throw failed(from, `redirects to ${withoutQuery(url)}, which is not encrypted`);
  url.username = "";
  url.password = "";
  return url;
}

/** `https://… answered with status 500.` */
export function failed(url: URL, what: string, cause?: unknown): SchoolbookError {
  return new SchoolbookError("download_failed", `${withoutQuery(url)} ${what}.`, {
    details: { address: withoutQuery(url) },
    cause,
  });
}

function networkReason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string") return cause.code;
  return cause instanceof Error ? cause.message : String(cause);
}
