// Segments against the passage rows that they were made from: who lies in them, by which terms they are found, their vectors.
import { bytesOf, integerOf } from "../../../core/sqlite.ts";
import type { Generation } from "../../../spec/store.ts";
import { readGenerations } from "../rows/generations.ts";
import { decodeDirectory, type Directory, isSet } from "../segment/directory.ts";
import { partKeys } from "../segment/part-keys.ts";
import { attempt, type Audit, nameOf, type Place, reasonOf, report } from "./audit-context.ts";
import { auditVectors } from "./audit-vectors.ts";
import { sumPostings, type TermSums } from "./sum-postings.ts";

/** A living document of a segment. */
export type Entry = {
  readonly document: number;
  readonly firstPassage: number;
  readonly slot: number;
  readonly count: number;
};

export type AuditedSegment = {
  readonly id: number;
  readonly generation: Generation;
  readonly directory: Directory;
  readonly living: readonly Entry[];
};

export function auditSegments(audit: Audit): void {
  for (const generation of readGenerations(audit.sql)) {
    const found = new Set<number>();
    const ids = audit.sql("select id from segments where generation = ? order by id").all(generation.id);
    for (const row of ids) auditSegment(audit, { id: integerOf(row["id"]), generation, found });
    reportMissing(audit, generation, found);
  }
  auditParts(audit);
}

type Auditing = {
  readonly id: number;
  readonly generation: Generation;
  /** Documents that have been found in a segment. */
  readonly found: Set<number>;
};

function auditSegment(audit: Audit, { id, generation, found }: Auditing): void {
  const isReadable = attempt(audit, "postings", { generation: generation.id }, () => {
    const segment = readSegment(audit, id, generation);
    for (const entry of segment.living) {
      if (isExpected(audit, segment, entry)) found.add(entry.document);
      else {
        const message = `Segment ${id} finds passages of ${nameOf(audit, entry.document)} that are gone.`;
        report(audit, "postings", message, { document: entry.document, generation: generation.id });
      }
    }
    auditPostings(audit, segment);
    if (generation.embedder !== null) auditVectors(audit, segment);
  });
  if (!isReadable) reportAll(audit, generation, { id, problem: "lies in a segment that cannot be read" });
}

function readSegment({ sql }: Audit, id: number, generation: Generation): AuditedSegment {
  const directory = decodeDirectory(bytesOf(sql("select directory from segments where id = ?").get(id)?.["directory"]));
  const dead = bytesOf(sql("select documents from segment_deaths where segment = ?").get(id)?.["documents"]);
  const living: Entry[] = [];
  let slot = 0;
  for (let entry = 0; entry < directory.documents; entry++) {
    const count = directory.passageCounts[entry] ?? 0;
    const [document, firstPassage] = [directory.documentKeys[entry] ?? 0, directory.firstPassages[entry] ?? 0];
    if (!isSet(dead, entry)) living.push({ document, firstPassage, slot, count });
    slot += count;
  }
  if (slot !== directory.slots)
    throw new RangeError(`Segment ${id} has ${directory.slots} slots and ${slot} passages.`);
  return { id, generation, directory, living };
}

function isExpected({ sql, documentIds }: Audit, { id, generation }: AuditedSegment, entry: Entry): boolean {
  const row = sql("select segment, first_passage, passages from indexed where generation = ? and document = ?").get(
    generation.id,
    entry.document,
  );
  return (
    row !== undefined &&
    documentIds.has(entry.document) &&
    integerOf(row["segment"]) === id &&
    integerOf(row["first_passage"]) === entry.firstPassage &&
    integerOf(row["passages"]) === entry.count
  );
}

function auditPostings(audit: Audit, segment: AuditedSegment): void {
  const { id, generation, directory } = segment;
  let sums: TermSums;
  try {
    sums = sumPostings(audit.sql, id, directory.slots);
  } catch (error) {
    reportAll(audit, generation, { id, problem: `lies in a segment with damaged postings (${reasonOf(error)})` });
    return;
  }
  audit.checked.postings += sums.postings;
  const read = audit.sql("select key, length, terms_check from passages where key >= ? and key < ?");
  for (const { document, firstPassage, slot, count } of segment.living) {
    const wrong = read.all(firstPassage, firstPassage + count).some((row) => {
      const at = slot + integerOf(row["key"]) - firstPassage;
      const length = integerOf(row["length"]);
      const hasLength = sums.lengths[at] === length && directory.lengths[at] === length;
      return !hasLength || sums.checks[at] !== integerOf(row["terms_check"]);
    });
    const message = `The postings of ${nameOf(audit, document)} are not those of its passages.`;
    if (wrong) report(audit, "postings", message, { document, generation: generation.id });
  }
}

type Damage = {
  readonly id: number;
  readonly problem: string;
};

function reportAll(audit: Audit, generation: Generation, { id, problem }: Damage): void {
  const rows = audit.sql("select document from indexed where generation = ? and segment = ?").all(generation.id, id);
  for (const row of rows) {
    const place: Place = { document: integerOf(row["document"]), generation: generation.id };
    report(audit, "postings", `${nameOf(audit, place.document ?? 0)} ${problem}.`, place);
  }
}

function reportMissing(audit: Audit, generation: Generation, found: ReadonlySet<number>): void {
  const rows = audit.sql("select document from indexed where generation = ? and passages > 0").all(generation.id);
  for (const row of rows) {
    const document = integerOf(row["document"]);
    if (found.has(document)) continue;
    report(audit, "postings", `${nameOf(audit, document)} cannot be found by its terms.`, {
      document,
      generation: generation.id,
    });
  }
}

const PART_TABLES = ["term_blocks", "vector_chunks"] as const;

/** Blocks and chunks of segments that do not exist. */
function auditParts(audit: Audit): void {
  for (const table of PART_TABLES) {
    for (const segment of partOwners(audit, table)) {
      if (audit.sql("select 1 from segments where id = ?").get(segment) !== undefined) continue;
      const kind = table === "term_blocks" ? "postings" : "vectors";
      report(audit, kind, `There are ${table} of segment ${segment}, which does not exist.`);
    }
  }
}

/** The segments that parts are stored for, found by skipping from one to the next. */
export function partOwners({ sql }: Pick<Audit, "sql">, table: (typeof PART_TABLES)[number]): number[] {
  const owners: number[] = [];
  const [, parts] = partKeys(0);
  const next = sql(`select key from ${table} where key >= ? order by key limit 1`);
  for (let row = next.get(0); row !== undefined; row = next.get(partKeys(owners.at(-1) ?? 0)[1])) {
    owners.push(Math.floor(integerOf(row["key"]) / parts));
  }
  return owners;
}
