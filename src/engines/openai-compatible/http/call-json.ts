// A call that is answered with one JSON value: read to its end within limits, checked once, tried again when it broke off.
import type { z } from "zod";

import type { SchoolbookError } from "../../../core/errors.ts";
import { parseJson } from "../../../core/parse-json.ts";
import type { ModelServer } from "../model-server.ts";
import { type AnswerLimit, limitAnswer } from "./limit-answer.ts";
import { open, type ServerCall, type ServerReply, TRIES, withRetries } from "./send-request.ts";
import { oneLine, whatItSaid } from "./server-error.ts";
import { lie, unusable } from "./unusable.ts";

export type JsonAnswer<T> = {
  readonly value: T;
  readonly requestId: string | undefined;
};

/** Vectors of the largest request as text stay well below. */
const MAX_BYTES = 128_000_000;

/** An answer that has begun is to end within so many times the patience with silence: one that trickles in never is silent. */
const WHOLE_ANSWER = 2;

/** Safe to repeat: for vectors, rankings and lists, not for replies. */
export async function callJson<T>(server: ModelServer, call: ServerCall, schema: z.ZodType<T>): Promise<JsonAnswer<T>> {
  return withRetries(server, call.signal, async () => {
    const late = new AbortController();
    const signal = call.signal === undefined ? late.signal : AbortSignal.any([call.signal, late.signal]);
    const opened = await open(server, { ...call, signal });
    if (opened.kind === "again") return opened;
    using _limit = limitAnswer(server, late, wholeAnswer(server));
    await using reply = opened.value;
    const read = await readText(server, reply).catch((error: unknown) => ({ error: asServerError(error, call) }));
    if ("error" in read) return { kind: "again", error: read.error, tries: TRIES.broken };
    const value = checked(server, read.text, { reply, schema });
    reply.succeeded();
    return { kind: "done", value: { value, requestId: reply.requestId } };
  });
}

/** Vectors and rankings come all at once: a server that has begun to answer is nearly done. */
function wholeAnswer({ timeoutMs }: ModelServer): AnswerLimit {
  const hint = "Look whether it is overloaded, or raise `timeoutMs`.";
  return { limitMs: timeoutMs * WHOLE_ANSWER, what: "answer", hint };
}

async function readText(server: ModelServer, { bytes, requestId }: ServerReply): Promise<{ readonly text: string }> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of bytes) {
    length += part.length;
    if (length > MAX_BYTES) {
      const what = `does not stop answering; ${MAX_BYTES / 1e6} MB were enough.`;
      throw unusable(server, what, { requestId });
    }
    parts.push(part);
  }
  return { text: Buffer.concat(parts).toString("utf8") };
}

/** Reading fails with errors of ours, or because the caller gave up. */
function asServerError(error: unknown, { signal }: ServerCall): SchoolbookError {
  signal?.throwIfAborted();
  if (isOurs(error) && !isFinal(error)) return error;
  throw error;
}

function isOurs(error: unknown): error is SchoolbookError {
  return error instanceof Error && error.name === "SchoolbookError";
}

function isFinal(error: SchoolbookError): boolean {
  return error.details["final"] === true;
}

type Checking<T> = { readonly reply: ServerReply; readonly schema: z.ZodType<T> };

function checked<T>(server: ModelServer, text: string, { reply, schema }: Checking<T>): T {
  const value = parseAnswer(server, text, reply);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const said = whatItSaid(text);
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? "" : ` at ${issue.path.map(String).join(".")}`;
  const isError = typeof value === "object" && value !== null && "error" in value;
  const what = isError
    ? `answered with an error: ${said.message}`
    : `answered with JSON that is not what was asked for${where}: ${oneLine(text)}`;
  throw unusable(server, what, { requestId: reply.requestId });
}

function parseAnswer(server: ModelServer, text: string, reply: ServerReply): unknown {
  try {
    const value: unknown = parseJson(text);
    return value;
  } catch (cause) {
    const { requestId } = reply;
    // why: Python writes NaN where JSON has no word for it.
    if (/[[,:]\s*-?(?:NaN|Infinity)\b/u.test(text)) throw lie(server, "gave values that are no numbers.", requestId);
    throw unusable(server, describeNoJson(text, reply.mediaType), { requestId, cause });
  }
}

/** What came in place of JSON or events, for people. */
export function describeNoJson(text: string, mediaType: string): string {
  if (text.trim() === "") return "answered with nothing at all.";
  const kind = mediaType === "" ? "something without a content type" : `something of type ${mediaType}`;
  if (mediaType === "text/html" || /^\s*<(?:!doctype|html)/iu.test(text))
    return `answered with a web page in place of a model's answer: ${whatItSaid(text).message}`;
  return `answered with ${kind} that is no valid JSON: ${oneLine(text)}`;
}
