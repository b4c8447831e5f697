// The note beside a half-fetched file that says what it is half of, so that a later process can go on with it.
import { readFile, rename, rm, writeFile } from "node:fs/promises";

import { z } from "zod";

const DIGEST = z.strictObject({ algorithm: z.enum(["sha256", "git-sha1"]), hex: z.string() });

const JOURNAL = z.strictObject({
  version: z.literal(1),
  /** Hash of the address: an address may hold a key. */
  source: z.string(),
  digest: DIGEST.optional(),
  size: z.int().min(0).optional(),
  /** By which the server can tell whether it still has the same file. */
  validator: z.strictObject({ host: z.string(), value: z.string() }).optional(),
  /** So many bytes are known to have reached the disk. */
  syncedBytes: z.int().min(0),
});

export type PartJournal = z.output<typeof JOURNAL>;

export type Validator = NonNullable<PartJournal["validator"]>;

export function journalPath(partPath: string): string {
  return `${partPath}.json`;
}

/** Undefined when there is none, or none that can be read. */
export async function readJournal(partPath: string): Promise<PartJournal | undefined> {
  try {
    const parsed = JOURNAL.safeParse(JSON.parse(await readFile(journalPath(partPath), "utf8")));
    return parsed.success ? parsed.data : undefined;
  } catch {
    // why: whatever is wrong with it, the remedy is the same: the file is fetched from its beginning.
    return undefined;
  }
}

/** A kill leaves the old note or the new one. */
export async function writeJournal(partPath: string, journal: PartJournal): Promise<void> {
  const path = journalPath(partPath);
  await writeFile(`${path}.new`, JSON.stringify(journal));
  await rename(`${path}.new`, path);
}

export async function removeJournal(partPath: string): Promise<void> {
  await rm(journalPath(partPath), { force: true });
}
