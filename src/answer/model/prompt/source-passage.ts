// A passage as answers use it: where it stands in its stored document, and what the model is told about it.
import type { Document, DocumentId, Metadata, Span } from "../../../spec/document.ts";
import type { SearchHit } from "../../../spec/retriever.ts";

/** Positions are those in the stored text of the document. */
export type SourcePassage = Span & {
  readonly documentId: DocumentId;
  readonly contentHash: string;
  readonly uri: string;
  readonly title: string;
  readonly headings: readonly string[];
  readonly format: Document["format"];
  /** ISO day of the document's version. */
  readonly date?: string;
  /** What stands before the text when it is shown, such as the header of a table that was cut. */
  readonly prefix: string;
  readonly text: string;
  readonly score?: number;
};

export function passageOfHit({ passage, score }: SearchHit): SourcePassage {
  const { document, documentId, start, end, headings, prefix, text } = passage;
  return { ...described(document), documentId, start, end, headings, prefix, text, score };
}

/** All of a document, as one passage. */
export function passageOfDocument(document: Document): SourcePassage {
  const { id: documentId, text } = document;
  return { ...described(document), documentId, start: 0, end: text.length, headings: [], prefix: "", text };
}

type Described = Pick<Document, "contentHash" | "uri" | "title" | "format" | "metadata" | "modifiedAt">;

function described({ contentHash, uri, title, format, metadata, modifiedAt }: Described) {
  const date = dayOf(metadata, modifiedAt);
  return { contentHash, uri, title, format, ...(date === undefined ? {} : { date }) };
}

const DATE_FIELDS = ["date", "updated", "modified", "lastmod", "published"];
const DAY = /^\d{4}-\d{2}-\d{2}/u;

/** What the document says of itself goes before what its source says of the file. */
function dayOf(metadata: Metadata, modifiedAt: number): string | undefined {
  for (const field of DATE_FIELDS) {
    const value = Object.hasOwn(metadata, field) ? metadata[field] : undefined;
    const day = typeof value === "string" ? DAY.exec(value)?.[0] : undefined;
    if (day !== undefined) return day;
  }
  return modifiedAt > 0 ? new Date(modifiedAt).toISOString().slice(0, 10) : undefined;
}
