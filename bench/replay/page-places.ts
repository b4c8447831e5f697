// Where the replayed pages live: in memory, or as files on disk that a folder source reads.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { shortHash } from "../../src/core/hash.ts";
import { systemRuntime } from "../../src/core/runtime.ts";
import { FOLDER_OPTIONS } from "../../src/sources/folder/options.ts";
import { createFolderSource } from "../../src/sources/folder/source.ts";
import type { Source, SourceItem } from "../../src/spec/source.ts";
import type { Pages } from "./history.ts";

export const SOURCE_NAME = "docs";

export type PagePlace = {
  readonly source: Source;
  /** False for files: one that was written a moment ago is read once more before it counts as unchanged. */
  readonly settlesAtOnce: boolean;
  /** Makes the place hold these pages; only what differs is touched. */
  readonly become: (pages: Pages) => Promise<void>;
};

/** A source over a map: exact, and without the cost of a file system. */
export function createMemoryPlace(): PagePlace {
  let current: Pages = new Map();
  return {
    source: { name: SOURCE_NAME, list: () => listPages(current) },
    settlesAtOnce: true,
    become: async (pages) => {
      current = pages;
    },
  };
}

/** Fingerprints as git has them: known without reading the page. */
const fingerprints = new Map<string, string>();

async function* listPages(pages: Pages): AsyncGenerator<SourceItem> {
  for (const [path, text] of pages) yield pageItem(path, text);
}

function pageItem(path: string, text: string): SourceItem {
  const fingerprint = fingerprints.get(text) ?? shortHash(text);
  fingerprints.set(text, fingerprint);
  return {
    kind: "document",
    id: `${SOURCE_NAME}:${path}`,
    uri: path,
    fileName: basename(path),
    modifiedAt: 0,
    fingerprint,
    acl: ["public"],
    metadata: {},
    read: async () => new TextEncoder().encode(text),
  };
}

/** Real files under a folder, read by the folder source. */
export function createFolderPlace(folder: string): PagePlace {
  const options = FOLDER_OPTIONS.parse({
    kind: "folder",
    path: ".",
    hidden: true,
    ignoreFiles: false,
    exclude: [],
    access: [{ path: "**", allow: ["public"] }],
  });
  const context = { name: SOURCE_NAME, projectFolder: folder, runtime: systemRuntime(), offline: true };
  let current: Pages = new Map();
  return {
    source: createFolderSource(options, context),
    settlesAtOnce: false,
    become: async (pages) => {
      for (const path of current.keys()) if (!pages.has(path)) await rm(join(folder, path));
      for (const [path, text] of pages) {
        if (current.get(path) === text) continue;
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), text);
      }
      current = pages;
    },
  };
}
