// Names of files that somebody else chose, such as a model hub: which of them may become files on this machine.

const LONGEST_SEGMENT_BYTES = 200;
const LONGEST_PATH_BYTES = 800;
// Names of devices on Windows, whatever extension follows; the superscript digits count as digits there.
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\.|$)/iu;
// Letters, digits and marks of any script, and the punctuation that every file system and shell takes as it is.
const ALLOWED = /^[\p{L}\p{N}\p{M} ._+=@~,()[\]{}#%&'!^$-]+$/u;

/** Why this path must not be written; undefined when it is harmless: relative, within its folder, the same on every system. */
export function unsafeReason(path: string): string | undefined {
  if (path === "") return "it is empty";
  if (path.startsWith("/")) return "it begins at the root of the disk";
  if (Buffer.byteLength(path) > LONGEST_PATH_BYTES) return `it is longer than ${LONGEST_PATH_BYTES} bytes`;
  for (const segment of path.split("/")) {
    const reason = segmentReason(segment);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function segmentReason(segment: string): string | undefined {
  if (segment === "") return "it holds an empty folder name";
  if (segment === "." || segment === "..") return "it leads out of its folder";
  if (segment.includes("\\") || /^[a-z]:/iu.test(segment)) return "it is a path of Windows";
  if (segment !== segment.normalize("NFKC")) return "it holds letters that look like others";
  if (!ALLOWED.test(segment)) return "it holds characters that are not allowed in file names everywhere";
  if (/^\s|[\s.]$/u.test(segment)) return "a name in it begins or ends with a space, or ends with a dot";
  if (DEVICE.test(segment)) return "it is the name of a device on Windows";
  if (Buffer.byteLength(segment) > LONGEST_SEGMENT_BYTES)
    return `a name in it is longer than ${LONGEST_SEGMENT_BYTES} bytes`;
  return undefined;
}

/** Pairs of paths that some file systems would take for one: equal but for case, or one of them the folder of the other. */
export function clashingPaths(paths: readonly string[]): readonly (readonly [string, string])[] {
  const known = new Map<string, string>();
  const clashes: (readonly [string, string])[] = [];
  for (const path of paths) {
    const other = known.get(foldedPath(path));
    if (other !== undefined) clashes.push([other, path]);
    known.set(foldedPath(path), path);
  }
  for (const path of paths) {
    const folder = foldersOf(foldedPath(path)).find((above) => known.has(above));
    if (folder !== undefined) clashes.push([known.get(folder) ?? folder, path]);
  }
  return clashes;
}

function foldedPath(path: string): string {
  return path.normalize("NFKC").toUpperCase().toLowerCase();
}

function foldersOf(path: string): readonly string[] {
  const segments = path.split("/");
  return segments.slice(1).map((_, length) => segments.slice(0, length + 1).join("/"));
}
