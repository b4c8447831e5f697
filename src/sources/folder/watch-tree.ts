// Notifications about every folder below a root, one watcher for each: on Linux Node's own recursive watch loses files.
import { type FSWatcher, lstatSync, readdirSync, statSync, watch } from "node:fs";
import { join } from "node:path";

export type TreeOptions = {
  readonly root: string;
  /** Whether to look into a folder, by its path below the root. */
  readonly isWatched: (folder: string) => boolean;
  /** Something of this path below the root was made, changed, moved or deleted. */
  readonly onEvent: (path: string) => void;
  /** The root is gone or another one, or the system has no more watchers to give: no further event follows. */
  readonly onLost: () => void;
  readonly signal: AbortSignal;
};

type Tree = TreeOptions & {
  readonly watchers: Map<string, FSWatcher>;
  /** Tells the root from another folder that has taken its place. */
  readonly identity: string;
};

/**
 * Node's recursive watch attends to each file by itself there, and after an editor has saved by putting a new file in the
 * old one's place it attends to the old one: nothing more is heard of the new one, not even its deletion. A folder's own
 * watcher tells of every name in it. Throws when the root cannot be watched.
 */
export function watchTree(options: TreeOptions): void {
  const tree: Tree = { ...options, watchers: new Map(), identity: identityOf(options.root) };
  options.signal.addEventListener("abort", () => closeBelow(tree, ""), { once: true });
  try {
    attendAll(tree, "");
  } catch (error) {
    closeBelow(tree, "");
    throw error;
  }
}

/** Watches a folder and those below it; the watcher comes before the look inside, so that nothing made between is missed. */
function attendAll(tree: Tree, start: string): void {
  const open = [start];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    if (folder !== "" && (tree.watchers.has(folder) || !tree.isWatched(folder))) continue;
    try {
      attend(tree, folder);
      open.push(...foldersIn(tree, folder));
    } catch (error) {
      // why: a folder that is gone again or may not be listed takes nothing from the others; want of watchers does.
      if (folder === "" || !(error instanceof Error && "code" in error && MISSING.has(String(error.code)))) throw error;
    }
  }
}

const MISSING: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR", "EACCES", "EPERM"]);

function attend(tree: Tree, folder: string): void {
  const watcher = watch(join(tree.root, folder), (event, name) => {
    if (!tree.watchers.has(folder)) return;
    if (event === "rename" && identityOf(tree.root) !== tree.identity) return lose(tree);
    const path = name === null ? folder : join(folder, name);
    if (event === "rename") renew(tree, path);
    tree.onEvent(path);
  });
  watcher.on("error", () => lose(tree));
  tree.watchers.set(folder, watcher);
}

/** What was watched below a name that has come, gone or changed places is elsewhere now. */
function renew(tree: Tree, path: string): void {
  if (tree.watchers.has(path)) closeBelow(tree, path);
  if (!isFolder(join(tree.root, path))) return;
  try {
    attendAll(tree, path);
  } catch {
    lose(tree);
  }
}

function closeBelow({ watchers }: Tree, path: string): void {
  for (const [folder, watcher] of watchers) {
    if (path !== "" && folder !== path && !folder.startsWith(`${path}/`)) continue;
    watcher.close();
    watchers.delete(folder);
  }
}

function lose(tree: Tree): void {
  if (tree.watchers.size === 0) return;
  closeBelow(tree, "");
  tree.onLost();
}

function foldersIn({ root }: Tree, folder: string): readonly string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
}

function isFolder(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    return false;
  }
}

/** Empty where there is no root, or none that can be looked at. */
function identityOf(root: string): string {
  try {
    const { dev, ino } = statSync(root, { bigint: true });
    return `${dev}-${ino}`;
  } catch {
    return "";
  }
}
