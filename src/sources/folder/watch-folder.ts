// Tells of changes in a folder: by the system's notifications, or by looking now and then where it has none.
import { watch } from "node:fs";
import { sep } from "node:path";

import { hashParts } from "../../core/hash.ts";
import type { Runtime } from "../../core/runtime.ts";
import type { ListOptions, SourceItem } from "../../spec/source.ts";
import type { FolderOptions } from "./options.ts";
import type { WalkRules } from "./walk-folder.ts";
import { type TreeOptions, watchTree } from "./watch-tree.ts";

export type WatchedFolder = {
  readonly root: string;
  readonly rules: WalkRules;
  readonly options: Pick<FolderOptions, "hidden" | "pollMs">;
  readonly list: (options: ListOptions) => AsyncIterable<SourceItem>;
  readonly runtime: Runtime;
};

/** Changes come in bursts (an editor's save is three events); one call follows each burst. */
const SETTLE_MS = 150;

/** Notifications can be lost (a folder made and filled at once), so the listing is compared now and then all the same. */
const SAFETY_FACTOR = 12;

/** Calls back after changes to what the source could list, until the signal aborts. */
export function watchFolder(folder: WatchedFolder, onChange: () => void, signal: AbortSignal): void {
  if (signal.aborted) return;
  const settled = gather(onChange, signal);
  let pollMs = folder.options.pollMs * SAFETY_FACTOR;
  const pollOften = (): void => {
    pollMs = folder.options.pollMs;
  };
  void pollFolder(folder, { onChange, signal, waitMs: () => pollMs });
  const onLost = (): void => {
    settled();
    pollOften();
  };
  const onEvent = (path: string): void => {
    if (isOfInterest(path, folder)) settled();
  };
  try {
    const isWatched = (path: string): boolean => isWatchedFolder(path, folder);
    if (HAS_RECURSIVE_WATCH) watchRecursively(folder.root, { onEvent, onLost, signal });
    else watchTree({ root: folder.root, isWatched, onEvent, onLost, signal });
  } catch {
    pollOften();
  }
}

/** These systems themselves tell of everything below a folder. */
const HAS_RECURSIVE_WATCH = process.platform === "darwin" || process.platform === "win32";

type Listeners = Pick<TreeOptions, "onEvent" | "onLost" | "signal">;

function watchRecursively(root: string, { onEvent, onLost, signal }: Listeners): void {
  const watcher = watch(root, { recursive: true, signal }, (_event, path) => onEvent(path ?? ""));
  watcher.on("error", () => {
    watcher.close();
    onLost();
  });
}

function isWatchedFolder(path: string, { rules, options }: WatchedFolder): boolean {
  const segments = path.split(sep);
  if (isNever(segments) || (!options.hidden && segments.some((name) => name.startsWith(".")))) return false;
  return !rules.exclude.covers(segments.join("/").normalize("NFC"));
}

/** The library's own files often lie in the watched folder: a sync must not set off the next one. */
function isNever(segments: readonly string[]): boolean {
  return segments.some((name) => name === ".git" || name === ".schoolbook");
}

function isOfInterest(path: string, { rules, options }: WatchedFolder): boolean {
  const segments = path.split(sep);
  if (isNever(segments)) return false;
  const isIgnoreFile = /^\.(?:git|schoolbook)ignore$/u.test(segments.at(-1) ?? "");
  if (!options.hidden && !isIgnoreFile && segments.some((name) => name.startsWith("."))) return false;
  return !rules.exclude.matches(segments.join("/").normalize("NFC"));
}

/** One call a while after the first of several events; further ones in that time add nothing. */
function gather(call: () => void, signal: AbortSignal): () => void {
  let timer: NodeJS.Timeout | undefined;
  signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  return () => {
    if (timer !== undefined || signal.aborted) return;
    timer = setTimeout(() => {
      timer = undefined;
      call();
    }, SETTLE_MS);
  };
}

type Polling = { readonly onChange: () => void; readonly signal: AbortSignal; readonly waitMs: () => number };

async function pollFolder(folder: WatchedFolder, { onChange, signal, waitMs }: Polling): Promise<void> {
  let before: string | undefined;
  while (!signal.aborted) {
    const now = await signature(folder, signal);
    if (before !== undefined && now !== before) onChange();
    before = now;
    await sleepInSteps(folder, signal, waitMs);
  }
}

/** Wakes up at the shorter interval, so that a watch that breaks down is noticed within it. */
async function sleepInSteps(
  { options, runtime }: WatchedFolder,
  signal: AbortSignal,
  waitMs: () => number,
): Promise<void> {
  for (let slept = 0; slept < waitMs() && !signal.aborted; slept += options.pollMs) {
    await runtime.sleep(options.pollMs, signal).catch(() => undefined);
  }
}

/** Changes when the listing does; a folder that is unreachable has a signature too. */
async function signature({ list }: WatchedFolder, signal: AbortSignal): Promise<string> {
  const parts: string[] = [];
  try {
    for await (const item of list({ state: undefined, signal })) {
      if (item.kind !== "state") parts.push(item.id, item.kind === "document" ? item.fingerprint : "failed");
    }
  } catch {
    parts.push("incomplete");
  }
  return hashParts(parts);
}
