// Reads a listed file, and says plainly when it is gone or has become something else.
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

import { SchoolbookError } from "../../core/errors.ts";
import { refusePointer } from "../lfs-pointer.ts";
import { tooLarge } from "../too-large.ts";
import type { RawPath } from "./read-folder.ts";

export type ReadFileOptions = {
  /** How the file is called in messages. */
  readonly uri: string;
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
};

// why: the path may have been replaced since it was listed: no link is followed, and a pipe must not block.
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** The bytes of a regular file. Throws `not_found` when it vanished, `input_invalid` when it cannot or may not be read. */
export async function readListedFile(path: RawPath, options: ReadFileOptions): Promise<Uint8Array> {
  options.signal?.throwIfAborted();
  try {
    await using file = await open(path, FLAGS);
    return refusePointer(await readWhole(file, options), options.uri);
  } catch (error) {
    options.signal?.throwIfAborted();
    throw asReadError(error, options.uri);
  }
}

async function readWhole(file: FileHandle, { uri, maxBytes, signal }: ReadFileOptions): Promise<Uint8Array> {
  const stats = await file.stat();
  if (!stats.isFile()) throw new SchoolbookError("input_invalid", `${uri} is no longer a file.`);
  if (stats.size > maxBytes) throw tooLarge(uri, stats.size, maxBytes);
  return file.readFile(signal === undefined ? {} : { signal });
}

/** What is reported when the system refuses a file or folder. */
export function asReadError(error: unknown, uri: string): SchoolbookError {
  if (error instanceof SchoolbookError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
  if (code === "ENOENT") {
    return new SchoolbookError("not_found", `${uri} was listed and is gone now.`, {
      hint: "Sync again; if it was moved, it will be found in its new place.",
      cause: error,
    });
  }
  return new SchoolbookError("input_invalid", `${uri} cannot be read (${code}).`, {
    hint: "Let the user that runs Schoolbook read it, or exclude it.",
    cause: error,
  });
}
