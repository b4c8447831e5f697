// A folder of files as a source of documents.
import { basename, relative, resolve, sep } from "node:path";

import { z } from "zod";

import { SchoolbookError } from "../../core/errors.ts";
import type { Acl } from "../../spec/access.ts";
import type { ListOptions, Source, SourceItem } from "../../spec/source.ts";
import { accessById, createAccess, describeRules } from "../access-rules.ts";
import { createGlobMatcher } from "../glob.ts";
import { recall } from "../remembered.ts";
import { guardShrink } from "../shrink-guard.ts";
import type { SourceContext } from "../source-context.ts";
import { tooLarge } from "../too-large.ts";
import { fileFingerprint } from "./fingerprint.ts";
import type { FolderOptions } from "./options.ts";
import { asReadError, readListedFile } from "./read-file.ts";
import { type WalkedFile, walkFolder, type WalkRules } from "./walk-folder.ts";
import { watchFolder } from "./watch-folder.ts";

const STATE = z.strictObject({ documents: z.int() });

/** Lists the files of a folder; a file's id is its path in it. */
export function createFolderSource(options: FolderOptions, context: SourceContext): Source {
  const root = resolve(context.projectFolder, options.path);
  const folder: Folder = {
    root,
    uri: relative(context.projectFolder, root).split(sep).join("/"),
    options,
    context,
    rules: walkRules(options, context),
    aclOf: createAccess(options.access),
  };
  const list = (listing: ListOptions): AsyncGenerator<SourceItem> => listFolder(folder, listing);
  return {
    name: context.name,
    list,
    accessOf: accessById(context.name, folder.aclOf),
    rules: describeRules({ name: context.name, rules: options.access, holdById: !options.followLinks }),
    watch: (onChange, signal) =>
      watchFolder({ root, rules: folder.rules, options, list, runtime: context.runtime }, onChange, signal),
  };
}

type Folder = {
  readonly root: string;
  readonly uri: string;
  readonly options: FolderOptions;
  readonly context: SourceContext;
  readonly rules: WalkRules;
  readonly aclOf: (path: string) => Acl | undefined;
};

function walkRules({ include, exclude }: FolderOptions, { isReadable }: SourceContext): WalkRules {
  return {
    include: createGlobMatcher(include ?? ["**"]),
    exclude: createGlobMatcher(exclude),
    isReadable: include === undefined && isReadable !== undefined ? isReadable : () => true,
  };
}

async function* listFolder(folder: Folder, { state, signal }: ListOptions): AsyncGenerator<SourceItem> {
  const { root, options, context, rules } = folder;
  const unlisted: string[] = [];
  let documents = 0;
  for await (const file of reachable(walkFolder(root, { ...options, ...rules }, signal), folder, signal)) {
    if (file.kind === "failed" && file.isFolder) unlisted.push(file.path);
    documents += 1;
    yield toItem(file, folder);
  }
  refuseUnlisted(unlisted, folder);
  const before = recall(STATE, state)?.documents ?? 0;
  const what = `The folder ${options.path} of source ${context.name}`;
  guardShrink({ what, before, now: documents, keep: 0, allowShrink: options.allowShrink });
  yield { kind: "state", state: JSON.stringify({ documents } satisfies z.output<typeof STATE>) };
}

/** A root that is missing or not to be listed says nothing about its documents. */
async function* reachable(
  files: AsyncIterable<WalkedFile>,
  { root, options, context }: Folder,
  signal: AbortSignal | undefined,
): AsyncGenerator<WalkedFile> {
  try {
    yield* files;
  } catch (error) {
    signal?.throwIfAborted();
    const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    const reason =
      code === "ENOENT" ? "does not exist" : code === "ENOTDIR" ? "is not a folder" : `cannot be listed (${code})`;
    throw new SchoolbookError(
      "source_unreachable",
      `The folder ${options.path} of source ${context.name} ${reason}; nothing of it was deleted.`,
      { hint: `Check the path (${root}) and whether its disk is mounted.`, details: { root }, cause: error },
    );
  }
}

/** What lies in a folder that cannot be listed is not gone: the listing is incomplete, and must not delete anything. */
function refuseUnlisted(folders: readonly string[], { options, context }: Folder): void {
  if (folders.length === 0) return;
  const named = folders
    .slice(0, 5)
    .map((path) => JSON.stringify(path))
    .join(", ");
  throw new SchoolbookError(
    "source_unreachable",
    `${folders.length} of the folders in ${options.path} of source ${context.name} cannot be listed: ${named}. The others were read; nothing was deleted.`,
    { hint: "Let the user that runs Schoolbook read them, or exclude them.", details: { folders } },
  );
}

function toItem(file: WalkedFile, folder: Folder): SourceItem {
  const { options, context } = folder;
  const uri = folder.uri === "" ? file.path : `${folder.uri}/${file.path}`;
  const identity = { id: `${context.name}:${file.path}`, uri };
  if (file.kind === "failed") return { kind: "failed", ...identity, error: asReadError(file.error, uri).toJSON() };
  const { stats, raw } = file;
  if (stats.size > BigInt(options.maxBytes)) {
    return { kind: "failed", ...identity, error: tooLarge(uri, Number(stats.size), options.maxBytes).toJSON() };
  }
  return {
    kind: "document",
    ...identity,
    fileName: basename(file.path),
    modifiedAt: Number(stats.mtimeMs),
    fingerprint: fileFingerprint(stats, context.runtime.now()),
    acl: folder.aclOf(file.rulePath),
    metadata: {},
    read: async (signal) => readListedFile(raw, { uri, maxBytes: options.maxBytes, signal }),
  };
}
