// A source whose documents a test puts, edits, renames and removes in memory.
import { SchoolbookError } from "../core/errors.ts";
import { shortHash } from "../core/hash.ts";
import type { Acl } from "../spec/access.ts";
import type { Metadata } from "../spec/document.ts";
import type { Source, SourceItem } from "../spec/source.ts";

export type FakeFile = {
  readonly text: string | Uint8Array;
  readonly acl?: Acl;
  readonly aclIsCeiling?: boolean;
  readonly metadata?: Metadata;
  readonly modifiedAt?: number;
  /** Default: a hash of the text. Empty: always read. */
  readonly fingerprint?: string;
};

export type FakeSource = Source & {
  put(path: string, file: FakeFile | string): void;
  rename(from: string, to: string): void;
  remove(path: string): void;
  /** The file is still listed, but cannot be had. */
  breakFile(path: string): void;
  /** The next listings throw, as when a server is down. */
  breakListing(broken: boolean): void;
  /** How many files were read so far. */
  readonly reads: () => number;
};

type Listed = FakeFile & { readonly broken: boolean };

/** A source named `name` that lists its files in the order of their paths. */
export function createFakeSource({ name = "fake" }: { readonly name?: string } = {}): FakeSource {
  const files = new Map<string, Listed>();
  const listeners = new Set<() => void>();
  let down = false;
  let reads = 0;
  const change = (apply: () => void): void => {
    apply();
    for (const listener of listeners) listener();
  };
  return {
    name,
    accessOf: (id) => {
      const file = files.get(id.slice(name.length + 1));
      return file === undefined ? undefined : (file.acl ?? []);
    },
    reads: () => reads,
    put: (path, file) =>
      change(() => files.set(path, { ...(typeof file === "string" ? { text: file } : file), broken: false })),
    remove: (path) => change(() => files.delete(path)),
    rename: (from, to) =>
      change(() => {
        const file = known(files, from);
        files.delete(from);
        files.set(to, file);
      }),
    breakFile: (path) => change(() => files.set(path, { ...known(files, path), broken: true })),
    breakListing: (broken) => {
      down = broken;
    },
    watch: (onChange, signal) => {
      listeners.add(onChange);
      signal.addEventListener("abort", () => listeners.delete(onChange));
    },
    async *list({ signal }) {
      if (down) throw new SchoolbookError("source_unreachable", `The source ${name} is down.`);
      for (const [path, file] of [...files].toSorted(([left], [right]) => (left < right ? -1 : 1))) {
        signal?.throwIfAborted();
        yield item({ source: name, path, file, onRead: () => reads++ });
      }
    },
  };
}

function known(files: ReadonlyMap<string, Listed>, path: string): Listed {
  const file = files.get(path);
  if (file === undefined) throw new SchoolbookError("not_found", `The fake source has no file ${path}.`);
  return file;
}

type Listing = { readonly source: string; readonly path: string; readonly file: Listed; readonly onRead: () => void };

function item({ source, path, file, onRead }: Listing): SourceItem {
  const identity = { id: `${source}:${path}`, uri: path };
  if (file.broken) {
    const error = new SchoolbookError("source_unreachable", `${path} cannot be had.`).toJSON();
    return { kind: "failed", ...identity, error };
  }
  return {
    kind: "document",
    ...identity,
    fileName: path.split("/").at(-1) ?? path,
    modifiedAt: file.modifiedAt ?? 0,
    fingerprint: file.fingerprint ?? shortHash(file.text),
    acl: file.acl,
    ...(file.aclIsCeiling === undefined ? {} : { aclIsCeiling: file.aclIsCeiling }),
    metadata: file.metadata ?? {},
    read: async (signal) => {
      signal?.throwIfAborted();
      onRead();
      return typeof file.text === "string" ? new TextEncoder().encode(file.text) : file.text;
    },
  };
}
