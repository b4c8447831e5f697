// A file on its way: written under another name, hashed as it comes, given its own name only when it is whole and on disk.
import { constants } from "node:fs";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

import { type BlockHasher, createBlockHasher, newBlock } from "./block-hasher.ts";
import { type BlockWriter, createBlockWriter } from "./block-writer.ts";
import { type Digest, type FileHashes, isSameDigest } from "./digest.ts";
import { diskError } from "./disk-room.ts";
import { type PartJournal, readJournal, removeJournal, type Validator, writeJournal } from "./part-journal.ts";
import { syncFolder } from "./sync-folder.ts";

/** What the file is expected to be; what is not known beforehand is filled in by the first answer. */
export type Expected = {
  /** Stands for the address. */
  readonly source: string;
  readonly size: number | undefined;
  readonly digest: Digest | undefined;
};

export type PartFile = AsyncDisposable & {
  readonly expected: () => Expected;
  /** Bytes received so far, in order, from the beginning of the file. */
  readonly bytes: () => number;
  /** By which a server can be asked whether it still has the same file. */
  readonly validator: () => Validator | undefined;
  /** Whether the bytes came in more than one answer. */
  readonly isPatched: () => boolean;
  /** A new answer brings the file from its first byte on: what is there is dropped. */
  begin(answer: Omit<Expected, "source">, validator: Validator | undefined): Promise<void>;
  /** A new answer goes on where the last one ended. */
  goOn(): void;
  /** Undefined when the chunk was taken in at once; its memory is free again when that is so, or when the promise is kept. */
  append(chunk: Uint8Array): Promise<void> | undefined;
  /** Everything appended is in the file, though perhaps not yet on the disk. */
  flush(): Promise<void>;
  /** The hashes of all bytes; nothing can be appended afterwards. */
  hashes(): Promise<FileHashes>;
  /** Puts it on the disk, and then under its final name. */
  finish(path: string): Promise<void>;
  /** Leaves nothing of it. */
  discard(): Promise<void>;
};

export type OpenPartOptions = {
  readonly path: string;
  readonly expected: Expected;
  /** Called while what is there already is read again for its hash. */
  readonly onChecking?: ((bytes: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
};

type State = {
  readonly path: string;
  readonly file: FileHandle;
  /** What was known before any server said something. */
  readonly given: Expected;
  expected: Expected;
  validator: Validator | undefined;
  bytes: number;
  syncedBytes: number;
  isPatched: boolean;
  isClosed: boolean;
  hasher: BlockHasher;
  writer: BlockWriter;
};

/** Without a hash that will tell in the end, only bytes that surely reached the disk are built upon; so they are synced now and then. */
const SYNC_EVERY_BYTES = 16 * 1024 * 1024;
const READ_BYTES = 1024 * 1024;

export async function openPartFile({ path, expected, onChecking, signal }: OpenPartOptions): Promise<PartFile> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const journal = await readJournal(path);
    const file = await open(path, constants.O_RDWR | constants.O_CREAT);
    try {
      return partOf(await openState({ path, file, expected, journal: ifSame(journal, expected), onChecking, signal }));
    } catch (error) {
      await file.close();
      throw error;
    }
  } catch (error) {
    throw diskError(error, path);
  }
}

/** The same hash makes it the same file, also when it comes from another mirror; without one the address has to be the same. */
function ifSame(journal: PartJournal | undefined, expected: Expected): PartJournal | undefined {
  if (journal === undefined) return undefined;
  const isSame =
    journal.digest === undefined || expected.digest === undefined
      ? journal.source === expected.source
      : isSameDigest(journal.digest, expected.digest);
  const isOtherSize = journal.size !== undefined && expected.size !== undefined && journal.size !== expected.size;
  return isSame && !isOtherSize ? journal : undefined;
}

type OpenState = Omit<OpenPartOptions, "expected"> & {
  readonly file: FileHandle;
  readonly expected: Expected;
  readonly journal: PartJournal | undefined;
};

async function openState({ path, file, expected, journal, onChecking, signal }: OpenState): Promise<State> {
  const known: Expected = {
    source: expected.source,
    size: expected.size ?? journal?.size,
    digest: expected.digest ?? journal?.digest,
  };
  const bytes = await keptBytes(file, known, journal);
  await file.truncate(bytes);
  const hasher = hasherFor(known);
  try {
    await hashAgain(file, bytes, { hasher, onChecking, signal });
  } catch (error) {
    await hasher[Symbol.asyncDispose]();
    throw error;
  }
  const progress = {
    bytes,
    syncedBytes: Math.min(bytes, journal?.syncedBytes ?? 0),
    isPatched: bytes > 0,
    isClosed: false,
  };
  const base = { path, file, given: expected, expected: known, validator: journal?.validator, ...progress, hasher };
  const state: State = { ...base, writer: NO_WRITER };
  state.writer = writerAt(state, bytes);
  return state;
}

