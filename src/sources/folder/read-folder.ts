// Lists one folder with names that are the same in every listing, however the file system spells them.
import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";

import { type RawName, steadyName } from "../steady-name.ts";

/** A path as the system wants it: a Buffer where a name in it is not valid UTF-8. */
export type RawPath = RawName;

export type FolderEntry = {
  /** Unique in its folder, valid Unicode, NFC: what ids are made of. */
  readonly name: string;
  /** The name in NFC without a mark that makes it unique: what patterns and access rules see. */
  readonly plain: string;
  readonly raw: RawPath;
  readonly kind: "file" | "folder" | "link";
};

/** Files, folders and links of a folder by name; pipes, sockets and devices are left out. */
export async function readFolder(path: RawPath): Promise<readonly FolderEntry[]> {
  const entries = await readEntries(path);
  const taken = new Set(entries.map(({ name }) => name.toString()));
  const named = entries.flatMap((entry) => {
    const kind = kindOf(entry);
    return kind === undefined
      ? []
      : [
          {
            name: steadyName(entry.name, taken),
            plain: entry.name.toString().normalize("NFC"),
            raw: entry.name,
            kind,
          },
        ];
  });
  return named.toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

async function readEntries(path: RawPath): Promise<readonly (Dirent | Dirent<Buffer>)[]> {
  const entries = await readdir(path, { withFileTypes: true });
  const isText = entries.every(({ name }) => !name.includes("\uFFFD"));
  return isText ? entries : readdir(path, { withFileTypes: true, encoding: "buffer" });
}

function kindOf(entry: Dirent | Dirent<Buffer>): FolderEntry["kind"] | undefined {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "folder";
  return entry.isSymbolicLink() ? "link" : undefined;
}

/** The path of an entry of a folder. */
export function joinRaw(folder: RawPath, name: RawPath): RawPath {
  if (typeof folder === "string" && typeof name === "string") return `${folder}/${name}`;
  return Buffer.concat([Buffer.from(folder), Buffer.from("/"), Buffer.from(name)]);
}
