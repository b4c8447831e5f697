// The project's open store: one for reading until something is to be written, then one that does both.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";
import type { Runtime } from "../../core/runtime.ts";
import { writeFailure } from "../../core/write-failure.ts";
import type { Store } from "../../spec/store.ts";
import { openSqliteStore } from "../../stores/sqlite/open-sqlite-store.ts";

export type LibraryHandles = AsyncDisposable & {
  readonly path: string;
  exists(): boolean;
  /** Throws `library_missing` when there is no library yet. */
  forReading(): Promise<Store>;
  /** Creates the library when there is none. The caller holds the writer lock. */
  forWriting(): Promise<Store>;
  /** Lets go of the file; the next use opens it again. */
  close(): Promise<void>;
};

export function createLibraryHandles(path: string, runtime: Runtime): LibraryHandles {
  let reading: Promise<Store> | undefined;
  let writing: Promise<Store> | undefined;

  const open = async (access: "read" | "write"): Promise<Store> => openSqliteStore({ path, access, runtime });
  const close = async (): Promise<void> => {
    const opened = [reading, writing].filter((store) => store !== undefined);
    reading = undefined;
    writing = undefined;
    for (const store of await Promise.allSettled(opened)) {
      if (store.status === "fulfilled") await store.value[Symbol.asyncDispose]();
    }
  };

  return {
    path,
    exists: () => existsSync(path),
    forReading: async () => {
      if (writing !== undefined) return writing;
      if (!existsSync(path)) throw new SchoolbookError("library_missing", `There is no library at ${path} yet.`);
      reading ??= open("read").catch((error: unknown) => {
        reading = undefined;
        throw error;
      });
      return reading;
    },
    forWriting: async () => {
      ensureFolder(path);
      writing ??= open("write").catch((error: unknown) => {
        writing = undefined;
        throw error;
      });
      return writing;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Makes the folder that the library lies in; a new one is kept out of git, because a library holds every text whoever may read it. */
export function ensureFolder(libraryPath: string): void {
  const folder = dirname(libraryPath);
  try {
    const made = mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (made !== undefined) writeFileSync(join(folder, ".gitignore"), "*\n");
  } catch (cause) {
    throw writeFailure(cause, { path: folder, message: `The folder ${folder} cannot be made.` });
  }
}
