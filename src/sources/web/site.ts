// The site as we may read it: its robots.txt obeyed, its sitemaps found.
import { SchoolbookError } from "../../core/errors.ts";
import type { Runtime } from "../../core/runtime.ts";
import { createPageFetcher, createTurns, type Fetched, type PageFetcher } from "./fetch-page.ts";
import type { WebOptions } from "./options.ts";
import { EVERYTHING_ALLOWED, parseRobots, type Robots } from "./robots.ts";
import { MAX_SITEMAP_BYTES, parseSitemap } from "./sitemap.ts";

export type Site = {
  readonly fetchPage: PageFetcher;
  /** False for what robots.txt forbids. */
  readonly allows: (address: string) => boolean;
  readonly sitemaps: readonly string[];
};

const LONGEST_DELAY_MS = 60_000;
const MAX_ROBOTS_BYTES = 1_000_000;
const MAX_REDIRECTS = 5;

/** Reads robots.txt of every origin. A site whose robots.txt fails with 5xx may not be read (RFC 9309). */
export async function openSite(options: WebOptions, runtime: Runtime, signal?: AbortSignal): Promise<Site> {
  const robots = new Map<string, Robots>();
  const delayMs = (): number => {
    const asked = Math.max(0, ...[...robots.values()].map(({ crawlDelay }) => crawlDelay * 1000));
    return Math.max(options.delayMs, Math.min(asked, LONGEST_DELAY_MS));
  };
  const fetchPage = createPageFetcher({ ...options, runtime, turn: createTurns(runtime, delayMs) });
  const origins = new Set(options.start.map((address) => new URL(address).origin));
  for (const origin of origins) robots.set(origin, await readRobots(origin, fetchPage, signal));
  const named = [...robots.values()].flatMap(({ sitemaps }) => sitemaps);
  return {
    fetchPage,
    allows: (address) => robots.get(new URL(address).origin)?.allows(address) ?? false,
    sitemaps: options.sitemaps ?? (named.length > 0 ? named : [...origins].map((origin) => `${origin}/sitemap.xml`)),
  };
}

async function readRobots(origin: string, fetchPage: PageFetcher, signal: AbortSignal | undefined): Promise<Robots> {
  const fetched = await fetchFollowing(`${origin}/robots.txt`, MAX_ROBOTS_BYTES, { fetchPage, signal });
  // why: rules that are too many to be read are rules all the same.
  const isUnread = fetched.kind === "failed" && (fetched.isDown || fetched.error.code === "input_invalid");
  if (isUnread) throw fetched.error;
  return fetched.kind === "page" ? parseRobots(new TextDecoder().decode(fetched.bytes)) : EVERYTHING_ALLOWED;
}

type Fetching = { readonly fetchPage: PageFetcher; readonly signal: AbortSignal | undefined };

/** Redirects are followed within the origin. */
async function fetchFollowing(address: string, maxBytes: number, { fetchPage, signal }: Fetching): Promise<Fetched> {
  let fetched = await fetchPage({ address, maxBytes, signal });
  for (let hop = 0; hop < MAX_REDIRECTS && fetched.kind === "redirect"; hop++) {
    if (fetched.to === undefined || new URL(fetched.to).origin !== new URL(address).origin) return fetched;
    fetched = await fetchPage({ address: fetched.to, maxBytes, signal });
  }
  return fetched;
}

export type SitemapPage = { readonly address: string; readonly modifiedAt: number | undefined };

const MAX_SITEMAPS = 1000;

/** All pages of all sitemaps. Throws when one of them cannot be had, since its pages would seem to be gone. */
export async function readSitemaps(
  site: Site,
  origins: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<readonly SitemapPage[]> {
  const pages = new Map<string, SitemapPage>();
  const open = [...new Set(site.sitemaps)];
  const seen = new Set(open);
  for (let address = open.shift(); address !== undefined; address = open.shift()) {
    const { sitemaps, pages: found } = await readSitemap(address, { site, origins, signal });
    for (const page of found) if (!pages.has(page.address)) pages.set(page.address, page);
    for (const inner of sitemaps.filter((next) => !seen.has(next))) {
      seen.add(inner);
      open.push(inner);
    }
    if (seen.size > MAX_SITEMAPS) throw unusable(address, `leads to more than ${MAX_SITEMAPS} sitemaps`);
  }
  return [...pages.values()];
}

type SitemapReading = {
  readonly site: Site;
  readonly origins: ReadonlySet<string>;
  readonly signal: AbortSignal | undefined;
};

async function readSitemap(
  address: string,
  { site, origins, signal }: SitemapReading,
): Promise<ReturnType<typeof parseSitemap>> {
  if (!origins.has(new URL(address).origin)) throw unusable(address, "is on another site than the start addresses");
  const fetched = await fetchFollowing(address, MAX_SITEMAP_BYTES, { fetchPage: site.fetchPage, signal });
  if (fetched.kind === "page") return parseSitemap(fetched.bytes, address);
  if (fetched.kind === "failed") throw fetched.error;
  throw unusable(address, fetched.kind === "gone" ? `answered with status ${fetched.status}` : "leads to another site");
}

function unusable(address: string, what: string): SchoolbookError {
  return new SchoolbookError("source_unreachable", `The sitemap ${address} ${what}; nothing was deleted.`, {
    hint: 'Name the sitemap with `sitemaps`, or set `discover: "links"` to follow links instead.',
  });
}
