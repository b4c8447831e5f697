// Brings one source's documents in the library up to date.
import { mapOrdered, readAhead } from "../../core/concurrency.ts";
import { SchoolbookError, toSchoolbookError } from "../../core/errors.ts";
import type { Acl } from "../../spec/access.ts";
import type { DocumentId } from "../../spec/document.ts";
import type { Source, SourceItem } from "../../spec/source.ts";
import type { ManifestEntry } from "../../spec/store.ts";
import { type Batch, type BatchContext, createBatch } from "./batch.ts";
import { narrowedAcl } from "./narrow-access.ts";
import { type ClosedBy, type ParseDocument, type ReadItem, readItem } from "./read-item.ts";
import { emptyTally, type FailedItem, type SourceReport, type SourceTally } from "./report.ts";

export type SyncSourceContext = BatchContext & {
  readonly parse: ParseDocument;
  readonly parsers: ReadonlySet<string>;
  /** How many documents are read and parsed at once. */
  readonly readers: number;
};

export type SyncedSource = {
  readonly report: SourceReport;
  readonly sequence: number | undefined;
};

const LOOK_AHEAD = 50_000;

/** Reads what changed, drops what is gone; a listing that fails half-way deletes nothing and is reported. */
export async function syncSource(source: Source, context: SyncSourceContext): Promise<SyncedSource> {
  const tally = emptyTally();
  const run: Run = {
    source,
    context,
    tally,
    batch: createBatch(context, tally),
    manifest: await context.store.manifest(source.name),
    heard: new Map(),
    states: [],
    state: await context.store.sourceState(source.name),
    sequence: undefined,
  };
  try {
    await applyListing(run);
    await finish(run);
  } catch (error) {
    context.signal?.throwIfAborted();
    const failure = toSchoolbookError(error);
    if (!isSourceTrouble(failure)) throw failure;
    narrowUnheard(run);
    run.sequence = (await run.batch.commit()) ?? run.sequence;
    return { report: { source: source.name, ...tally, error: failure.toJSON() }, sequence: run.sequence };
  }
  return { report: { source: source.name, ...tally }, sequence: run.sequence };
}

type Run = {
  readonly source: Source;
  readonly context: SyncSourceContext;
  readonly tally: SourceTally;
  readonly batch: Batch;
  readonly manifest: ReadonlyMap<DocumentId, ManifestEntry>;
  /** Of what the listing told so far: whether it is in the library or in the batch by now. */
  readonly heard: Map<DocumentId, boolean>;
  readonly states: string[];
  /** What the last complete listing asked to remember. */
  readonly state: string | undefined;
  sequence: number | undefined;
};

/** What goes wrong with one source does not stop the others; what goes wrong with the library does. */
function isSourceTrouble(error: SchoolbookError): boolean {
  return ["source_unreachable", "offline", "input_invalid"].includes(error.code);
}

async function applyListing(run: Run): Promise<void> {
  const { context, source } = run;
  const listing = source.list({
    state: run.state,
    ...(context.signal === undefined ? {} : { signal: context.signal }),
  });
  const ahead = readAhead(withoutStates(listing, run), LOOK_AHEAD);
  let done = 0;
  for await (const read of mapOrdered(ahead, context.readers, (item) => readListed(item, run))) {
    context.signal?.throwIfAborted();
    applyItem(read, run);
    done += 1;
    const { count, complete } = ahead.listed();
    context.onProgress({ stage: source.name, done, total: complete ? count : undefined, unit: "documents" });
    if (run.batch.isDue()) run.sequence = (await run.batch.commit()) ?? run.sequence;
  }
}

type Listed = Exclude<SourceItem, { kind: "state" }>;

async function* withoutStates(listing: AsyncIterable<SourceItem>, run: Run): AsyncGenerator<Listed> {
  for await (const item of listing) {
    if (item.kind === "state") run.states.push(item.state);
    else yield item;
  }
}

async function readListed(item: Listed, run: Run): Promise<ReadItem> {
  if (run.heard.has(item.id)) return duplicate(item.id, item.uri);
  run.heard.set(item.id, false);
  if (item.kind === "failed") return { ...item, accessChanged: false };
  const { parse, parsers, signal } = run.context;
  return readItem(item, run.manifest.get(item.id), { source: run.source.name, parse, parsers, signal });
}

