// The one way in which a project cuts and analyses documents.
import { chunkerId, type ChunkOptions } from "../../library/chunk/chunk-options.ts";
import { ANALYZER_ID, analyzePassage } from "../../library/index/analyze.ts";
import { embedText, indexDocument } from "../../library/index/index-document.ts";
import type { Indexer } from "../../library/sync/indexer.ts";

export function createIndexer(chunking: Partial<ChunkOptions>): Indexer {
  return {
    chunker: chunkerId(chunking),
    analyzer: ANALYZER_ID,
    index: (document) => indexDocument(document, analyzePassage, chunking),
    embedText,
  };
}
