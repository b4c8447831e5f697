// From a document to passages with the terms they are found by; vectors are added by whoever has an embedder.
import type { Document, Passage } from "../../spec/document.ts";
import type { IndexedPassage } from "../../spec/store.ts";
import { chunkDocument } from "../chunk/chunk-document.ts";
import type { ChunkOptions } from "../chunk/chunk-options.ts";
import { analyzePassage, type Analyzer } from "./analyze.ts";

export { embedText } from "../chunk/embed-text.ts";

type Indexed = Pick<Document, "text" | "format" | "landmarks" | "title">;

/** Chunks a document and counts the terms of each passage; equal text, title and landmarks give equal passages. */
export function indexDocument(
  document: Indexed,
  analyze: Analyzer["passage"] = analyzePassage,
  chunking: Partial<ChunkOptions> = {},
): readonly IndexedPassage[] {
  return chunkDocument(document, chunking).map((passage) => ({
    ...passage,
    terms: passageTerms(passage, document, analyze),
  }));
}

/** Title and headings count once more than they are written: they say what a passage is about that never names it. */
function passageTerms(passage: Passage, document: Indexed, analyze: Analyzer["passage"]): ReadonlyMap<string, number> {
  const terms = analyze(document.text.slice(passage.start, passage.end));
  const about = new Set([document.title, ...passage.headings, passage.prefix]);
  for (const text of about) addCounts(terms, analyze(text));
  return terms;
}

function addCounts(terms: Map<string, number>, more: ReadonlyMap<string, number>): void {
  for (const [term, count] of more) terms.set(term, (terms.get(term) ?? 0) + count);
}
