// The one transactional home of a library: documents, passages, postings, vectors and access lists change together or not at all.
import type { Acl, Principals } from "./access.ts";
import type { Document, DocumentId, Metadata, Passage } from "./document.ts";
import type { Filter } from "./filter.ts";

/** A passage of one generation; stable until its document is indexed again. */
export type PassageKey = number;
export type GenerationId = number;

/** A passage as it is written: with the terms it is found by and, where the generation has an embedder, its vector. */
export type IndexedPassage = Passage & {
  /** Each distinct term of the passage (headings included) and how often it occurs. */
  readonly terms: ReadonlyMap<string, number>;
  /** Absent when the generation has no embedder, or when a vector for the same hash is already stored. */
  readonly vector?: Float32Array;
};

export type DocumentUpsert = {
  readonly document: Document;
  readonly passages: readonly IndexedPassage[];
};

/** Passages made anew from a stored text; left out silently when the text has changed since. */
export type DocumentReindex = {
  readonly id: DocumentId;
  readonly textHash: string;
  readonly passages: readonly IndexedPassage[];
};

/** Changes around an unchanged text; the title is part of the text's hash. Fields left out stay as they are. */
export type DocumentTouch = {
  readonly id: DocumentId;
  readonly acl?: Acl;
  readonly metadata?: Metadata;
  readonly uri?: string;
  readonly fingerprint?: string;
  readonly contentHash?: string;
  readonly mediaType?: string;
  readonly parser?: string;
  readonly modifiedAt?: number;
};

/**
 * Applied in this order: deletes, upserts, reindexes, touches. A passage may leave its vector out when the generation
 * held one for its hash before the change, even if the same change deletes the last passage that used it: that is a rename.
 * An upsert with another text drops the document's passages from all other generations, where it becomes pending.
 * A touch of a document that does not exist is left out silently.
 */
export type LibraryChange = {
  /** The generation that the passages below were made for. */
  readonly generation: GenerationId;
  readonly upserts?: readonly DocumentUpsert[];
  readonly reindexes?: readonly DocumentReindex[];
  readonly touches?: readonly DocumentTouch[];
  /** Deleted documents leave every generation at once. */
  readonly deletes?: readonly DocumentId[];
  readonly sourceStates?: ReadonlyMap<string, string>;
};

/**
 * How the lexical leg scores a passage: BM25 of the passage, plus `documentWeight` times BM25 of its whole document
 * (term counts and lengths summed over its passages). idf = ln(1 + (N - df + 0.5) / (df + 0.5)), term part =
 * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / averageLength)), each multiplied by the term's weight in the query.
 * N, df and the average are taken over what is visible to the query only (principals and filter), so that scores tell
 * nothing about the rest: over passages for the first part, over documents for the second. Hits are the passages that
 * hold at least one of the terms themselves; terms with a weight of 0 or less are left out.
 */
export type LexicalRanking = {
  readonly k1: number;
  readonly b: number;
  readonly documentWeight: number;
};

export type StoreQuery = {
  readonly principals: Principals;
  /** Terms of the question with their weights; empty: no lexical leg. */
  readonly terms: ReadonlyMap<string, number>;
  /** Unit vector of the question; absent: no dense leg. */
  readonly vector?: Float32Array;
  /** How many passages each leg returns at most. */
  readonly limit: number;
  readonly where?: Filter;
  readonly ranking: LexicalRanking;
  /** Default: the active one. Another one lets an exam look at a generation before it is switched to. */
  readonly generation?: GenerationId;
};

export type Hit = {
  readonly key: PassageKey;
  readonly score: number;
};

/**
 * Both legs, each filtered before it was ranked; scores depend on nothing that the principals may not read.
 * Best first, equal scores in the order of their keys. Dense scores are float32 dot products.
 */
export type Hits = {
  readonly generation: GenerationId;
  readonly lexical: readonly Hit[];
  readonly dense: readonly Hit[];
  /** True when both legs are what an exhaustive search over the visible passages would give. */
  readonly exact: boolean;
  /** How many passages the principals and the filter leave to search in. */
  readonly visible: number;
  readonly timingsMs: Readonly<Record<string, number>>;
};

