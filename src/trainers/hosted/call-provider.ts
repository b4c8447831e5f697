// One call of a provider: patient where the provider asks for it, never repeated where that could start something twice.
import type { z } from "zod";

import { SchoolbookError } from "../../core/errors.ts";
import type { Runtime } from "../../core/runtime.ts";

export type Provider = {
  /** For messages: `OpenAI`. */
  readonly name: string;
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly runtime: Pick<Runtime, "fetch" | "sleep" | "random">;
  readonly timeoutMs?: number | undefined;
};

export type ProviderCall = {
  readonly method?: "GET" | "POST" | "PUT";
  /** Below the provider's address, or a whole address. */
  readonly path: string;
  readonly json?: unknown;
  readonly form?: FormData;
  /** True where asking twice is like asking once. */
  readonly repeatable?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
};

const TIMEOUT_MS = 120_000;
const TRIES = 5;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
const MAX_BYTES = 50_000_000;
const WORDS_SHOWN = 300;

/** The answer's JSON, checked once. An error with `details.unsure` may have been carried out at the provider all the same. */
export async function callProvider<T>(provider: Provider, call: ProviderCall, schema: z.ZodType<T>): Promise<T> {
  const text = await (await send(provider, call)).text();
  const parsed = schema.safeParse(readJson(provider, text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? "" : ` at ${issue.path.map(String).join(".")}`;
  throw lie(provider, `answered with JSON that is not what was asked for${where}: ${oneLine(text)}`);
}

/** The answer's bytes, such as a file. */
export async function fetchBytes(provider: Provider, call: ProviderCall): Promise<Uint8Array> {
  return (await send(provider, call)).bytes();
}

/** Something that cannot be true, or cannot be read. */
export function lie({ name }: Provider, what: string): SchoolbookError {
  return new SchoolbookError("engine_failed", `${name} ${what}.`, {
    hint: "Look at the job in the provider's own console. Run again to go on; nothing is created twice.",
  });
}

type Answer = { text(): Promise<string>; bytes(): Promise<Uint8Array> };

async function send(provider: Provider, call: ProviderCall): Promise<Answer> {
  for (let count = 1; ; count++) {
    call.signal?.throwIfAborted();
    const tried = await attempt(provider, call);
    if ("answer" in tried) return tried.answer;
    if (count >= TRIES || !tried.again) throw tried.error;
    const pause = tried.pauseMs ?? FIRST_PAUSE_MS * 2 ** (count - 1) * (0.5 + provider.runtime.random() / 2);
    if (pause > LONGEST_PAUSE_MS) throw tried.error;
    await provider.runtime.sleep(pause, call.signal);
  }
}

type Attempt =
  | { readonly answer: Answer }
  | { readonly error: SchoolbookError; readonly again: boolean; readonly pauseMs?: number | undefined };

async function attempt(provider: Provider, call: ProviderCall): Promise<Attempt> {
  const repeatable = call.repeatable ?? (call.method ?? "GET") === "GET";
  try {
    const response = await provider.runtime.fetch(addressOf(provider, call), requestOf(provider, call));
    // why: read whole here, so that an answer that breaks off is an attempt that failed.
    const bytes = await readAll(provider, response);
    if (response.ok) return { answer: answerOf(bytes) };
    const isBusy = response.status === 429;
    const isBroken = response.status >= 500 || response.status === 408;
    const error = refusal(provider, response, new TextDecoder().decode(bytes));
    return { error, again: isBusy || (isBroken && repeatable), pauseMs: askedPause(response.headers) };
  } catch (cause) {
    call.signal?.throwIfAborted();
    if (cause instanceof SchoolbookError) throw cause;
    const error = new SchoolbookError("engine_failed", `${provider.name} could not be reached, or broke off.`, {
      hint: "Check the network, then run again to go on; nothing is created twice.",
      details: { unsure: true },
      cause,
    });
    return { error, again: repeatable };
  }
}

function addressOf({ address }: Provider, { path }: ProviderCall): string {
  return /^https?:/u.test(path) ? path : `${address.replace(/\/+$/u, "")}/${path}`;
}

function requestOf(
  provider: Provider,
  { method = "GET", json, form, headers, signal, path }: ProviderCall,
): RequestInit {
  const late = AbortSignal.timeout(provider.timeoutMs ?? TIMEOUT_MS);
  const isElsewhere = /^https?:/u.test(path) && !path.startsWith(provider.address);
  return {
    method,
    // why: a signed address of a storage is no place for the provider's key.
    headers: {
      accept: "application/json",
      ...(isElsewhere ? {} : provider.headers),
      ...(json === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(json === undefined ? (form === undefined ? {} : { body: form }) : { body: JSON.stringify(json) }),
    signal: signal === undefined ? late : AbortSignal.any([signal, late]),
    redirect: "manual",
  };
}

async function readAll(provider: Provider, response: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    const isFile = response.headers.get("content-type")?.includes("json") !== true;
    if (length > MAX_BYTES && !isFile)
      throw lie(provider, `does not stop answering; ${MAX_BYTES / 1e6} MB were enough`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function answerOf(bytes: Uint8Array): Answer {
  return { text: async () => new TextDecoder().decode(bytes), bytes: async () => bytes };
}

function readJson(provider: Provider, text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    throw lie(provider, `answered with something that is no JSON: ${oneLine(text)}`);
  }
}

function refusal({ name }: Provider, { status }: Response, text: string): SchoolbookError {
  const said = saidIn(text);
  if (status === 401 || status === 403) {
    return new SchoolbookError("model_not_ready", `${name} refuses the key (${status}): ${said}`, {
      hint: "Check the key, and whether it may fine-tune.",
    });
  }
  if (status === 404) return new SchoolbookError("not_found", `${name} does not know what was asked for: ${said}`);
  if (status === 429) return new SchoolbookError("engine_busy", `${name} asks to wait: ${said}`);
  if (status >= 500 || status === 408) {
    return new SchoolbookError("engine_failed", `${name} failed (${status}): ${said}`, {
      hint: "Run again to go on; nothing is created twice.",
      details: { unsure: true },
    });
  }
  return new SchoolbookError("input_invalid", `${name} refuses (${status}): ${said}`, { details: { status } });
}

function saidIn(text: string): string {
  const found = /"(?:message|detail)"\s*:\s*"((?:[^"\\]|\\.)*)"/u.exec(text)?.[1];
  return oneLine(found ?? text);
}

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/gu, " ").trim();
  return line.length > WORDS_SHOWN ? `${line.slice(0, WORDS_SHOWN)}…` : line === "" ? "nothing" : line;
}

function askedPause(headers: Headers): number | undefined {
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}
