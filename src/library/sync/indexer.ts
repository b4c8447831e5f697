// How documents become searchable passages: chunking and analysis under the names that a generation is built with.
import type { Document } from "../../spec/document.ts";
import type { IndexedPassage } from "../../spec/store.ts";

export type Indexer = {
  /** Names of the chunker and the analyzer: together with the embedder they say what a generation was made by. */
  readonly chunker: string;
  readonly analyzer: string;
  index(document: Document): readonly IndexedPassage[];
  /** What of a passage is embedded. */
  embedText(passage: IndexedPassage, documentText: string): string;
};
