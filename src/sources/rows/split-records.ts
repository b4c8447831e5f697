// Cuts a stream of bytes into the records of a file, keeping no more than one of them in memory.

export type FileRecord = {
  /** Without the line break; only the beginning where the record was cut. */
  readonly bytes: Buffer;
  readonly offset: number;
  readonly length: number;
  /** Number of its first line, from 1. */
  readonly line: number;
  readonly lines: number;
  /** True when it is larger than the cap. */
  readonly isCut: boolean;
  /** True when the file ends inside a quoted cell. */
  readonly isOpen: boolean;
};

/** Finds where records end; it remembers where it stands between chunks. */
export type EndFinder = {
  /** Position of the line break that ends the record, or -1 when it goes on after the chunk. */
  readonly find: (chunk: Buffer, from: number) => number;
  readonly isInQuotes: () => boolean;
};

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Every line is a record. */
export function lineEnds(): EndFinder {
  return { find: (chunk, from) => chunk.indexOf(LINE_FEED, from), isInQuotes: () => false };
}

/** Lines are records, but line breaks inside quoted cells belong to the cell; a quote opens only at a cell's start. */
export function quotedLineEnds(delimiter: string): EndFinder {
  const separator = delimiter.codePointAt(0);
  let state: "start" | "plain" | "quoted" | "closing" = "start";
  const find = (chunk: Buffer, from: number): number => {
    for (let at = from; at < chunk.length; at++) {
      if (state === "quoted") {
        at = chunk.indexOf(QUOTE, at);
        if (at === -1) return -1;
        state = "closing";
        continue;
      }
      const byte = chunk[at];
      if (byte === QUOTE && state !== "plain") state = "quoted";
      else if (byte === LINE_FEED) {
        state = "start";
        return at;
      } else state = byte === separator ? "start" : "plain";
    }
    return -1;
  };
  return { find, isInQuotes: () => state === "quoted" };
}

export type SplitOptions = {
  readonly ends: EndFinder;
  readonly maxBytes: number;
};

/** How much is kept of a record above the cap, so that messages can name it. */
const KEPT_BYTES = 65_536;

/** The records of a file in order; blank lines are passed by. */
export async function* splitRecords(
  chunks: AsyncIterable<Buffer>,
  { ends, maxBytes }: SplitOptions,
): AsyncGenerator<FileRecord> {
  const record = createGathering(maxBytes);
  let isFirst = true;
  for await (const chunk of chunks) {
    let from = isFirst ? record.skip(marksBefore(chunk)) : 0;
    isFirst = false;
    while (from < chunk.length) {
      const end = ends.find(chunk, from);
      const next = end === -1 ? chunk.length : end + 1;
      record.add(chunk.subarray(from, next));
      from = next;
      if (end !== -1) yield* record.take(false);
    }
  }
  yield* record.take(ends.isInQuotes());
}

/** Bytes of the byte order marks that a file begins with: two programs in a row may each have put one there. */
function marksBefore(chunk: Buffer): number {
  let length = 0;
  while (chunk.subarray(length, length + BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK))
    length += BYTE_ORDER_MARK.length;
  return length;
}

type Gathering = {
  /** Passes over bytes that belong to no record; returns how many. */
  readonly skip: (bytes: number) => number;
  readonly add: (bytes: Buffer) => void;
  /** The record so far, unless it is blank; the next one begins after it. */
  readonly take: (isOpen: boolean) => Iterable<FileRecord>;
};

function createGathering(maxBytes: number): Gathering {
  let parts: Buffer[] = [];
  let [offset, length, line, lineFeeds] = [0, 0, 1, 0];
  const add = (bytes: Buffer): void => {
    lineFeeds += countLineFeeds(bytes);
    if (length <= maxBytes) parts.push(bytes);
    length += bytes.length;
    if (length > maxBytes) parts = [Buffer.concat(parts).subarray(0, Math.min(KEPT_BYTES, maxBytes))];
  };
  const take = (isOpen: boolean): readonly FileRecord[] => {
    const isCut = length > maxBytes;
    const bytes = withoutBreak(parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts));
    const taken = { bytes, offset, length, line, lines: Math.max(lineFeeds, 1), isCut, isOpen };
    offset += length;
    line += lineFeeds;
    parts = [];
    length = 0;
    lineFeeds = 0;
    return isBlank(bytes) ? [] : [taken];
  };
  const skip = (bytes: number): number => {
    offset += bytes;
    return bytes;
  };
  return { skip, add, take };
}

function countLineFeeds(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1)) count += 1;
  return count;
}

/** The bytes of a record without the line break after it. */
export function withoutBreak(bytes: Buffer): Buffer {
  let end = bytes.length;
  if (bytes[end - 1] === LINE_FEED) end -= 1;
  if (bytes[end - 1] === CARRIAGE_RETURN) end -= 1;
  return bytes.subarray(0, end);
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09);
}
