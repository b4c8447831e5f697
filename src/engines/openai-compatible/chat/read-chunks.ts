// The chunks of a reply, whatever the server makes of the request for a stream.
import type { SchoolbookError } from "../../../core/errors.ts";
import { parseJson } from "../../../core/parse-json.ts";
import { describeNoJson } from "../http/call-json.ts";
import { readEvents } from "../http/read-events.ts";
import type { ServerReply } from "../http/send-request.ts";
import { oneLine, whatItSaid } from "../http/server-error.ts";
import { lie, unusable } from "../http/unusable.ts";
import type { ModelServer } from "../model-server.ts";
import { type Chunk, CHUNK } from "./chunk-schema.ts";

const MOST_EVENT_CHARS = 8_000_000;

/** What a whole reply may still be waited for: the usage and the end of the stream. */
const GRACE_MS = 5000;

/** A server that only keeps the line open, and says nothing, is given up after so many patiences. */
const KEPT_OPEN = 5;

export type ChunkReading = {
  readonly isWhole: () => boolean;
  readonly maxBytes: number;
};

/** Ends at `[DONE]`, at the end of the stream, or soon after the reply is whole; fails where there was no stream at all. */
export async function* readChunks(
  server: ModelServer,
  reply: ServerReply,
  { isWhole, maxBytes }: ChunkReading,
): AsyncGenerator<Chunk> {
  const seen = { text: "", events: 0 };
  const bytes = keepBeginning(server, reply, { seen, isWhole });
  try {
    for await (const data of readEvents(bytes, { maxBytes, maxEventChars: Math.min(maxBytes, MOST_EVENT_CHARS) })) {
      seen.events += 1;
      if (data.trim() === "[DONE]") return;
      yield parseChunk(server, data, reply);
      if (isWhole()) reply.setPatience(Math.min(GRACE_MS, server.timeoutMs));
    }
  } catch (error) {
    if (isWhole() && isSilence(error)) return;
    if (error instanceof RangeError) throw lie(server, `does not stop answering: ${error.message}.`, reply.requestId);
    throw error;
  }
  if (seen.events === 0) yield wholeAnswer(server, seen.text, reply);
}

type Passing = { readonly seen: { text: string; events: number }; readonly isWhole: () => boolean };

/**
 * Passes the bytes on, remembers how they begin, and gives up when nothing but comments comes; where the reply is whole, it
 * only hangs up, whatever the server still says to keep the line open.
 */
async function* keepBeginning(
  server: ModelServer,
  reply: ServerReply,
  { seen, isWhole }: Passing,
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder();
  const { monotonicMs } = server.runtime;
  let lastEvents = 0;
  let lastMs = monotonicMs();
  let wholeMs: number | undefined;
  for await (const part of reply.bytes) {
    if (seen.events === 0 && seen.text.length < MOST_EVENT_CHARS) seen.text += decoder.decode(part, { stream: true });
    if (seen.events !== lastEvents) lastMs = monotonicMs();
    lastEvents = seen.events;
    if (isWhole()) wholeMs ??= monotonicMs();
    if (wholeMs !== undefined && monotonicMs() - wholeMs > GRACE_MS) return;
    if (monotonicMs() - lastMs > KEPT_OPEN * server.timeoutMs)
      throw lie(server, "keeps the line open and says nothing.", reply.requestId);
    yield part;
  }
}

function parseChunk(server: ModelServer, data: string, reply: ServerReply): Chunk {
  const value = parsed(data);
  if (value === undefined)
    throw unusable(server, `sent an event that is no valid JSON: ${oneLine(data)}`, { requestId: reply.requestId });
  return checkChunk(server, value, { data, reply });
}

function checkChunk(
  server: ModelServer,
  value: unknown,
  { data, reply }: { readonly data: string; readonly reply: ServerReply },
): Chunk {
  const chunk = CHUNK.safeParse(value);
  if (!chunk.success)
    throw unusable(server, `sent an event that is not what was asked for: ${oneLine(data)}`, {
      requestId: reply.requestId,
    });
  if (chunk.data.error === undefined || chunk.data.error === null) return chunk.data;
  throw failedMidway(server, data, reply);
}

function failedMidway(server: ModelServer, data: string, reply: ServerReply): SchoolbookError {
  return lie(server, `broke off with an error: ${whatItSaid(data).message}`, reply.requestId);
}

/** Servers that do not stream answer with one JSON value. */
function wholeAnswer(server: ModelServer, text: string, reply: ServerReply): Chunk {
  const value = parsed(text);
  if (typeof value === "object" && value !== null) return checkChunk(server, value, { data: text, reply });
  throw unusable(server, describeNoJson(text, reply.mediaType), { requestId: reply.requestId });
}

function parsed(text: string): unknown {
  try {
    const value: unknown = parseJson(text);
    return value;
  } catch {
    // why: the callers say what was wrong with it, each in its own words.
    return undefined;
  }
}

function isSilence(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "engine_busy";
}
