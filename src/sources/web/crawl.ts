// Goes through a site page by page, a few requests at a time, and gives what it found in a steady order.
import { SchoolbookError } from "../../core/errors.ts";
import { shortHash } from "../../core/hash.ts";
import { toUtf8 } from "./decode-page.ts";
import type { Fetched } from "./fetch-page.ts";
import type { WebOptions } from "./options.ts";
import { readPageLinks } from "./page-links.ts";
import type { RememberedPage } from "./remembered-pages.ts";
import type { Site, SitemapPage } from "./site.ts";

export type CrawledPage =
  | {
      readonly kind: "page";
      readonly address: string;
      readonly page: RememberedPage;
      /** Absent when the page is as it was. */
      readonly bytes: Uint8Array | undefined;
    }
  | { readonly kind: "failed"; readonly address: string; readonly error: SchoolbookError };

export type CrawlPlan = {
  readonly site: Site;
  readonly options: WebOptions;
  readonly seeds: readonly SitemapPage[];
  readonly isInScope: (address: string) => boolean;
  readonly before: ReadonlyMap<string, RememberedPage>;
  readonly now: number;
  readonly signal: AbortSignal | undefined;
};

/** After this many requests in a row without an answer the site is taken to be down. */
const DOWN_IN_A_ROW = 10;

type Crawl = CrawlPlan & {
  readonly queue: SitemapPage[];
  readonly queued: Set<string>;
  /** Addresses that were given as documents or failures. */
  readonly listed: Set<string>;
  /** What the next listing will want to know; pages that only stand for another one are in it too. */
  readonly remembered: Map<string, RememberedPage>;
  downInARow: number;
};

/** Fills `remembered` as it goes. Throws `source_unreachable` when the site stops answering or has too many pages. */
export async function* crawl(plan: CrawlPlan, remembered: Map<string, RememberedPage>): AsyncGenerator<CrawledPage> {
  const run: Crawl = { ...plan, queue: [], queued: new Set(), listed: new Set(), remembered, downInARow: 0 };
  for (const seed of plan.seeds) enqueue(seed, run);
  const running: Promise<Visit>[] = [];
  let next = 0;
  try {
    for (;;) {
      for (; running.length < plan.options.concurrency && next < run.queue.length; next++) {
        const page = run.queue[next];
        if (page !== undefined) running.push(quietly(visit(page, run)));
      }
      const oldest = running.shift();
      if (oldest === undefined) break;
      // why: answers are taken in the order of the queue, whichever comes first, so that the next listing has the same one.
      const found = apply(await oldest, run);
      if (found !== undefined) yield listedOnce(found, run);
    }
  } finally {
    await Promise.allSettled(running);
  }
  yield* orphans(run);
}

/** It is awaited later, in its turn; until then a failure must not count as unhandled. */
function quietly<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

function listedOnce(found: CrawledPage, run: Crawl): CrawledPage {
  run.listed.add(found.address);
  return found;
}

function enqueue(page: SitemapPage, run: Crawl): void {
  const { address } = page;
  if (run.queued.has(address) || !run.isInScope(address) || !run.site.allows(address)) return;
  if (run.queue.length >= run.options.maxPages) {
    throw new SchoolbookError(
      "source_unreachable",
      `The site has more than ${run.options.maxPages} pages; nothing was deleted.`,
      { hint: "Raise `maxPages`, or narrow the site with `start`, `include` and `exclude`." },
    );
  }
  run.queued.add(address);
  run.queue.push(page);
}

type Visit = { readonly seed: SitemapPage; readonly fetched: Fetched };

async function visit(seed: SitemapPage, { options, site, before, signal }: Crawl): Promise<Visit> {
  const known = before.get(seed.address);
  const fetched = await site.fetchPage({
    address: seed.address,
    maxBytes: options.maxBytes,
    types: options.types,
    signal,
    ...(known === undefined ? {} : { validators: known.validators }),
  });
  return { seed, fetched };
}

