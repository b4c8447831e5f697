// Decides whether a symbolic link may be followed: only to files and folders inside the root, and never in circles.
import type { BigIntStats } from "node:fs";
import { lstat, realpath } from "node:fs/promises";

import type { RawPath } from "./read-folder.ts";

export type LinkPlace = {
  readonly root: string;
  /** The folder in which the link stands, without links in its path. */
  readonly from: RawPath;
  /** Folders that links have led to so far; the target is added. */
  readonly linked: Set<string>;
};

export type LinkTarget =
  | { readonly kind: "file"; readonly raw: RawPath; readonly stats: BigIntStats }
  | { readonly kind: "folder"; readonly raw: RawPath };

/** Where a link leads; undefined when it leaves the root, leads to a folder around it, or to one entered before. */
export async function resolveLink(link: RawPath, { root, from, linked }: LinkPlace): Promise<LinkTarget | undefined> {
  const raw = await realpath(link, "buffer");
  // why: latin1 keeps every byte, so that names which are not valid UTF-8 compare exactly too.
  const target = raw.toString("latin1");
  if (!target.startsWith(`${asBytes(root)}/`)) return undefined;
  const stats = await lstat(raw, { bigint: true });
  if (stats.isFile()) return { kind: "file", raw, stats };
  if (!stats.isDirectory() || `${asBytes(from)}/`.startsWith(`${target}/`) || linked.has(target)) return undefined;
  linked.add(target);
  return { kind: "folder", raw };
}

function asBytes(path: RawPath): string {
  return Buffer.from(path).toString("latin1");
}
