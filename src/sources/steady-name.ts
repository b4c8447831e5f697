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
