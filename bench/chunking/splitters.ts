// The splitters that are compared: this project's chunker, cuts at a fixed number of characters, and LangChain's recursive splitter.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

import { chunkDocument } from "../../src/library/chunk/chunk-document.ts";
import type { ChunkOptions } from "../../src/library/chunk/chunk-options.ts";
import { embedText } from "../../src/library/chunk/embed-text.ts";
import type { Span, TextFormat } from "../../src/spec/document.ts";

/** `indexed` is what is searched when it differs from the span's own text. */
export type Piece = Span & { readonly indexed?: string };

export type Splitter = {
  readonly name: string;
  split(text: string): Promise<readonly Piece[]>;
};

export type SchoolbookSplit = {
  readonly format?: TextFormat;
  readonly options?: Partial<ChunkOptions>;
  /** Leaves out the headings, which the library searches along with the text. */
  readonly textOnly?: boolean;
};

export function schoolbook(
  name: string,
  { format = "markdown", options = {}, textOnly = false }: SchoolbookSplit = {},
): Splitter {
  return {
    name,
    split: async (text) =>
      chunkDocument({ text, format, landmarks: [], title: "" }, options).map((passage) => ({
        start: passage.start,
        end: passage.end,
        ...(textOnly ? {} : { indexed: embedText(passage, text) }),
      })),
  };
}

export function fixedLength(length: number): Splitter {
  return {
    name: `fixed ${length} characters`,
    split: async (text) => {
      const pieces: Piece[] = [];
      for (let start = 0; start < text.length; start += length) {
        pieces.push({ start, end: Math.min(start + length, text.length) });
      }
      return pieces;
    },
  };
}

type RecursiveSplitter = { splitText(text: string): Promise<string[]> };
type RecursiveSplitterClass = new (options: { chunkSize: number; chunkOverlap: number }) => RecursiveSplitter;

/** Undefined when the peers of `bench/peers` are not installed. */
export async function langChain(chunkSize: number, chunkOverlap: number): Promise<Splitter | undefined> {
  const Recursive = await loadPeer();
  if (Recursive === undefined) return undefined;
  const splitter = new Recursive({ chunkSize, chunkOverlap });
  return {
    name: `LangChain recursive ${chunkSize}/${chunkOverlap}`,
    split: async (text) => locate(text, await splitter.splitText(text)),
  };
}

async function loadPeer(): Promise<RecursiveSplitterClass | undefined> {
  const path = peerPath();
  if (path === undefined) return undefined;
  const peer: unknown = await import(pathToFileURL(path).href);
  if (typeof peer !== "object" || peer === null || !("RecursiveCharacterTextSplitter" in peer)) return undefined;
  // why: the peer lies outside of what the compiler sees; its version is pinned
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return peer.RecursiveCharacterTextSplitter as RecursiveSplitterClass;
}

function peerPath(): string | undefined {
  const peers = createRequire(new URL("../peers/package.json", import.meta.url));
  try {
    return peers.resolve("@langchain/textsplitters");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

/** Pieces come in order and are verbatim, so each is found after the start of the one before it. */
function locate(text: string, pieces: readonly string[]): Piece[] {
  let from = 0;
  return pieces.map((piece) => {
    const start = text.indexOf(piece, from);
    if (start === -1) throw new Error(`A piece of ${piece.length} characters is not in the text it was cut from.`);
    from = start + 1;
    return { start, end: start + piece.length };
  });
}
