// Files of a git repository at a revision as a source of documents.
import { realpath } from "node:fs/promises";
import { relative, resolve, sep } from "node:path";

import { z } from "zod";

import { SchoolbookError } from "../../core/errors.ts";
import type { Acl } from "../../spec/access.ts";
import type { ListOptions, Source, SourceItem } from "../../spec/source.ts";
import { accessById, createAccess, describeRules } from "../access-rules.ts";
import { createGlobMatcher } from "../glob.ts";
import { recall } from "../remembered.ts";
import { guardShrink } from "../shrink-guard.ts";
import type { SourceContext } from "../source-context.ts";
import { steadyName } from "../steady-name.ts";
import { type BlobReader, createBlobReader } from "./blob-reader.ts";
import { readFileTimes } from "./file-times.ts";
import { listTree, resolveCommit, type TreeEntry } from "./list-tree.ts";
import type { GitOptions } from "./options.ts";
import type { Repository } from "./run-git.ts";

const STATE = z.strictObject({ commit: z.string(), documents: z.int() });

/** Lists the files of a commit; a file's id is its path, its fingerprint the blob that git keeps it as. */
export function createGitSource(options: GitOptions, context: SourceContext): Source {
  const root = resolve(context.projectFolder, options.path);
  const aclOf = createAccess(options.access);
  const isWanted = createFilter(options, context);
  const uri = relative(context.projectFolder, root).split(sep).join("/");
  const prefix = [uri, options.folder].filter((part) => part !== undefined && part !== "").join("/");
  return {
    name: context.name,
    accessOf: accessById(context.name, aclOf),
    rules: describeRules({ name: context.name, rules: options.access, holdById: true }),
    list: (listing) => listRepository({ root, prefix, options, context, aclOf, isWanted }, listing),
  };
}

type GitSource = {
  readonly root: string;
  readonly prefix: string;
  readonly options: GitOptions;
  readonly context: SourceContext;
  readonly aclOf: (path: string) => Acl | undefined;
  readonly isWanted: (path: string, kind: TreeEntry["kind"]) => boolean;
};

async function* listRepository(source: GitSource, { state, signal }: ListOptions): AsyncGenerator<SourceItem> {
  signal?.throwIfAborted();
  const { options } = source;
  const repository = await openRepository(source);
  const commit = await resolveCommit(repository, options.revision, signal);
  const files = await wantedFiles(source, listTree(repository, { commit: commit.id, folder: options.folder }, signal));
  const times = options.fileTimes ? await readFileTimes(repository, commit.id, signal) : new Map<string, number>();
  const read = createBlobReader(repository, options.maxBytes);
  for (const file of files) {
    signal?.throwIfAborted();
    const changedAt = times.get(Buffer.from(inRepository(file.entry, options)).toString("latin1"));
    yield toItem(file, { source, read, modifiedAt: changedAt ?? commit.committedAt });
  }
  guardShrink({
    what: repository.what,
    before: recall(STATE, state)?.documents ?? 0,
    now: files.length,
    keep: 0,
    allowShrink: options.allowShrink,
  });
  yield {
    kind: "state",
    state: JSON.stringify({ commit: commit.id, documents: files.length } satisfies z.output<typeof STATE>),
  };
}

async function openRepository({ root, options, context }: GitSource): Promise<Repository> {
  const what = `The repository ${options.path} of source ${context.name}`;
  try {
    return { path: await realpath(root), what, env: context.runtime.env };
  } catch (error) {
    throw new SchoolbookError("source_unreachable", `${what} does not exist; nothing of it was deleted.`, {
      hint: `Check the path (${root}).`,
      cause: error,
    });
  }
}

function inRepository({ path }: TreeEntry, { folder }: GitOptions): Uint8Array {
  return folder === undefined ? path : Buffer.concat([Buffer.from(`${folder}/`), path]);
}

function createFilter(options: GitOptions, { isReadable }: SourceContext): GitSource["isWanted"] {
  const include = createGlobMatcher(options.include ?? ["**"]);
  const exclude = createGlobMatcher(options.exclude);
  const readable = options.include === undefined && isReadable !== undefined ? isReadable : (): boolean => true;
  return (path, kind) => {
    const segments = path.split("/");
    if (!options.hidden && segments.some((name) => name.startsWith("."))) return false;
    if (exclude.matches(path) || segments.some((_name, at) => exclude.covers(segments.slice(0, at).join("/"))))
      return false;
    return kind === "submodule" ? include.reaches(path) : include.matches(path) && readable(segments.at(-1) ?? "");
  };
}

type NamedFile = { readonly path: string; readonly entry: TreeEntry };

async function wantedFiles(source: GitSource, tree: AsyncIterable<TreeEntry>): Promise<readonly NamedFile[]> {
  const entries = await Array.fromAsync(tree);
  const taken = new Set(entries.map(({ path }) => path.toString()));
  return entries
    .map((entry) => ({ entry, path: steadyName(entry.path, taken) }))
    .filter(({ entry, path }) => source.isWanted(path, entry.kind));
}

type Listing = { readonly source: GitSource; readonly read: BlobReader; readonly modifiedAt: number };

function toItem({ path, entry }: NamedFile, { source, read, modifiedAt }: Listing): SourceItem {
  const uri = source.prefix === "" ? path : `${source.prefix}/${path}`;
  const identity = { id: `${source.context.name}:${path}`, uri };
  if (entry.kind === "submodule") {
    const error = new SchoolbookError(
      "input_invalid",
      `${uri} is a submodule: another repository, not read with this one.`,
      {
        hint: "Make it a source of its own, or exclude it.",
      },
    );
    return { kind: "failed", ...identity, error: error.toJSON() };
  }
  return {
    kind: "document",
    ...identity,
    fileName: path.slice(path.lastIndexOf("/") + 1),
    modifiedAt,
    fingerprint: entry.blob,
    acl: source.aclOf(entry.path.toString().normalize("NFC")),
    metadata: {},
    read: async (signal) => read(entry.blob, { uri, signal }),
  };
}
