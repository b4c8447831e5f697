// A file that only grows, line by line: what is appended survives the process at once, and the machine with the next sync.
import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";

import type { Runtime } from "../../core/runtime.ts";
import { writeFailure } from "../../core/write-failure.ts";

export type LinePlace = { readonly offset: number; readonly length: number };

export type AppendFile = AsyncDisposable & {
  /** The line is whole in the file when this returns. */
  append(line: string): LinePlace;
  read(place: LinePlace): string;
  /** Resolves when all that was appended is on the disk. */
  sync(): Promise<void>;
  /** Bytes of a line that an earlier process did not finish; they are gone now. */
  readonly tornBytes: number;
};

export type AppendOptions = {
  /** `read` leaves the file as it is: another process may be in the middle of a line. */
  readonly access: "read" | "append";
  readonly runtime: Pick<Runtime, "sleep">;
  /** Called for each line that is there; false says that it is no line of this file. */
  readonly onLine: (line: string, place: LinePlace) => boolean;
};

const SYNC_EVERY_MS = 200;
const CHUNK_BYTES = 1_048_576;
const NEWLINE = 10;
const sync = promisify(fdatasync);

/**
 * Opens the file or makes it, for its owner's eyes only. A last line that was cut off, or that a power cut left unreadable,
 * is taken away; unreadable lines before sound ones stay where they are and are passed over.
 */
export function openAppendFile(path: string, options: AppendOptions): AppendFile {
  const descriptor = open(path, options.access);
  const { size: soundSize, tornBytes } = takeStock(descriptor, options);
  let size = soundSize;
  const syncer = createSyncer(descriptor, path, options.runtime);
  return {
    tornBytes,
    append: (line) => {
      syncer.check();
      const bytes = Buffer.from(`${line}\n`);
      const place = { offset: size, length: bytes.length - 1 };
      writeWhole(descriptor, bytes, { path, size });
      size += bytes.length;
      syncer.soon();
      return place;
    },
    read: ({ offset, length }) => {
      const bytes = Buffer.allocUnsafe(length);
      const read = readSync(descriptor, bytes, 0, length, offset);
      return bytes.toString("utf8", 0, read);
    },
    sync: syncer.now,
    [Symbol.asyncDispose]: async () => {
      try {
        await syncer.end();
      } finally {
        closeSync(descriptor);
      }
    },
  };
}

type Stock = { readonly size: number; readonly tornBytes: number };

function takeStock(descriptor: number, { access, onLine }: AppendOptions): Stock {
  try {
    const size = scanLines(descriptor, onLine);
    const tornBytes = fstatSync(descriptor).size - size;
    if (tornBytes > 0 && access === "append") {
      ftruncateSync(descriptor, size);
      fdatasyncSync(descriptor);
    }
    return { size, tornBytes };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/** Lines that are appended within a moment share one sync. */
function createSyncer(descriptor: number, path: string, runtime: AppendOptions["runtime"]) {
  const closing = new AbortController();
  let dirty = false;
  let syncing: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;

  const check = (): void => {
    if (failure !== undefined) throw writeFailure(failure.error, { path });
  };
  const syncAll = async (): Promise<void> => {
    while (dirty) {
      dirty = false;
      await sync(descriptor).catch((error: unknown) => {
        failure = { error };
      });
    }
    check();
  };
  const now = async (): Promise<void> => {
    await syncing;
    syncing ??= syncAll().finally(() => (syncing = undefined));
    return syncing;
  };
  return {
    check,
    now,
    soon: (): void => {
      if (dirty) return;
      dirty = true;
      runtime
        .sleep(SYNC_EVERY_MS, closing.signal)
        .then(now)
        .catch(() => undefined); // why: the next append or sync says what went wrong
    },
    end: async (): Promise<void> => {
      closing.abort();
      await now();
    },
  };
}

function open(path: string, access: AppendOptions["access"]): number {
  try {
    if (access === "read") return openSync(path, "r");
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return openSync(path, "a+", 0o600);
  } catch (cause) {
    throw writeFailure(cause, { path });
  }
}

/** All of it or nothing: a line that does not fit on the disk leaves no half of itself. */
function writeWhole(descriptor: number, bytes: Buffer, { path, size }: { path: string; size: number }): void {
  try {
    for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
  } catch (cause) {
    ftruncateSync(descriptor, size);
    throw writeFailure(cause, { path });
  }
}

/** Where the last sound line ends. */
function scanLines(descriptor: number, onLine: AppendOptions["onLine"]): number {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  let soundEnd = 0;
  for (;;) {
    const read = readSync(descriptor, chunk, 0, CHUNK_BYTES, offset + rest.length);
    if (read === 0) return soundEnd;
    const bytes = Buffer.concat([rest, chunk.subarray(0, read)]);
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, from)) {
      const place = { offset: offset + from, length: end - from };
      if (onLine(bytes.toString("utf8", from, end), place)) soundEnd = offset + end + 1;
      from = end + 1;
    }
    rest = bytes.subarray(from);
    offset += from;
  }
}
