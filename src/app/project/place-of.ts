// Where an offset of a document is for a person: line and column of a text file, or the page, and an address to open.
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import type { Principals } from "../../spec/access.ts";
import type { Document, DocumentId } from "../../spec/document.ts";
import { placeOfOffset } from "../text-place.ts";
import type { ProjectContext } from "./project-context.ts";

export type DocumentPlace = {
  /** Only where the stored text is the file's own text, so that an editor finds the same place. */
  readonly line?: number;
  readonly column?: number;
  /** Page, slide, sheet or chapter. */
  readonly landmark?: string;
  /** What a browser or terminal opens. */
  readonly address: string;
};

/** Parsers whose text is the file's, character by character. */
const VERBATIM = /^(?:markdown|mdx|text|code)@/u;

export async function placeOf(
  context: ProjectContext,
  id: DocumentId,
  { start, principals }: { readonly start: number; readonly principals: Principals },
): Promise<DocumentPlace | undefined> {
  const store = await context.library.forReading();
  const document = await store.document(id, principals);
  if (document === undefined) return undefined;
  const landmark = document.landmarks.findLast(({ offset }) => offset <= start)?.label;
  return {
    ...(VERBATIM.test(document.parser) && isFilePath(document.uri) ? placeOfOffset(document.text, start) : {}),
    ...(landmark === undefined ? {} : { landmark }),
    address: addressOf(document, context.project.folder),
  };
}

function isFilePath(uri: string): boolean {
  return !/^[a-z][a-z0-9+.-]+:/iu.test(uri);
}

function addressOf({ uri }: Document, folder: string): string {
  return isFilePath(uri) ? pathToFileURL(join(folder, uri)).href : uri;
}

/** The document of this id, or else the one that stands at this path or address. */
export async function findDocument(
  context: ProjectContext,
  name: string,
  principals: Principals,
): Promise<Document | undefined> {
  const store = await context.library.forReading();
  const byId = await store.document(name, principals);
  if (byId !== undefined) return byId;
  const wanted = name.replace(/^\.\//u, "");
  for (const { id, uri } of (await store.manifest()).values()) {
    if (uri !== wanted) continue;
    const document = await store.document(id, principals);
    if (document !== undefined) return document;
  }
  return undefined;
}
