// Names of files as ids need them: the same in every listing, valid Unicode, unique among their neighbours.
import { shortHash } from "../core/hash.ts";

/** A name as the system has it: bytes where they are not valid UTF-8. */
export type RawName = string | Buffer;

/**
 * The name in NFC, so that a folder copied from a Mac keeps its ids. One that is not valid UTF-8, or whose NFC form is
 * the exact name of another in `taken`, gets a mark made from its bytes.
 */
export function steadyName(raw: RawName, taken: ReadonlySet<string>): string {
  if (typeof raw === "string" && isPlain(raw)) return raw;
  const text = typeof raw === "string" ? raw : raw.toString("utf8");
  const isExact = typeof raw === "string" || Buffer.from(text, "utf8").equals(raw);
  const name = text.normalize("NFC");
  return isExact && (name === text || !taken.has(name)) ? name : withMark(name, shortHash(raw).slice(0, 8));
}

function isPlain(text: string): boolean {
  return /^[\x20-\x7e]*$/u.test(text);
}

/** The mark stands before the extension, which says how the file is read. */
function withMark(name: string, mark: string): string {
  const dot = name.lastIndexOf(".");
  const cut = dot > name.lastIndexOf("/") + 1 ? dot : name.length;
  return `${name.slice(0, cut)}~${mark}${name.slice(cut)}`;
}

const MARK = /~[0-9a-f]{8}(?=\.[^./]*$|$)/u;

/**
 * The path that access rules saw when they were applied to a file whose id is `path`: without marks. Undefined where it holds
 * none. In ASCII nothing is ever marked; git marks the last name for the whole path.
 */
export function unmarkedPath(path: string): string | undefined {
  if (isPlain(path) || !path.includes("~")) return undefined;
  const names = path.split("/");
  const plain = names
    .map((name, at) => (isPlain(name) && at < names.length - 1 ? name : name.replace(MARK, "")))
    .join("/");
  return plain === path ? undefined : plain;
}
