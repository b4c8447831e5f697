// Reads sitemaps and indexes of sitemaps, packed or not.
import { gunzipSync } from "node:zlib";

import { Parser } from "htmlparser2";

import { SchoolbookError } from "../../core/errors.ts";
import { toAddress } from "./address.ts";

export type Sitemap = {
  readonly pages: readonly { readonly address: string; readonly modifiedAt: number | undefined }[];
  /** Further sitemaps, where this one is an index. */
  readonly sitemaps: readonly string[];
};

/** The protocol's own limit for one file. */
export const MAX_SITEMAP_BYTES = 52_428_800;

/** Throws `source_unreachable` for anything that is not a sitemap, such as an error page with status 200. */
export function parseSitemap(bytes: Uint8Array, address: string): Sitemap {
  const text = new TextDecoder().decode(unpack(bytes, address));
  if (!/<(?:\w+:)?(?:urlset|sitemapindex)[\s>]/u.test(text)) return parsePlain(text, address);
  const entries = parseEntries(text);
  const pages = entries.flatMap(({ kind, loc, lastmod }) => {
    const page = kind === "url" ? toAddress(loc, address) : undefined;
    return page === undefined ? [] : [{ address: page, modifiedAt: parseDate(lastmod) }];
  });
  const sitemaps = entries.flatMap(({ kind, loc }) => (kind === "sitemap" ? (toAddress(loc, address) ?? []) : []));
  return { pages, sitemaps };
}

function unpack(bytes: Uint8Array, address: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_SITEMAP_BYTES });
  } catch (error) {
    throw notASitemap(address, error);
  }
}

/** A sitemap may also be a plain list of addresses, one a line. */
function parsePlain(text: string, address: string): Sitemap {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const pages = lines.flatMap((line) => (/^https?:\/\/\S+$/u.test(line) ? (toAddress(line) ?? []) : []));
  if (pages.length === 0 || pages.length !== lines.length) throw notASitemap(address);
  return { pages: pages.map((page) => ({ address: page, modifiedAt: undefined })), sitemaps: [] };
}

function notASitemap(address: string, cause?: unknown): SchoolbookError {
  return new SchoolbookError("source_unreachable", `${address} is not a sitemap.`, {
    hint: 'Name the sitemap with `sitemaps`, or set `discover: "links"` to follow links instead.',
    cause,
  });
}

type Entry = { readonly kind: "url" | "sitemap"; loc: string; lastmod: string };

function parseEntries(text: string): readonly Entry[] {
  const entries: Entry[] = [];
  let field: "loc" | "lastmod" | undefined;
  const parser = new Parser(
    {
      onopentag: (name) => {
        const local = name.slice(name.indexOf(":") + 1);
        if (local === "url" || local === "sitemap") entries.push({ kind: local, loc: "", lastmod: "" });
        // why: image and video extensions have a loc of their own, with a prefix.
        field = name === local || /^(?:sm|sitemap):/u.test(name) ? fieldOf(local) : undefined;
      },
      ontext: (part) => {
        const entry = entries.at(-1);
        if (entry !== undefined && field !== undefined) entry[field] += part;
      },
      onclosetag: () => {
        field = undefined;
      },
    },
    { xmlMode: true, decodeEntities: true, recognizeCDATA: true },
  );
  parser.end(text);
  return entries;
}

function fieldOf(name: string): "loc" | "lastmod" | undefined {
  return name === "loc" || name === "lastmod" ? name : undefined;
}

function parseDate(text: string): number | undefined {
  const time = Date.parse(text.trim());
  return Number.isNaN(time) ? undefined : time;
}
