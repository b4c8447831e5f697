// One attempt to get the rest of a file: asks for it, looks at what kind of answer came, takes in its bytes.
import { type AskContext, askServer, failed, networkFailure, type Question, type Reply } from "./ask-server.ts";
import type { PartFile } from "./part-file.ts";
import { type Announced, type Meaning, readReply } from "./read-reply.ts";
import type { Again, Done } from "./retry.ts";
import { wrongFile } from "./wrong-file.ts";

export type ReceiveContext = AskContext & {
  readonly part: PartFile;
  /** What was asked for. */
  readonly wanted: Announced;
  /** What the headers of the answers on the way say about the file. */
  readonly readAnnounced: (told: readonly Headers[]) => Announced;
  readonly takesPages: boolean;
  readonly onReceived: () => void;
  readonly server: ServerManners;
};

/** What was learned about the server: one that gets a range wrong is asked for whole files from then on. */
export type ServerManners = { doesRanges: boolean };

export async function receive(question: Question, context: ReceiveContext): Promise<Done<undefined> | Again> {
  const { part, server, wanted, takesPages } = context;
  if (isWhole(part)) return { kind: "done", value: undefined };
  const range = server.doesRanges ? rangeHeaders(part) : {};
  const headers = { ...question.headers, ...range, "accept-encoding": "identity" };
  const reply = await askServer({ ...question, headers }, context);
  if (reply.kind === "again") return reply;
  const askedForRest = range["range"] !== undefined;
  const standing = {
    wanted,
    takesPages,
    askedForRest,
    expected: part.expected(),
    bytes: part.bytes(),
    validator: part.validator(),
  };
  const meaning = readReply(reply, context.readAnnounced(reply.told), standing);
  if (meaning.kind !== "useless") return takeBody(reply, meaning, context);
  await reply.response.body?.cancel().catch(() => undefined);
  server.doesRanges = false;
  return { kind: "again", error: failed(reply.url, meaning.reason), pauseMs: askedForRest ? 0 : undefined };
}

function isWhole(part: PartFile): boolean {
  return part.bytes() === part.expected().size;
}

/** With a hash to tell in the end, the rest may come from any server; else the server must still have the very same file. */
function rangeHeaders(part: PartFile): Readonly<Record<string, string>> {
  const from = part.bytes();
  if (from === 0) return {};
  const range = `bytes=${from}-`;
  if (part.expected().digest !== undefined) return { range };
  const validator = part.validator();
  return validator === undefined ? {} : { range, "if-range": validator.value };
}

type Useful = Exclude<Meaning, { readonly kind: "useless" }>;

async function takeBody(reply: Reply, meaning: Useful, context: ReceiveContext): Promise<Done<undefined> | Again> {
  const { part } = context;
  if (meaning.kind === "rest") part.goOn();
  else await part.begin({ size: meaning.announced.size, digest: meaning.announced.digest }, meaning.validator);
  const cut = await readBody(reply, context);
  await part.flush();
  if (cut !== undefined) return cut;
  const { size } = part.expected();
  if (size === undefined || part.bytes() === size) return { kind: "done", value: undefined };
  return { kind: "again", error: failed(reply.url, `stopped after ${part.bytes()} of ${size} bytes`) };
}

/**
 * Gives a chunk's memory back at once. The stream has handed it over, and left to the garbage collector the chunks of a
 * large file cost more than their copying: a third of the time that receiving takes.
 */
function letGo({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}

/** Undefined when the answer came to its end. */
async function readBody(reply: Reply, context: ReceiveContext): Promise<Again | undefined> {
  const { part, patience, limits, onReceived } = context;
  const { size = Number.POSITIVE_INFINITY } = part.expected();
  const reader = reply.response.body?.getReader();
  if (reader === undefined) return undefined;
  patience.expectWithin(limits.idleMs);
  try {
    for (;;) {
      const next = await reader.read().catch((error: unknown) => networkFailure(error, reply.url, context));
      if ("kind" in next) return next;
      if (next.done) return undefined;
      if (part.bytes() + next.value.length > size)
        throw wrongFile(reply.url, `sends more than the ${size} bytes that were announced`);
      const writing = part.append(next.value);
      patience.hold();
      if (writing !== undefined) await writing;
      patience.renew();
      letGo(next.value);
      onReceived();
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