export type StoredPassage = Passage & {
  readonly key: PassageKey;
  readonly documentId: DocumentId;
  readonly text: string;
  readonly document: DocumentSummary;
};

export type DocumentSummary = Omit<Document, "text" | "landmarks">;

/** What a sync compares with, and no more, since it holds all of them; an operator's view that ignores access lists. */
export type ManifestEntry = Pick<
  Document,
  "id" | "source" | "uri" | "contentHash" | "textHash" | "fingerprint" | "parser" | "acl" | "modifiedAt"
>;

export type GenerationState = "building" | "active" | "retired";

export type GenerationSpec = {
  readonly chunker: string;
  readonly analyzer: string;
  /** Fingerprint of the embedder; null: a lexical library. */
  readonly embedder: string | null;
  readonly dims: number;
};

export type Generation = GenerationSpec & {
  readonly id: GenerationId;
  readonly state: GenerationState;
  readonly createdAt: number;
};

export type AuditKind =
  | "file" // the file itself: SQLite's integrity check
  | "text" // stored text or metadata does not match its hash
  | "passages" // a document without its passages, passages without their document, spans outside the text
  | "postings" // a passage that cannot be found by its terms, postings of a passage that is gone
  | "vectors" // a passage without a vector, a vector without a passage, int8 that differs from float32
  | "access"; // an access list that is not the one applied in search

export type AuditFinding = {
  readonly kind: AuditKind;
  readonly message: string;
  readonly documentId?: DocumentId;
  readonly generation?: GenerationId;
};

export type AuditReport = {
  readonly findings: readonly AuditFinding[];
  readonly checked: Readonly<Record<AuditKind, number>>;
};

/** `passages`, `vectors` and `terms` are those of the active generation. */
export type StoreStats = {
  readonly documents: number;
  readonly passages: number;
  readonly vectors: number;
  readonly terms: number;
  readonly bytes: number;
  readonly sources: Readonly<Record<string, number>>;
  readonly generations: readonly Generation[];
  readonly schemaVersion: number;
};

export type CommitReceipt = {
  /** Grows by one with each commit of any process. */
  readonly sequence: number;
};

export type Store = AsyncDisposable & {
  /** Durable when it returns. Throws `library_busy`, `storage_full` or `storage_readonly`, and then nothing has changed. */
  commit(change: LibraryChange): Promise<CommitReceipt>;
  search(query: StoreQuery): Promise<Hits>;
  /** Those of the passages that still exist and that the principals may read, in the order asked for. */
  passages(keys: readonly PassageKey[], principals: Principals): Promise<readonly StoredPassage[]>;
  /** Undefined when it does not exist or may not be read: the two cannot be told apart. */
  document(id: DocumentId, principals: Principals): Promise<Document | undefined>;

  /** The rest is for whoever runs the library and is not bound by access lists. */
  manifest(source?: string): Promise<ReadonlyMap<DocumentId, ManifestEntry>>;
  sourceState(source: string): Promise<string | undefined>;
  /** Which of these passage hashes already have a vector in the generation. */
  knownVectors(hashes: readonly string[], generation: GenerationId): Promise<ReadonlySet<string>>;
  generations(): Promise<readonly Generation[]>;
  createGeneration(spec: GenerationSpec): Promise<Generation>;
  /** Up to `limit` documents that the generation has no up-to-date passages of. */
  pendingDocuments(generation: GenerationId, limit: number): Promise<readonly Document[]>;
  /** Switches searches to the generation, atomically; refuses while documents are pending. The old one is kept, retired. */
  activateGeneration(id: GenerationId): Promise<void>;
  dropGeneration(id: GenerationId): Promise<void>;
  audit(options?: { readonly signal?: AbortSignal }): Promise<AuditReport>;
  /** Drops what belongs to no document and marks documents with findings as pending, so that they are indexed again from their text. */
  repair(report: AuditReport): Promise<void>;
  /**
   * Wipes what deletions have left behind in files, such as words in the index, as far as nobody is reading; with
   * `everything`, also what deletions left that were made before a store overwrote what it deletes.
   */
  forget?(options?: { readonly everything?: boolean }): Promise<void>;
  stats(): Promise<StoreStats>;
  /** A consistent copy of everything in one file, while reads and writes go on. */
  exportTo(path: string): Promise<void>;
};
