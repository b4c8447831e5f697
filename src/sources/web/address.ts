// Which addresses belong to the source, and how each is spelled.
import { createGlobMatcher } from "../glob.ts";
import type { WebOptions } from "./options.ts";

/** An address as ids have it: absolute, without fragment. Undefined for what is no web address. */
export function toAddress(link: string, base?: string): string | undefined {
  const url = URL.parse(link.trim(), base);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:") || url.username !== "") return undefined;
  url.hash = "";
  return url.href;
}

/**
 * The path that patterns and access rules see: decoded, without double slashes, dot segments and the leading slash, so
 * that other spellings of a path do not get round a rule. Where it says `..`, servers disagree on what it leads to.
 */
export function rulePath(address: string): string {
  const { pathname } = new URL(address);
  const kept: string[] = [];
  for (const segment of decode(pathname).split(/[/\\]/u)) {
    if (segment === "..") kept.pop();
    else if (segment !== "" && segment !== ".") kept.push(segment);
  }
  const path = kept.join("/").normalize("NFC");
  return path !== "" && pathname.endsWith("/") ? `${path}/` : path;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** True for addresses in the folder of a start address, or below it, that the patterns let through. */
export function createScope(options: Pick<WebOptions, "start" | "include" | "exclude">): (address: string) => boolean {
  const roots = options.start.map(startFolder);
  const include = createGlobMatcher(options.include);
  const exclude = createGlobMatcher(options.exclude);
  return (address) => {
    const { origin, pathname } = new URL(address);
    const isInside = roots.some((root) => root.origin === origin && isBelow(pathname, root.folder));
    if (!isInside) return false;
    const path = rulePath(address);
    return include.matches(path) && !exclude.matches(path);
  };
}

type StartFolder = { readonly origin: string; readonly folder: string };

/** `/docs/` and `/docs` stand for the folder docs, `/docs/intro.html` for the folder that it is in. */
function startFolder(start: string): StartFolder {
  const { origin, pathname } = new URL(start);
  const isFile = pathname.slice(pathname.lastIndexOf("/")).includes(".");
  return { origin, folder: (isFile ? pathname.slice(0, pathname.lastIndexOf("/")) : pathname).replace(/\/$/u, "") };
}

function isBelow(pathname: string, folder: string): boolean {
  return pathname === folder || pathname.startsWith(`${folder}/`);
}
