// What a server's refusals and failures are called, in words that tell what to do; never with a key in them.
import { type ErrorCode, type ErrorDetails, SchoolbookError } from "../../../core/errors.ts";
import { parseJson } from "../../../core/parse-json.ts";
import type { ModelServer } from "../model-server.ts";

export type Refusal = {
  readonly status: number;
  readonly body: string;
  readonly requestId: string | undefined;
};

const SHOWN_CHARS = 300;

/** A failure of this server: the message begins with its reference and holds no secret of its own. */
export function serverError(
  server: ModelServer,
  code: ErrorCode,
  said: { readonly what: string; readonly hint?: string; readonly details?: ErrorDetails; readonly cause?: unknown },
): SchoolbookError {
  const { hint, details, cause } = said;
  return new SchoolbookError(code, server.redact(`${server.reference} ${said.what}`), {
    details: { model: server.reference, server: server.place, ...details },
    ...(hint === undefined ? {} : { hint: server.redact(hint) }),
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The error that a refusal stands for. */
export function refusalError(server: ModelServer, refusal: Refusal): SchoolbookError {
  const { status, body, requestId } = refusal;
  const said = whatItSaid(body);
  const { code, hint } = classify(server, refusal, said);
  const details = { status, ...(requestId === undefined ? {} : { requestId }) };
  const quote = said.message === "" ? "" : `: ${said.message}`;
  const message = `refused the request with status ${status}${quote}${/[.!?]$/u.test(quote) ? "" : "."}`;
  return serverError(server, code, { what: message, details, ...(hint === undefined ? {} : { hint }) });
}

/** True where waiting does not help although the status says so: the money is used up. */
export function isOutOfQuota(body: string): boolean {
  return /insufficient_quota|billing_hard_limit|credit balance/iu.test(body);
}

type Said = { readonly message: string; readonly code: string };
type Kind = { readonly code: ErrorCode; readonly hint?: string };

const TOO_LONG =
  /context[ _-]?(?:length|window|size)|too (?:long|large|many tokens)|maximum (?:context|input|allowed)/iu;

function classify(server: ModelServer, { status, body }: Refusal, said: Said): Kind {
  if (status === 401 || status === 403) return { code: "engine_failed", hint: keyHint(server) };
  if (status === 404) return { code: "not_found", hint: missingHint(server) };
  if (status === 413 || (status < 500 && TOO_LONG.test(`${said.code} ${said.message}`)))
    return { code: "input_invalid", hint: "Send less text, or use a model with a longer context." };
  if (status === 429 && isOutOfQuota(body))
    return { code: "engine_failed", hint: "Look at the account's quota and billing; waiting does not help." };
  if (status === 429 || status === 503 || status === 529)
    return { code: "engine_busy", hint: "Try again later, or lower `concurrency` of this model." };
  if (status >= 300 && status < 400)
    return { code: "engine_failed", hint: "The server wants to be asked at another address: correct `baseUrl`." };
  return { code: "engine_failed" };
}

function keyHint({ keyVariable, hasKey }: ModelServer): string {
  if (keyVariable === undefined) return "The server wants a key: name the variable that holds it with `keyVariable`.";
  return hasKey
    ? `The key in ${keyVariable} is not accepted: check it, and that it may use this model.`
    : `Set ${keyVariable} to a key of this server.`;
}

function missingHint({ place, model }: ModelServer): string {
  return `Check that the server has the model "${model}" and that ${place} is its address; it usually ends in /v1.`;
}

/** The server's own words, on one line: `{error: {message}}`, `{error}`, `{message}`, `{detail}`, or the text itself. */
export function whatItSaid(body: string): Said {
  const value = parsed(body);
  const error = field(value, "error") ?? value;
  const detail = field(error, "message") ?? field(error, "detail") ?? (typeof error === "string" ? error : undefined);
  const code = field(error, "code") ?? field(error, "type");
  const text = typeof detail === "string" ? detail : detail === undefined ? plain(body, value) : JSON.stringify(detail);
  return { message: oneLine(text), code: typeof code === "string" ? code : "" };
}

function plain(body: string, value: unknown): string {
  if (value !== undefined) return body;
  const title = /<title[^>]*>([^<]*)<\/title>/iu.exec(body)?.[1];
  return title ?? body.replaceAll(/<[^>]*>/gu, " ");
}

/** The beginning of a text from outside, safe to print. */
export function oneLine(text: string): string {
  const clean = text.replaceAll(/[\p{C}\s]+/gu, " ").trim();
  return clean.length > SHOWN_CHARS ? `${clean.slice(0, SHOWN_CHARS)}…` : clean;
}

function parsed(body: string): unknown {
  try {
    const value: unknown = parseJson(body);
    return value;
  } catch {
    // why: most refusals of proxies are pages, not JSON, and are quoted as text.
    return undefined;
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && name in value ? Reflect.get(value, name) : undefined;
}
