// Documents against their passages: each has all of its own, within its text, and no passage is left over.
import { counted } from "../../../core/counted.ts";
import { bytesOf, integerOf, textOf } from "../../../core/sqlite.ts";
import type { Generation, GenerationId } from "../../../spec/store.ts";
import { readText, type Row } from "../rows/document-row.ts";
import { readGenerations } from "../rows/generations.ts";
import { unpackHash } from "../rows/pack-hash.ts";
import { type Audit, nameOf, report } from "./audit-context.ts";

export function auditPassages(audit: Audit): void {
  const generations = readGenerations(audit.sql);
  const lengths = new Map<number, number>();
  for (const key of audit.documentIds.keys()) lengths.set(key, readText(audit.sql, key).length);
  for (const generation of generations) auditGeneration(audit, generation, lengths);
  auditLeftovers(audit);
}

function auditGeneration(audit: Audit, generation: Generation, lengths: ReadonlyMap<number, number>): void {
  const { sql } = audit;
  const rows =
    sql(`select d.key, d.text_hash, i.text_hash as indexed_hash, i.first_passage, i.passages, p.document as pending
    from documents d
    left join indexed i on i.generation = ?1 and i.document = d.key
    left join pending p on p.generation = ?1 and p.document = d.key`).all(generation.id);
  for (const row of rows) {
    const document = integerOf(row["key"]);
    const place = { document, generation: generation.id };
    const isIndexed = row["indexed_hash"] === row["text_hash"];
    const isPending = row["pending"] !== null;
    if (!isIndexed && generation.state === "active") {
      report(audit, "passages", `${nameOf(audit, document)} has no passages.`, place);
    } else if (isIndexed === isPending) {
      const problem = isIndexed ? "has passages and is still marked as pending" : "has no passages and is not pending";
      report(audit, "passages", `${nameOf(audit, document)} ${problem} in generation ${generation.id}.`, place);
    }
    if (row["indexed_hash"] !== null)
      auditRows(audit, row, { generation: generation.id, length: lengths.get(document) ?? 0 });
  }
}

type Bounds = {
  readonly generation: GenerationId;
  readonly length: number;
};

function auditRows(audit: Audit, row: Row, { generation, length }: Bounds): void {
  const document = integerOf(row["key"]);
  const first = integerOf(row["first_passage"]);
  const passages = audit
    .sql(`select key, generation, document, start, "end", parent_start, parent_end, headings, prefix, hash from passages
      where key >= ? and key < ? order by key`)
    .all(first, first + integerOf(row["passages"]));
  audit.checked.passages += passages.length;
  const place = { document, generation };
  if (passages.length !== integerOf(row["passages"])) {
    const message = `${nameOf(audit, document)} has ${counted(passages.length, "passage")} instead of ${integerOf(row["passages"])}.`;
    report(audit, "passages", message, place);
  }
  for (const passage of passages) {
    const problem = problemOf(passage, { document, generation, length });
    if (problem !== undefined) {
      report(
        audit,
        "passages",
        `Passage ${integerOf(passage["key"])} of ${nameOf(audit, document)} ${problem}.`,
        place,
      );
    }
  }
}

function problemOf(passage: Row, expected: Bounds & { readonly document: number }): string | undefined {
  if (
    integerOf(passage["document"]) !== expected.document ||
    integerOf(passage["generation"]) !== expected.generation
  ) {
    return "belongs to another document or generation";
  }
  if (!isSpan(passage["start"], passage["end"], expected.length)) return "lies outside the text";
  if (!isJson(passage["headings"]) || !isJson(passage["prefix"])) return "has unreadable headings or prefix";
  return unpackHash(bytesOf(passage["hash"])) === "" ? "has no hash" : undefined;
}

function isSpan(start: Row[string], end: Row[string], length: number): boolean {
  return integerOf(start) >= 0 && integerOf(start) <= integerOf(end) && integerOf(end) <= length;
}

function isJson(value: Row[string]): boolean {
  try {
    JSON.parse(textOf(value));
    return true;
  } catch {
    // why: the only thing that can be wrong here is the stored text, which is what is being asked.
    return false;
  }
}

/** Passages that no document accounts for, with the document and generation that they name. */
export const LEFTOVER_PASSAGES = `select p.key, p.document, p.generation from passages p where not exists (
  select 1 from indexed i join documents d on d.key = i.document where i.generation = p.generation and i.document = p.document
  and p.key >= i.first_passage and p.key < i.first_passage + i.passages)`;

/** Index entries of documents or generations that do not exist. */
export const LEFTOVER_ENTRIES = `select generation, document from indexed i where document not in (select key from documents)
  or generation not in (select id from generations)`;

function auditLeftovers(audit: Audit): void {
  for (const row of audit.sql(LEFTOVER_PASSAGES).all()) {
    const document = integerOf(row["document"]);
    const generation = integerOf(row["generation"]);
    report(audit, "passages", `Passage ${integerOf(row["key"])} of ${nameOf(audit, document)} is left over.`, {
      generation,
    });
  }
  for (const row of audit.sql(LEFTOVER_ENTRIES).all()) {
    const document = integerOf(row["document"]);
    report(audit, "passages", `There are passages of ${nameOf(audit, document)}.`, {
      generation: integerOf(row["generation"]),
    });
  }
}
