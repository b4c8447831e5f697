// Segments never change once written, so their directories are read once.
import { SchoolbookError } from "../../../core/errors.ts";
import { bytesOf, type Sql } from "../../../core/sqlite.ts";
import { decodeDirectory, type Directory } from "./directory.ts";

export type DirectoryCache = {
  of(segment: number): Directory;
};

export function createDirectoryCache(sql: Sql): DirectoryCache {
  const known = new Map<number, Directory>();
  return {
    of(segment) {
      const cached = known.get(segment);
      if (cached !== undefined) return cached;
      const directory = readDirectory(sql, segment);
      known.set(segment, directory);
      return directory;
    },
  };
}

function readDirectory(sql: Sql, segment: number): Directory {
  try {
    return decodeDirectory(bytesOf(sql("select directory from segments where id = ?").get(segment)?.["directory"]));
  } catch (cause) {
    throw new SchoolbookError("library_damaged", `Segment ${segment} of the library cannot be read.`, { cause });
  }
}
