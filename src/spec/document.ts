// Documents, and the passages that they are cut into.
import type { Acl } from "./access.ts";

/** `<source name>:<path, row key or address>`; comes from the source, never from the content. */
export type DocumentId = string;

export type MetadataValue = string | number | boolean | readonly string[];
export type Metadata = Readonly<Record<string, MetadataValue>>;

/** How the stored text is to be cut: the chunker follows the structure that the format has. */
export type TextFormat = "markdown" | "text" | "code" | "table";

/** A place in the stored text that people know by another name: a page, a slide, a sheet, a chapter. */
export type Landmark = {
  readonly offset: number;
  readonly label: string;
};

/** What the library keeps of a document. All offsets anywhere in Schoolbook are UTF-16 positions in `text`. */
export type Document = {
  readonly id: DocumentId;
  readonly source: string;
  /** Where a person can open it: a path relative to the project, or an address. */
  readonly uri: string;
  readonly title: string;
  readonly mediaType: string;
  readonly format: TextFormat;
  readonly text: string;
  readonly landmarks: readonly Landmark[];
  readonly metadata: Metadata;
  readonly acl: Acl;
  /** SHA-256 of the bytes that the source gave. */
  readonly contentHash: string;
  /** `hashText` of the fields that passages are made from: title, format, landmarks and text. */
  readonly textHash: string;
  /** Cheap change token of the source (size and time, ETag, blob id): equal means not read again. */
  readonly fingerprint: string;
  readonly parser: string;
  readonly modifiedAt: number;
};

export type PassageKind = "prose" | "list" | "table" | "code";

export type Span = {
  readonly start: number;
  readonly end: number;
};

/** A piece of a document: what is embedded, ranked and cited. */
export type Passage = Span & {
  readonly ordinal: number;
  readonly kind: PassageKind;
  readonly headings: readonly string[];
  /** The larger piece around it (its section), for expansion at answer time. */
  readonly parent: Span;
  /** Text put before the passage when it is embedded or shown, such as the repeated header of a split table. */
  readonly prefix: string;
  readonly tokens: number;
  /** Hash of everything that is embedded (headings, prefix, text): equal hash, equal vector. */
  readonly hash: string;
};