function duplicate(id: DocumentId, uri: string): ReadItem {
  const error = new SchoolbookError(
    "input_invalid",
    `${uri}: the id ${JSON.stringify(id)} is listed twice; the first one was taken.`,
    {
      hint: "Give each document or row an id of its own.",
    },
  );
  return { kind: "failed", id, uri, error: error.toJSON(), accessChanged: false };
}

function applyItem(read: ReadItem, run: Run): void {
  run.heard.set(idOf(read), true);
  if (read.kind === "unchanged") {
    run.tally.unchanged += 1;
  } else if (read.kind === "failed") {
    applyFailure(read, run);
  } else if (read.kind === "touch") {
    applyTouch(read, run);
  } else {
    applyDocument(read, run);
  }
}

function idOf(read: ReadItem): DocumentId {
  if (read.kind === "touch") return read.touch.id;
  return read.kind === "document" ? read.document.id : read.id;
}

/**
 * A document that can no longer be read keeps its old text, unless what is said about it has changed: then nobody may
 * read it. Where it could not even be looked at, nobody may who by the source's rules may no longer.
 */
function applyFailure({ id, uri, error, accessChanged }: Extract<ReadItem, { kind: "failed" }>, run: Run): void {
  const entry = run.manifest.get(id);
  const acl = entry === undefined || accessChanged ? [] : narrowedAcl(entry, run.source.accessOf?.(id));
  if (entry !== undefined && acl !== undefined) run.batch.addTouch({ id, acl, fingerprint: "" });
  run.tally.failed.push({ id, uri, error, previous: entry === undefined ? "none" : keptAs(acl) });
}

function keptAs(acl: Acl | undefined): FailedItem["previous"] {
  return acl?.length === 0 ? "hidden" : "kept";
}

/** A source that cannot be listed must not keep open what its rules have closed since. */
function narrowUnheard({ source, manifest, heard, batch, tally }: Run): void {
  for (const [id, entry] of manifest) {
    const acl = heard.get(id) === true ? undefined : narrowedAcl(entry, source.accessOf?.(id));
    if (acl === undefined) continue;
    batch.addTouch({ id, acl, fingerprint: "" });
    tally.touched += 1;
    if (acl.length === 0) tally.closed += 1;
  }
}

function applyTouch(read: Extract<ReadItem, { kind: "touch" }>, run: Run): void {
  const { touch, document, warnings } = read;
  run.batch.addTouch(touch);
  if (document === undefined) {
    run.tally.unchanged += 1;
    return;
  }
  run.tally.touched += 1;
  countClosed(read, run);
  addWarnings(document, warnings, run);
}

function applyDocument(read: Extract<ReadItem, { kind: "document" }>, run: Run): void {
  const { document, isNew, warnings } = read;
  const passages = run.context.indexer.index(document);
  run.batch.addDocument({ document, passages });
  run.tally.passagesWritten += passages.length;
  if (isNew) run.tally.added += 1;
  else run.tally.changed += 1;
  countClosed(read, run);
  addWarnings(document, warnings, run);
}

function countClosed({ closedBy }: { readonly closedBy?: ClosedBy }, { tally }: Run): void {
  if (closedBy === undefined) return;
  tally.closed += 1;
  if (closedBy === "nothing said") tally.unsaid += 1;
  if (closedBy === "broken") tally.unclear += 1;
}

function addWarnings(
  { id, uri }: { readonly id: DocumentId; readonly uri: string },
  warnings: readonly string[],
  run: Run,
): void {
  for (const message of warnings) run.tally.warnings.push({ id, uri, message });
}

async function finish(run: Run): Promise<void> {
  const deletes = [...run.manifest.keys()].filter((id) => !run.heard.has(id));
  const state = new Map(
    run.states.slice(-1).flatMap((value) => (value === run.state ? [] : [[run.source.name, value]])),
  );
  run.tally.deleted = deletes.length;
  if (run.heard.size > 0) run.tally.idleRules = run.source.rules?.idle(run.heard.keys()) ?? [];
  run.sequence = (await run.batch.commit({ deletes, state })) ?? run.sequence;
}
