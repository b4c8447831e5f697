// Which documents of a segment are gone: segments are never changed, their dead are only marked.
import { bytesOf, integerOf } from "../../../core/sqlite.ts";
import { isSet, setBit } from "../segment/directory.ts";
import type { WriteContext } from "./write-context.ts";

export type Deaths = {
  /** How many passages have died. */
  passages: number;
  /** A bit per document of the segment's directory. */
  readonly documents: Uint8Array;
  changed: boolean;
};

/** Marks a document's passages in a segment as gone. */
export function markDead(write: WriteContext, segment: number, document: number): void {
  const directory = write.directories.of(segment);
  const entry = directory.documentKeys.indexOf(document);
  const deaths = deathsOf(write, segment);
  if (entry < 0 || isSet(deaths.documents, entry)) return;
  setBit(deaths.documents, entry);
  deaths.changed = true;
  deaths.passages += directory.passageCounts[entry] ?? 0;
}

/** The dead of a segment as this transaction sees them. */
export function deathsOf(write: WriteContext, segment: number): Deaths {
  const known = write.deaths.get(segment);
  if (known !== undefined) return known;
  const row = write.sql("select passages, documents from segment_deaths where segment = ?").get(segment);
  const size = Math.ceil(write.directories.of(segment).documents / 8);
  const deaths =
    row === undefined
      ? { passages: 0, documents: new Uint8Array(size), changed: false }
      : { passages: integerOf(row["passages"]), documents: bytesOf(row["documents"]), changed: false };
  write.deaths.set(segment, deaths);
  return deaths;
}

/** Writes the marks made in this transaction. */
export function writeDeaths({ sql, deaths, revision }: WriteContext): void {
  for (const [segment, { passages, documents, changed }] of deaths) {
    if (!changed) continue;
    sql("insert or replace into segment_deaths(segment, revision, passages, documents) values(?, ?, ?, ?)").run(
      segment,
      revision,
      passages,
      documents,
    );
  }
  deaths.clear();
}
