// Replays a history commit by commit into a library, and holds the library against the history after each.
import { sha256 } from "../../src/core/hash.ts";
import { syncLibrary } from "../../src/library/sync/sync-library.ts";
import type { Store } from "../../src/spec/store.ts";
import { createPassageLedger } from "./expected-passages.ts";
import { applyCommit, type History, type Pages, pureRenames } from "./history.ts";
import { type PagePlace, SOURCE_NAME } from "./page-places.ts";
import { createCountingEmbedder, parsePage, pipeline } from "./pipeline.ts";

export type ReplayOptions = {
  readonly history: History;
  readonly place: PagePlace;
  readonly store: Store;
  /** How many commits; all when absent. */
  readonly commits?: number;
  /** The library is audited after every so many commits, and after the last. */
  readonly auditEvery: number;
  /** Further pages that are in the library from the start and never change. */
  readonly padding?: Pages;
  readonly onCommit?: (done: number, total: number) => void;
};

export type CommitResult = {
  readonly commit: string;
  readonly pages: number;
  readonly changedPages: number;
  readonly pureRenames: number;
  readonly embedded: number;
  /** Passages whose text no page had before: the least that has to be embedded. */
  readonly changedPassages: number;
  readonly inChangedPages: number;
  /** Texts embedded although the library had their vector already. */
  readonly embeddedAgain: number;
  readonly wrongDocuments: readonly string[];
  /** Undefined where it was not audited. */
  readonly findings: readonly string[] | undefined;
  readonly syncMs: number;
  /** Of it, what looking through all pages takes: the latest time of a sync that found nothing to do. */
  readonly listingMs: number;
};

export type ReplayResult = {
  readonly firstSyncMs: number;
  readonly passages: number;
  readonly commits: readonly CommitResult[];
  /** Whether the last state is what the publisher says it is; undefined when the replay stopped before it. */
  readonly equalsHead: boolean | undefined;
  /** Syncs without a change in between, and how many of them embedded or, once files have settled, wrote something. */
  readonly idleSyncs: number;
  readonly busyIdleSyncs: number;
};

/** A sync without changes is timed after every so many commits. */
const IDLE_EVERY = 10;

/** Runs the replay; the first sync brings in the base and is not counted among the commits. */
export async function replay(options: ReplayOptions): Promise<ReplayResult> {
  const { history, place, store, padding = new Map() } = options;
  const embedder = createCountingEmbedder();
  const ledger = createPassageLedger(parsePage);
  const settings = { ...pipeline(embedder), store, sources: [place.source] };
  let pages = history.base;
  await place.become(new Map([...padding, ...pages]));
  const firstSyncMs = await timed(async () => syncLibrary(settings));
  embedder.take();
  let { passages } = await ledger.advance(pages);
  const commits = history.commits.slice(0, options.commits);
  const results: CommitResult[] = [];
  const idle = createIdleSyncs(async () => {
    const { sequence } = await syncLibrary(settings);
    return embedder.take().length > 0 || (place.settlesAtOnce && sequence !== undefined);
  });
  for (const [index, commit] of commits.entries()) {
    if (index % IDLE_EVERY === 0) await idle.run();
    const before = pages;
    pages = applyCommit(before, commit);
    const all = new Map([...padding, ...pages]);
    await place.become(all);
    const syncMs = await timed(async () => syncLibrary(settings));
    const embedded = embedder.take();
    const step = await ledger.advance(pages);
    ({ passages } = step);
    const isAudited = (index + 1) % options.auditEvery === 0 || index === commits.length - 1;
    results.push({
      commit: commit.commit,
      pages: pages.size,
      changedPages: commit.changes.length,
      pureRenames: pureRenames(before, commit),
      embedded: embedded.length,
      changedPassages: step.changed,
      inChangedPages: step.inChangedPages,
      embeddedAgain: embedded.filter((text) => step.embeddedBefore.has(text)).length,
      wrongDocuments: await wrongDocuments(store, all),
      findings: isAudited ? await auditFindings(store) : undefined,
      syncMs,
      listingMs: idle.latestMs(),
    });
    options.onCommit?.(index + 1, commits.length);
  }
  const isWhole = commits.length === history.commits.length;
  const head = isWhole ? equalsHead(pages, history) : undefined;
  return { firstSyncMs, passages, commits: results, equalsHead: head, ...idle.counts() };
}

type IdleSyncs = {
  readonly run: () => Promise<void>;
  readonly latestMs: () => number;
  readonly counts: () => Pick<ReplayResult, "idleSyncs" | "busyIdleSyncs">;
};

/** `sync` tells whether it did anything. */
function createIdleSyncs(sync: () => Promise<boolean>): IdleSyncs {
  let [idleSyncs, busyIdleSyncs, latest] = [0, 0, 0];
  return {
    run: async () => {
      let isBusy = false;
      latest = await timed(async () => {
        isBusy = await sync();
      });
      idleSyncs += 1;
      if (isBusy) busyIdleSyncs += 1;
    },
    latestMs: () => latest,
    counts: () => ({ idleSyncs, busyIdleSyncs }),
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Hashes are computed once per text. */
const hashes = new Map<string, string>();

function hashOf(text: string): string {
  const hash = hashes.get(text) ?? sha256(text);
  hashes.set(text, hash);
  return hash;
}

/** Paths that the library lacks, has too many of, or holds with another content than the history. */
async function wrongDocuments(store: Store, pages: Pages): Promise<readonly string[]> {
  const manifest = await store.manifest(SOURCE_NAME);
  const missing = [...pages].filter(
    ([path, text]) => manifest.get(`${SOURCE_NAME}:${path}`)?.contentHash !== hashOf(text),
  );
  const surplus = [...manifest.keys()].filter((id) => !pages.has(id.slice(SOURCE_NAME.length + 1)));
  return [...missing.map(([path]) => path), ...surplus];
}

async function auditFindings(store: Store): Promise<readonly string[]> {
  return (await store.audit()).findings.map(({ kind, message }) => `${kind}: ${message}`);
}

function equalsHead(pages: Pages, { head }: History): boolean {
  return pages.size === head.size && [...pages].every(([path, text]) => head.get(path) === hashOf(text));
}
