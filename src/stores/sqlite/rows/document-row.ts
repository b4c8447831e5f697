// Document rows as the contract's documents.
import { SchoolbookError } from "../../../core/errors.ts";
import { bytesOf, integerOf, type Sql, textOf } from "../../../core/sqlite.ts";
import type { Document, TextFormat } from "../../../spec/document.ts";
import type { DocumentSummary } from "../../../spec/store.ts";
import { decodePiece, PIECE_UNITS, pieceKeys } from "../segment/text-pieces.ts";
import type { AclReader } from "./acls.ts";
import { storedLandmarks, storedMetadata, storedString } from "./stored-json.ts";

export type Row = Readonly<Record<string, Parameters<typeof integerOf>[0]>>;

export function summaryOf(row: Row, acls: AclReader): DocumentSummary {
  return {
    id: textOf(row["id"]),
    source: textOf(row["source"]),
    uri: textOf(row["uri"]),
    title: storedString(row["title"]),
    mediaType: textOf(row["media_type"]),
    format: formatOf(textOf(row["format"])),
    metadata: storedMetadata(row["metadata"]),
    acl: acls(integerOf(row["acl"])),
    contentHash: textOf(row["content_hash"]),
    textHash: textOf(row["text_hash"]),
    fingerprint: textOf(row["fingerprint"]),
    parser: textOf(row["parser"]),
    modifiedAt: integerOf(row["modified_at"]),
  };
}

function formatOf(format: string): TextFormat {
  return format === "markdown" || format === "code" || format === "table" ? format : "text";
}

/** Everything about a document but its text. */
export function documentByKey(sql: Sql, acls: AclReader, key: number): Omit<Document, "text"> {
  const row = sql("select * from documents where key = ?").get(key);
  if (row === undefined) throw new SchoolbookError("library_damaged", `Document row ${key} is missing.`);
  return { ...summaryOf(row, acls), landmarks: storedLandmarks(row["landmarks"]) };
}

/** A document with its text. */
export function documentOf(sql: Sql, acls: AclReader, row: Row): Document {
  return {
    ...summaryOf(row, acls),
    landmarks: storedLandmarks(row["landmarks"]),
    text: readText(sql, integerOf(row["key"])),
  };
}

export function readText(sql: Sql, document: number): string {
  const [first, end] = pieceKeys(document);
  const rows = sql("select encoding, body from texts where key >= ? and key < ? order by key").all(first, end);
  return rows.map((row) => decodePiece({ encoding: integerOf(row["encoding"]), body: bytesOf(row["body"]) })).join("");
}

/** The text between two UTF-16 offsets, reading only the pieces that it touches. */
export function readSlice(sql: Sql, document: number, span: { readonly start: number; readonly end: number }): string {
  const from = Math.floor(span.start / PIECE_UNITS);
  const [first] = pieceKeys(document);
  const rows = sql("select encoding, body from texts where key >= ? and key <= ? order by key").all(
    first + from,
    first + Math.floor(Math.max(span.start, span.end - 1) / PIECE_UNITS),
  );
  const text = rows
    .map((row) => decodePiece({ encoding: integerOf(row["encoding"]), body: bytesOf(row["body"]) }))
    .join("");
  return text.slice(span.start - from * PIECE_UNITS, span.end - from * PIECE_UNITS);
}