function apply({ seed, fetched }: Visit, run: Crawl): CrawledPage | undefined {
  const { address } = seed;
  noteAnswer(fetched, run);
  if (fetched.kind === "page") return applyPage(fetched, seed, run);
  if (fetched.kind === "redirect") return applyRedirect(address, fetched.to, run);
  if (fetched.kind === "failed") return applyFailure(address, fetched.error, run);
  const known = fetched.kind === "unchanged" ? run.before.get(address) : undefined;
  return known === undefined ? undefined : applyKnown({ address, page: known, bytes: undefined }, run);
}

function noteAnswer(fetched: Fetched, run: Crawl): void {
  run.downInARow = fetched.kind === "failed" && fetched.isDown ? run.downInARow + 1 : 0;
  if (fetched.kind === "failed" && run.downInARow >= DOWN_IN_A_ROW) throw fetched.error;
}

type VisitedPage = { readonly address: string; readonly page: RememberedPage; readonly bytes: Uint8Array | undefined };

function applyPage(
  fetched: Extract<Fetched, { kind: "page" }>,
  seed: SitemapPage,
  run: Crawl,
): CrawledPage | undefined {
  const { address } = seed;
  const bytes = toUtf8(fetched.bytes, fetched.charset);
  const hash = shortHash(bytes);
  const before = run.before.get(address);
  const isHtml = fetched.mediaType.includes("html");
  const { links, canonical } = isHtml ? readPageLinks(new TextDecoder().decode(bytes), address) : NO_LINKS;
  const isAlias =
    canonical !== undefined && canonical !== address && run.isInScope(canonical) && run.site.allows(canonical);
  const dated = Date.parse(fetched.validators.lastModified ?? "");
  const page: RememberedPage = {
    validators: fetched.validators,
    hash,
    mediaType: fetched.mediaType,
    modifiedAt: Number.isNaN(dated)
      ? (seed.modifiedAt ?? (before?.hash === hash ? before.modifiedAt : run.now))
      : dated,
    links: run.options.discover === "links" ? links.filter((link) => run.isInScope(link)) : [],
    canonical: isAlias ? canonical : undefined,
  };
  return applyKnown({ address, page, bytes: before?.hash === hash ? undefined : bytes }, run);
}

const NO_LINKS = { links: [], canonical: undefined };

function applyKnown({ address, page, bytes }: VisitedPage, run: Crawl): CrawledPage | undefined {
  run.remembered.set(address, page);
  follow(page, run);
  return page.canonical === undefined ? { kind: "page", address, page, bytes } : undefined;
}

function follow({ links, canonical }: RememberedPage, run: Crawl): void {
  const targets = canonical === undefined ? links : [canonical, ...links];
  for (const address of targets) enqueue({ address, modifiedAt: undefined }, run);
}

/** Inside the site the target is a page like any other; a redirect that leads out is not followed. */
function applyRedirect(address: string, to: string | undefined, run: Crawl): CrawledPage | undefined {
  if (to !== undefined && run.isInScope(to)) {
    enqueue({ address: to, modifiedAt: undefined }, run);
    return undefined;
  }
  if (!isExpected(address, run)) return undefined;
  const error = new SchoolbookError(
    "source_unreachable",
    `${address} redirects to ${to ?? "nowhere"}, outside the source.`,
    {
      hint: "Add the new place to `start` if it belongs to the source, or exclude the page.",
      details: { address, to },
    },
  );
  return applyFailure(address, error, run);
}

/** A page that cannot be had keeps what is known of it, and what it led to is still looked at. */
function applyFailure(address: string, error: SchoolbookError, run: Crawl): CrawledPage {
  const before = run.before.get(address);
  if (before !== undefined) {
    run.remembered.set(address, before);
    follow(before, run);
  }
  return { kind: "failed", address, error };
}

function isExpected(address: string, { before, seeds }: Crawl): boolean {
  return before.has(address) || seeds.some((seed) => seed.address === address);
}

/** Pages whose canonical address turned out to be no page: they stand for themselves. */
function* orphans(run: Crawl): Generator<CrawledPage> {
  for (const [address, page] of run.remembered) {
    if (page.canonical !== undefined && !run.listed.has(page.canonical)) {
      yield listedOnce({ kind: "page", address, page, bytes: undefined }, run);
    }
  }
}
