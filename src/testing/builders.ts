// Makes documents and passages from a few words, for tests that care about stores and not about parsing or chunking.
import { hashParts, hashText, sha256 } from "../core/hash.ts";
import type { Document } from "../spec/document.ts";
import type { DocumentUpsert, IndexedPassage } from "../spec/store.ts";
import { fakeVector } from "./fake-embedder.ts";

export type BuildOptions = Partial<Omit<Document, "id" | "text" | "textHash">> & {
  /** Dimensions of the fake vectors; 0 for a lexical generation. */
  readonly dims?: number;
};

/** A document of source `test`, readable by `public` unless said otherwise. */
export function buildDocument(id: string, text: string, options: BuildOptions = {}): Document {
  const { dims: _, ...given } = options;
  const made = {
    id,
    source: "test",
    uri: `${id}.txt`,
    title: id,
    mediaType: "text/plain",
    format: "text" as const,
    text,
    landmarks: [],
    metadata: {},
    acl: ["public"],
    contentHash: sha256(text),
    fingerprint: `size:${text.length}`,
    parser: "text@1",
    modifiedAt: 0,
    ...given,
  };
  return { ...made, textHash: hashText(made) };
}

/** One passage per paragraph (blank lines between), with a term for each lower-cased word and a fake vector. */
export function buildPassages(text: string, { dims = 0 }: Pick<BuildOptions, "dims"> = {}): readonly IndexedPassage[] {
  const parent = { start: 0, end: text.length };
  let next = 0;
  return text.split("\n\n").map((piece, ordinal) => {
    const start = next;
    next += piece.length + 2;
    return buildPassage(piece, { start, ordinal, dims, parent });
  });
}

type Place = Pick<IndexedPassage, "start" | "ordinal" | "parent"> & { readonly dims: number };

function buildPassage(piece: string, { start, ordinal, parent, dims }: Place): IndexedPassage {
  const terms = countWords(piece);
  return {
    start,
    end: start + piece.length,
    ordinal,
    kind: "prose",
    headings: [],
    parent,
    prefix: "",
    tokens: [...terms.values()].reduce((sum, count) => sum + count, 0),
    hash: hashParts([piece]),
    terms,
    ...(dims > 0 ? { vector: fakeVector(piece, { dims }) } : {}),
  };
}

/** Each lower-cased word of a text and how often it occurs. */
export function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** A document with its passages, ready to commit. */
export function buildUpsert(id: string, text: string, options: BuildOptions = {}): DocumentUpsert {
  const dims = options.dims ?? 0;
  return { document: buildDocument(id, text, options), passages: buildPassages(text, { dims }) };
}
