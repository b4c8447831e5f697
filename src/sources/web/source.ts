// A web site as a source of documents.
import { SchoolbookError } from "../../core/errors.ts";
import { shortHash } from "../../core/hash.ts";
import type { Acl } from "../../spec/access.ts";
import type { ListOptions, Source, SourceItem } from "../../spec/source.ts";
import { accessById, createAccess, describeRules } from "../access-rules.ts";
import { guardShrink } from "../shrink-guard.ts";
import type { SourceContext } from "../source-context.ts";
import { createScope, rulePath, toAddress } from "./address.ts";
import { type CrawledPage, crawl } from "./crawl.ts";
import { toUtf8 } from "./decode-page.ts";
import type { WebOptions } from "./options.ts";
import { pageFileName } from "./page-file-name.ts";
import { recallPages, type RememberedPage, rememberPages } from "./remembered-pages.ts";
import { openSite, readSitemaps, type Site, type SitemapPage } from "./site.ts";

/** Lists the pages of a site; a page's id is its address, its fingerprint a hash of what was sent. */
export function createWebSource(options: WebOptions, context: SourceContext): Source {
  const web: WebSource = {
    options,
    context,
    aclOf: createAccess(options.access),
    isInScope: createScope(options),
    settings: shortHash(JSON.stringify([options.start, options.discover, options.include, options.exclude])),
  };
  return {
    name: context.name,
    list: (listing) => listSite(web, listing),
    accessOf: accessById(context.name, (address) => (URL.canParse(address) ? web.aclOf(rulePath(address)) : undefined)),
    rules: describeRules({
      name: context.name,
      rules: options.access,
      holdById: true,
      pathOf: (address) => (URL.canParse(address) ? rulePath(address) : address),
    }),
  };
}

type WebSource = {
  readonly options: WebOptions;
  readonly context: SourceContext;
  readonly aclOf: (path: string) => Acl | undefined;
  readonly isInScope: (address: string) => boolean;
  /** Names the settings that decide which pages are found. */
  readonly settings: string;
};

/** Share of the former pages that must still be there. */
const KEEP = 0.5;

async function* listSite(web: WebSource, { state, signal }: ListOptions): AsyncGenerator<SourceItem> {
  signal?.throwIfAborted();
  const { options, context, isInScope } = web;
  if (context.offline) throw offline(context.name, options.start);
  const before = recallPages(state, web.settings);
  const remembered = new Map<string, RememberedPage>();
  const site = await openSite(options, context.runtime, signal);
  const seeds = await findSeeds(web, site, signal);
  const bodies = createBodies();
  const plan = { site, options, seeds, isInScope, before, now: context.runtime.now(), signal };
  let listed = 0;
  let failedStart: SchoolbookError | undefined;
  for await (const found of crawl(plan, remembered)) {
    signal?.throwIfAborted();
    listed += 1;
    if (found.kind === "failed" && isStart(found.address, options)) failedStart = found.error;
    yield toItem(found, { web, site, bodies });
  }
  refuseIncomplete({ options, failedStart, listed });
  const known = [...before.values()].filter(({ canonical }) => canonical === undefined).length;
  const what = `The site of source ${context.name}`;
  guardShrink({ what, before: known, now: listed, keep: KEEP, allowShrink: options.allowShrink });
  yield { kind: "state", state: rememberPages(remembered, web.settings) };
}

function offline(name: string, start: readonly string[]): SchoolbookError {
  return new SchoolbookError("offline", `The source ${name} would have to be fetched from ${start.join(", ")}.`);
}

async function findSeeds(
  { options }: WebSource,
  site: Site,
  signal: AbortSignal | undefined,
): Promise<readonly SitemapPage[]> {
  if (options.discover === "links") {
    return options.start.map((address) => ({ address: toAddress(address) ?? address, modifiedAt: undefined }));
  }
  return readSitemaps(site, new Set(options.start.map((address) => new URL(address).origin)), signal);
}

function isStart(address: string, { start, discover }: WebOptions): boolean {
  return discover === "links" && start.some((one) => toAddress(one) === address);
}

type Outcome = {
  readonly options: WebOptions;
  readonly failedStart: SchoolbookError | undefined;
  readonly listed: number;
};

/** A start that failed hides everything that it leads to. */
function refuseIncomplete({ options, failedStart, listed }: Outcome): void {
  if (failedStart !== undefined) throw failedStart;
  if (listed > 0) return;
  throw new SchoolbookError(
    "source_unreachable",
    `No page was found at ${options.start.join(", ")}; nothing was deleted.`,
    {
      hint: "Check the address, robots.txt, and the patterns in `include` and `exclude`.",
    },
  );
}

type Bodies = { readonly keep: (bytes: Uint8Array) => (() => Uint8Array | undefined) | undefined };

const KEPT_BYTES = 67_108_864;

/** Pages wait in memory to be read, up to a limit; beyond it they are fetched once more when their turn comes. */
function createBodies(): Bodies {
  let kept = 0;
  return {
    keep: (bytes) => {
      if (kept + bytes.length > KEPT_BYTES) return undefined;
      kept += bytes.length;
      let held: Uint8Array | undefined = bytes;
      return () => {
        const taken = held;
        if (taken !== undefined) kept -= taken.length;
        held = undefined;
        return taken;
      };
    },
  };
}

type Listing = { readonly web: WebSource; readonly site: Site; readonly bodies: Bodies };

function toItem(found: CrawledPage, { web, site, bodies }: Listing): SourceItem {
  const { options, context } = web;
  const { address } = found;
  const identity = { id: `${context.name}:${address}`, uri: address };
  if (found.kind === "failed") return { kind: "failed", ...identity, error: found.error.toJSON() };
  const { page, bytes } = found;
  const take = bytes === undefined ? undefined : bodies.keep(bytes);
  return {
    kind: "document",
    ...identity,
    fileName: pageFileName(address, page.mediaType),
    mediaType: page.mediaType,
    modifiedAt: page.modifiedAt,
    fingerprint: page.hash,
    acl: web.aclOf(rulePath(address)),
    aclIsCeiling: true,
    metadata: {},
    read: async (signal) => {
      signal?.throwIfAborted();
      return take?.() ?? fetchAgain(address, { site, options, signal });
    },
  };
}

type Fetching = { readonly site: Site; readonly options: WebOptions; readonly signal: AbortSignal | undefined };

async function fetchAgain(address: string, { site, options, signal }: Fetching): Promise<Uint8Array> {
  const fetched = await site.fetchPage({ address, maxBytes: options.maxBytes, types: options.types, signal });
  if (fetched.kind === "page") return toUtf8(fetched.bytes, fetched.charset);
  if (fetched.kind === "failed") throw fetched.error;
  throw new SchoolbookError("source_unreachable", `${address} was listed and is gone now.`, { hint: "Sync again." });
}
