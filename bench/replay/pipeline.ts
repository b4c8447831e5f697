// The real pipeline that the replay goes through: parser, chunker, analyzer, store; only the embedder is a fake that counts.
import { createIndexer } from "../../src/app/project/create-indexer.ts";
import { systemRuntime } from "../../src/core/runtime.ts";
import type { SyncOptions } from "../../src/library/sync/sync-library.ts";
import { markdownParser } from "../../src/parsers/markdown/parser.ts";
import { DEFAULT_LIMITS } from "../../src/parsers/reading/default-limits.ts";
import type { Document } from "../../src/spec/document.ts";
import type { Embedder } from "../../src/spec/embedder.ts";
import { createFakeEmbedder } from "../../src/testing/fake-embedder.ts";

export type CountingEmbedder = Embedder & {
  /** The texts embedded since it was last asked. */
  readonly take: () => readonly string[];
};

export function createCountingEmbedder(): CountingEmbedder {
  const fake = createFakeEmbedder({ dims: 64 });
  let texts: string[] = [];
  return {
    ...fake,
    embed: async (batch, role, signal) => {
      texts.push(...batch);
      return fake.embed(batch, role, signal);
    },
    take: () => {
      const taken = texts;
      texts = [];
      return taken;
    },
  };
}

export type ParsedPage = Pick<Document, "text" | "format" | "landmarks" | "title">;
export type ParsePage = (path: string, text: string) => Promise<ParsedPage>;

/** How a page reads on its own, outside any sync. */
export const parsePage: ParsePage = async (path, text) => {
  const parsed = await markdownParser.parse({
    bytes: new TextEncoder().encode(text),
    fileName: path,
    limits: DEFAULT_LIMITS,
  });
  return { ...parsed, title: parsed.title ?? path };
};

/** What every sync of the replay has in common. */
export function pipeline(embedder: Embedder): Omit<SyncOptions, "store" | "sources"> {
  return {
    parse: async ({ bytes, fileName }) => {
      const parsed = await markdownParser.parse({ bytes, fileName, limits: DEFAULT_LIMITS });
      return { ...parsed, parser: markdownParser.id };
    },
    parsers: new Set([markdownParser.id]),
    indexer: createIndexer({}),
    embedder,
    runtime: systemRuntime(),
  };
}
