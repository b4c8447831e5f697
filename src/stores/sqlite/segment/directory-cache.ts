// Segments never change once written, so their directories are read once.
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
      const row = sql("select directory from segments where id = ?").get(segment);
      const directory = decodeDirectory(bytesOf(row?.["directory"]));
      known.set(segment, directory);
      return directory;
    },
  };
}
