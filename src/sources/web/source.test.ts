import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";

import { afterEach, describe, expect, test } from "vitest";

import { type Runtime, systemRuntime } from "../../core/runtime.ts";
import type { ListOptions, Source, SourceItem } from "../../spec/source.ts";
import { SOURCE_SUITE, type SourceWorld } from "../../testing/source-suite.ts";
import { WEB_OPTIONS } from "./options.ts";
import { createWebSource } from "./source.ts";

type Page = {
  readonly body?: string | Buffer;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly delayMs?: number;
};

/** A site in memory: paths and what they answer; a page without an entry is 404. */
type TestSite = {
  readonly origin: string;
  readonly pages: Map<string, Page>;
  /** `METHOD path` of every request, with ` (conditional)` where validators were sent. */
  readonly requests: string[];
  readonly agents: Set<string>;
  readonly stop: () => Promise<void>;
};

const sites: TestSite[] = [];

afterEach(async () => {
  for (const site of sites.splice(0)) await site.stop();
});

async function startSite(pages: Readonly<Record<string, string | Page>> = {}): Promise<TestSite> {
  const known = new Map(
    Object.entries(pages).map(([path, page]) => [path, typeof page === "string" ? { body: page } : page]),
  );
  const requests: string[] = [];
  const agents = new Set<string>();
  const server = createServer((request, response) => {
    const isConditional =
      request.headers["if-none-match"] !== undefined || request.headers["if-modified-since"] !== undefined;
    requests.push(`${request.url}${isConditional ? " (conditional)" : ""}`);
    agents.add(request.headers["user-agent"] ?? "");
    answer(known.get(request.url ?? ""), request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const site = { origin: `http://127.0.0.1:${port}`, pages: known, requests, agents, stop };
  sites.push(site);
  return site;
}

function answer(page: Page | undefined, request: IncomingMessage, response: ServerResponse): void {
  const { status = page === undefined ? 404 : 200, headers = {}, body = "", delayMs = 0 } = page ?? {};
  const isSame = headers["etag"] !== undefined && request.headers["if-none-match"] === headers["etag"];
  setTimeout(() => {
    response.writeHead(isSame ? 304 : status, { "content-type": "text/html; charset=utf-8", ...headers });
    response.end(isSame ? undefined : body);
  }, delayMs);
}

function linkTo(...paths: readonly string[]): string {
  return `<html><body>${paths.map((path) => `<a href="${path}">${path}</a>`).join(" ")}</body></html>`;
}

function sitemap(site: TestSite, ...paths: readonly string[]): string {
  const urls = paths.map((path) => `<url><loc>${site.origin}${path}</loc></url>`).join("");
  return `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls}</urlset>`;
}

type Opened = { readonly options?: object; readonly runtime?: Partial<Runtime>; readonly offline?: boolean };

function open(site: TestSite, { options = {}, runtime = {}, offline = false }: Opened = {}): Source {
  const parsed = WEB_OPTIONS.parse({
    kind: "web",
    start: [`${site.origin}/`],
    discover: "links",
    delayMs: 0,
    ...options,
  });
  const noWaiting = { sleep: async (): Promise<void> => undefined, now: () => Date.UTC(2026, 0, 1), random: () => 0.5 };
  return createWebSource(parsed, {
    name: "site",
    projectFolder: "/",
    runtime: systemRuntime({ ...noWaiting, ...runtime }),
    offline,
  });
}

async function list(
  source: Source,
  state?: string,
): Promise<{ items: SourceItem[]; state: string | undefined; error?: unknown }> {
  const items: SourceItem[] = [];
  let last: string | undefined;
  try {
    for await (const item of source.list({ state })) {
      if (item.kind === "state") last = item.state;
      else items.push(item);
    }
    return { items, state: last };
  } catch (error) {
    return { items, state: last, error };
  }
}

async function pathsOf(source: Source, state?: string): Promise<string[]> {
  const { items, error } = await list(source, state);
  if (error !== undefined) throw error;
  return items.map((item) =>
    item.kind === "state" ? "" : `${item.kind === "failed" ? "!" : ""}${new URL(item.uri).pathname}`,
  );
}

describe.each(["links", "sitemap"])("a site found by %s keeps the contract of sources", (discover) => {
  const create = async (): Promise<SourceWorld> => {
    const site = await startSite();
    const keys = new Set<string>();
    const index = (): void => {
      const paths = [...keys].map((key) => `/${key}.html`);
      site.pages.set("/", { body: linkTo(...paths) });
      site.pages.set("/sitemap.xml", { body: sitemap(site, ...paths) });
    };
    index();
    return {
      open: () => withoutStart(open(site, { options: { discover } }), site),
      put: async (key, text) => {
        keys.add(key);
        site.pages.set(`/${key}.html`, { body: text, headers: { etag: `"${text}"` } });
        index();
      },
      remove: async (key) => {
        keys.delete(key);
        site.pages.delete(`/${key}.html`);
        index();
      },
      breakItem: async (key) => void site.pages.set(`/${key}.html`, { status: 500 }),
      breakAll: site.stop,
      [Symbol.asyncDispose]: site.stop,
    };
  };
  test.each(SOURCE_SUITE)("$name", async ({ check }) => check(create));
});

/** Where links are followed, the page that holds them is a document too; the suite does not expect it. */
function withoutStart(source: Source, { origin }: TestSite): Source {
  async function* others(options: ListOptions): AsyncGenerator<SourceItem> {
    for await (const item of source.list(options)) if (item.kind === "state" || item.uri !== `${origin}/`) yield item;
  }
  return { name: source.name, list: others };
}

test("links are followed within origin and folder, each page once, in a steady order", async () => {
  const other = await startSite({ "/": "other" });
  const site = await startSite({
    "/docs/": linkTo("b", "a#part", "./a", "../outside", `${other.origin}/`, "mailto:x@y", "image.png", "missing"),
    "/docs/a": { body: linkTo("/docs/", "c"), delayMs: 30 },
    "/docs/b": linkTo("c", "d?page=2"),
    "/docs/c": "c",
    "/docs/d?page=2": "d",
    "/docs/image.png": { body: "x", headers: { "content-type": "image/png" } },
    "/outside": "outside",
  });
  const source = open(site, { options: { start: [`${site.origin}/docs`, `${site.origin}/docs/`] } });
  site.pages.set("/docs", { status: 301, headers: { location: "/docs/" } });
  expect(await pathsOf(source)).toEqual(["/docs/", "/docs/b", "/docs/a", "/docs/c", "/docs/d"]);
  expect(site.requests).not.toContain("/outside");
  expect(other.requests).toEqual([]);
  expect([...site.agents]).toEqual(["Schoolbook/0.1"]);
});

test("a page carries its address, type, time and access", async () => {
  const modified = "Tue, 03 Mar 2026 04:05:06 GMT";
  const site = await startSite({
    "/": linkTo("/hr/pay", "/%68r//list", "/guide"),
    "/hr/pay": { body: "pay", headers: { "last-modified": modified } },
    "/%68r//list": "list",
    "/guide": { body: "# Guide", headers: { "content-type": "text/markdown" } },
  });
  const access = [
    { path: "hr/**", allow: ["group:hr"] },
    { path: "**", allow: ["public"] },
  ];
  const { items } = await list(open(site, { options: { access } }));
  expect(items).toMatchObject([
    { fileName: "index.html", acl: ["public"], modifiedAt: Date.UTC(2026, 0, 1) },
    { id: `site:${site.origin}/hr/pay`, fileName: "pay.html", acl: ["group:hr"], modifiedAt: Date.parse(modified) },
    { acl: ["group:hr"] },
    { fileName: "guide.md", mediaType: "text/markdown", acl: ["public"] },
  ]);
});

test("robots.txt is obeyed: its rules for us, its delay, its sitemaps", async () => {
  const site = await startSite();
  site.pages.set("/robots.txt", {
    body: `User-agent: *\nDisallow: /\n\nUser-agent: schoolbook\nCrawl-delay: 7\nDisallow: /private\nAllow: /private/open\nDisallow: /*.pdf$\nSitemap: ${site.origin}/maps/all.xml`,
  });
  site.pages.set("/maps/all.xml", { body: sitemap(site, "/a", "/private/b", "/private/open/c", "/d.pdf", "/d.pdfs") });
  for (const path of ["/a", "/private/b", "/private/open/c", "/d.pdf", "/d.pdfs"]) site.pages.set(path, { body: path });
  const slept: number[] = [];
  const sleep = async (ms: number): Promise<void> => void slept.push(ms);
  const paths = await pathsOf(
    open(site, { options: { discover: "sitemap", concurrency: 1 }, runtime: { sleep, monotonicMs: () => 0 } }),
  );
  expect(paths).toEqual(["/a", "/private/open/c", "/d.pdfs"]);
  expect(Math.max(...slept)).toBeGreaterThanOrEqual(7000);
});

test("a site whose robots.txt is too large to be read is not read", async () => {
  const site = await startSite({ "/": "home", "/robots.txt": "Disallow: /x\n".repeat(100_000) });
  const { items, error } = await list(open(site));
  expect(items).toEqual([]);
  expect(error).toMatchObject({ message: expect.stringContaining("/robots.txt has ") });
});

test("sitemaps may be packed, nested, plain, and mention what is not ours", async () => {
  const site = await startSite({ "/a": "a", "/b": "b", "/c": "c" });
  const index = ["one.xml.gz", "two.txt"]
    .map((name) => `<sitemap><loc>${site.origin}/${name}</loc></sitemap>`)
    .join("");
  site.pages.set("/sitemap.xml", { body: `<sitemapindex>${index}</sitemapindex>` });
  const image = `<image:image><image:loc>${site.origin}/i.png</image:loc></image:image>`;
  const one = `<urlset><url><loc>\n ${site.origin}/a?x=1&amp;y=2 </loc><lastmod>2026-02-03</lastmod>${image}</url><url><loc>http://elsewhere.example/</loc></url></urlset>`;
  site.pages.set("/one.xml.gz", { body: gzipSync(one), headers: { "content-type": "application/gzip" } });
  site.pages.set("/two.txt", {
    body: `${site.origin}/b\n${site.origin}/c\n`,
    headers: { "content-type": "text/plain" },
  });
  site.pages.set("/a?x=1&y=2", { body: "a" });
  const { items } = await list(open(site, { options: { discover: "sitemap" } }));
  expect(
    items.map((item) => (item.kind === "document" ? [item.uri.slice(site.origin.length), item.modifiedAt] : item)),
  ).toEqual([
    ["/a?x=1&y=2", Date.UTC(2026, 1, 3)],
    ["/b", Date.UTC(2026, 0, 1)],
    ["/c", Date.UTC(2026, 0, 1)],
  ]);
});

test("an unchanged page is asked for with its validators, not sent again, and its links are still followed", async () => {
  const site = await startSite({
    "/": { body: linkTo("/a"), headers: { etag: '"1"' } },
    "/a": { body: linkTo("/b"), headers: { etag: '"2"' } },
    "/b": "b",
  });
  const first = await list(open(site));
  site.requests.length = 0;
  const second = await list(open(site), first.state);
  expect(site.requests).toEqual(["/robots.txt", "/ (conditional)", "/a (conditional)", "/b"]);
  expect(JSON.stringify(second.items)).toBe(JSON.stringify(first.items));
  expect(second.state).toBe(first.state);
  site.requests.length = 0;
  await list(open(site, { options: { exclude: ["z"] } }), first.state);
  expect(site.requests.some((request) => request.includes("conditional"))).toBe(false);
});

test("an unchanged page can still be read, by asking once more", async () => {
  const site = await startSite({ "/": { body: "hello", headers: { etag: '"1"' } } });
  const { state } = await list(open(site));
  const [item] = (await list(open(site), state)).items;
  expect(item?.kind === "document" && new TextDecoder().decode(await item.read())).toBe("hello");
});

test("redirects and canonical links lead to one document; those that leave the site are refused", async () => {
  const other = await startSite({ "/": "secret" });
  const site = await startSite({
    "/": linkTo("/old", "/print", "/away", "/loop-a", "/orphan"),
    "/old": { status: 302, headers: { location: "/new" } },
    "/new": "new",
    "/print": '<link rel="canonical" href="/new"><p>new, for print</p>',
    "/away": { status: 301, headers: { location: `${other.origin}/` } },
    "/loop-a": '<link rel="canonical" href="/loop-b">a',
    "/loop-b": '<link rel="canonical" href="/loop-a">b',
    "/orphan": '<link rel="canonical" href="/nowhere">orphan',
  });
  expect((await pathsOf(open(site))).toSorted()).toEqual(["/", "/loop-a", "/new", "/orphan"]);
  expect(other.requests).toEqual([]);
  const listed = open(site, { options: { discover: "sitemap" } });
  site.pages.set("/sitemap.xml", { body: sitemap(site, "/away", "/new") });
  expect(await pathsOf(listed)).toEqual(["!/away", "/new"]);
});

test("a page that fails is reported and what it led to is kept; one that is gone is gone", async () => {
  const site = await startSite({ "/": linkTo("/a", "/b"), "/a": linkTo("/a/deep"), "/a/deep": "deep", "/b": "b" });
  const first = await list(open(site));
  site.pages.set("/a", { status: 503 });
  site.pages.set("/b", { status: 410 });
  const second = await list(open(site), first.state);
  expect(second.items.map((item) => `${item.kind} ${item.kind === "state" ? "" : new URL(item.uri).pathname}`)).toEqual(
    ["document /", "failed /a", "document /a/deep"],
  );
  site.pages.set("/a", { body: linkTo() });
  expect(await pathsOf(open(site, { options: { allowShrink: true } }), second.state)).toEqual(["/", "/a"]);
});

test("a busy site is asked again after the time that it names, and no longer than that", async () => {
  const site = await startSite({ "/": { status: 429, headers: { "retry-after": "3" } } });
  const slept: number[] = [];
  const sleep = async (ms: number): Promise<void> => {
    slept.push(ms);
    if (slept.length === 2) site.pages.set("/", { body: "at last" });
  };
  expect(await pathsOf(open(site, { runtime: { sleep } }))).toEqual(["/"]);
  expect(slept).toEqual([3000, 3000]);
  site.pages.set("/", { status: 503, headers: { "retry-after": "86400" } });
  expect((await list(open(site, { runtime: { sleep } }))).error).toMatchObject({
    code: "source_unreachable",
    message: /status 503/u,
  });
  expect(slept).toHaveLength(2);
});

test("large pages, slow pages and refused pages are reported by name", async () => {
  const site = await startSite({
    "/": linkTo("/large", "/slow", "/secret"),
    "/large": "x".repeat(5000),
    "/slow": { body: "slow", delayMs: 2000 },
    "/secret": { status: 403 },
  });
  const { items } = await list(open(site, { options: { maxBytes: 1000, timeoutMs: 150 } }));
  expect(
    items.flatMap((item) => (item.kind === "failed" ? [item.error.message.replace(site.origin, "")] : [])),
  ).toEqual([
    expect.stringContaining("/large has "),
    "/slow did not answer within 0.15 s.",
    "/secret answered with status 403.",
  ]);
});

test("another encoding arrives as UTF-8", async () => {
  const body = Buffer.from("<p>caf\u00e9</p>", "latin1");
  const site = await startSite({ "/": { body, headers: { "content-type": "text/html; charset=ISO-8859-1" } } });
  const [item] = (await list(open(site))).items;
  expect(item?.kind === "document" && new TextDecoder().decode(await item.read())).toBe("<p>caf\u00e9</p>");
});

describe("nothing is deleted", () => {
  const pages = { "/": linkTo("/a", "/b", "/c", "/d"), "/a": "a", "/b": "b", "/c": "c", "/d": "d" };

  test("when the site loses more than half of its pages, unless that is meant", async () => {
    const site = await startSite(pages);
    const { state } = await list(open(site));
    for (const path of ["/b", "/c", "/d"]) site.pages.delete(path);
    const { error } = await list(open(site), state);
    expect(error).toMatchObject({
      code: "source_unreachable",
      message: /only 2 where it listed 5/u,
      hint: /allowShrink: true/u,
    });
    expect(await pathsOf(open(site, { options: { allowShrink: true } }), state)).toEqual(["/", "/a"]);
  });

  test.each([
    ["the start is gone", "/", { status: 404 }],
    ["the start fails", "/", { status: 500 }],
    ["robots.txt fails", "/robots.txt", { status: 500 }],
    ["robots.txt forbids everything", "/robots.txt", { body: "User-agent: *\nDisallow: /" }],
  ])("when %s", async (_what, path, page) => {
    const site = await startSite(pages);
    const { state } = await list(open(site));
    site.pages.set(path, page);
    expect((await list(open(site), state)).error).toMatchObject({ code: "source_unreachable" });
  });

  test.each([
    ["is missing", { status: 404 }, /sitemap\.xml answered with status 404/u],
    ["is a page", { body: "<html>Not found</html>" }, /is not a sitemap/u],
    [
      "lies elsewhere",
      { body: "<sitemapindex><sitemap><loc>http://192.0.2.1/s.xml</loc></sitemap></sitemapindex>" },
      /another site/u,
    ],
    ["fails", { status: 502 }, /status 502/u],
  ])("when the sitemap %s", async (_what, page, message) => {
    const site = await startSite({ "/sitemap.xml": page });
    expect((await list(open(site, { options: { discover: "sitemap" } }))).error).toMatchObject({
      code: "source_unreachable",
      message,
    });
  });

  test("when the site has more pages than it may have", async () => {
    const site = await startSite(pages);
    expect((await list(open(site, { options: { maxPages: 3 } }))).error).toMatchObject({
      message: /more than 3 pages/u,
    });
  });

  test("when it stops answering half-way, and it is not asked for every page any more", async () => {
    const paths = Array.from({ length: 50 }, (_, at) => `/p${at}`);
    const site = await startSite({
      "/": linkTo(...paths),
      ...Object.fromEntries(paths.map((path) => [path, { status: 502 }])),
    });
    const { error } = await list(open(site));
    expect(error).toMatchObject({ code: "source_unreachable", message: /status 502/u });
    expect(new Set(site.requests).size).toBeLessThan(20);
  });
});

test("offline, nothing is asked for", async () => {
  const site = await startSite({ "/": "x" });
  expect((await list(open(site, { offline: true }))).error).toMatchObject({ code: "offline" });
  expect(site.requests).toEqual([]);
});

test.each(["ftp://x.example/", "https://ann:secret@x.example/", "x.example"])("the start %s is refused", (start) => {
  expect(WEB_OPTIONS.safeParse({ kind: "web", start: [start] }).success).toBe(false);
});