type HashAgain = Pick<OpenPartOptions, "onChecking" | "signal"> & { readonly hasher: BlockHasher };

/** A hash cannot be kept from one process to the next, so what is there already is read once more. */
async function hashAgain(file: FileHandle, bytes: number, { hasher, onChecking, signal }: HashAgain): Promise<void> {
  const block = newBlock(READ_BYTES);
  for (let read = 0; read < bytes;) {
    signal?.throwIfAborted();
    const length = Math.min(block.length, bytes - read);
    const { bytesRead } = await file.read({ buffer: block, length, position: read });
    if (bytesRead === 0) throw new Error("a file became shorter while it was read");
    await hasher.update(block.subarray(0, bytesRead));
    read += bytesRead;
    onChecking?.(read);
  }
}

const NO_WRITER: BlockWriter = { append: async () => undefined, flush: async () => undefined };

/** Git's hash begins with the size, so it can only be made where that is known. */
function hasherFor({ digest, size }: Expected): BlockHasher {
  return createBlockHasher(size, digest?.algorithm === "git-sha1" ? size : undefined);
}

async function keptBytes(file: FileHandle, known: Expected, journal: PartJournal | undefined): Promise<number> {
  if (journal === undefined) return 0;
  const { size } = await file.stat();
  const bytes = known.digest === undefined ? Math.min(size, journal.syncedBytes) : size;
  return known.size !== undefined && bytes > known.size ? 0 : bytes;
}

function writerAt(state: State, position: number): BlockWriter {
  return createBlockWriter(state.file, {
    position,
    onBlock: (block) => state.hasher.update(block),
    onWritten: async (written) => {
      if (state.expected.digest === undefined && written - state.syncedBytes >= SYNC_EVERY_BYTES)
        await sync(state, written);
    },
  });
}

async function sync(state: State, written: number): Promise<void> {
  await state.file.datasync();
  state.syncedBytes = written;
  await note(state);
}

async function note({ path, expected, validator, syncedBytes }: State): Promise<void> {
  const { source, size, digest } = expected;
  await writeJournal(path, {
    version: 1,
    source,
    ...(size === undefined ? {} : { size }),
    ...(digest === undefined ? {} : { digest }),
    ...(validator === undefined ? {} : { validator }),
    syncedBytes,
  });
}

function partOf(state: State): PartFile {
  const { path, file } = state;
  const onDisk = async (work: () => Promise<void>): Promise<void> =>
    work().catch((error: unknown) => {
      throw diskError(error, path);
    });
  return {
    expected: () => state.expected,
    bytes: () => state.bytes,
    validator: () => state.validator,
    isPatched: () => state.isPatched,
    begin: async (answer, validator) => onDisk(async () => beginAnew(state, answer, validator)),
    goOn: () => {
      state.isPatched = true;
    },
    append: (chunk) => {
      state.bytes += chunk.length;
      const writing = state.writer.append(chunk);
      return writing === undefined ? undefined : onDisk(async () => writing);
    },
    flush: async () => onDisk(async () => state.writer.flush()),
    hashes: async () => state.hasher.finish(),
    finish: async (finalPath) =>
      onDisk(async () => {
        await state.writer.flush();
        await file.sync();
        await close(state);
        await rename(path, finalPath);
        await syncFolder(dirname(finalPath));
        await removeJournal(path);
      }),
    discard: async () => {
      await close(state);
      await removeAll(state);
    },
    [Symbol.asyncDispose]: async () => leave(state),
  };
}

async function beginAnew(
  state: State,
  answer: Omit<Expected, "source">,
  validator: Validator | undefined,
): Promise<void> {
  await state.writer.flush();
  await state.file.truncate(0);
  const { source, size, digest } = state.given;
  state.expected = { source, size: size ?? answer.size, digest: digest ?? answer.digest };
  state.validator = validator;
  state.bytes = 0;
  state.syncedBytes = 0;
  state.isPatched = false;
  await state.hasher[Symbol.asyncDispose]();
  state.hasher = hasherFor(state.expected);
  state.writer = writerAt(state, 0);
  await note(state);
}

/** What is not finished is left so that it can be gone on with. */
async function leave(state: State): Promise<void> {
  if (state.isClosed) return;
  try {
    await state.writer.flush();
    if (state.expected.digest === undefined) await sync(state, state.bytes);
  } catch {
    // why: this runs while another error is on its way, and less than wished being kept is no second one.
  } finally {
    await close(state);
  }
  if (state.bytes === 0) await removeAll(state);
}

async function removeAll({ path }: State): Promise<void> {
  await rm(path, { force: true });
  await removeJournal(path);
}

async function close(state: State): Promise<void> {
  if (state.isClosed) return;
  state.isClosed = true;
  await state.hasher[Symbol.asyncDispose]();
  await state.file.close();
}
