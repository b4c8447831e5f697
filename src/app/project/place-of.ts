// Where an offset of a document is for a person: line and column in its file, or the page, and an address to open.
import { readFileSync, statSync } from "node:fs";
import { pathToFileURL } from "node:url";

import { findHeadings } from "../../library/chunk/find-headings.ts";
import type { Principals } from "../../spec/access.ts";
import type { Document, DocumentId } from "../../spec/document.ts";
import { placeOfOffset, type TextPlace } from "../text-place.ts";
import { findFile } from "./find-file.ts";
import type { ProjectContext } from "./project-context.ts";

export type DocumentPlace = {
  /** Only where the file holds these very words, so that an editor finds the same place. */
  readonly line?: number;
  readonly column?: number;
  /** Page, slide, sheet or chapter. */
  readonly landmark?: string;
  /** Of the section in which the offset stands, outermost first. */
  readonly headings: readonly string[];
  /** What a browser or terminal opens. */
  readonly address: string;
};

export async function placeOf(
  context: ProjectContext,
  id: DocumentId,
  { start, principals }: { readonly start: number; readonly principals: Principals },
): Promise<DocumentPlace | undefined> {
  const store = await context.library.forReading();
  const document = await store.document(id, principals);
  if (document === undefined) return undefined;
  const landmark = document.landmarks.findLast(({ offset }) => offset <= start)?.label;
  const isFile = !/^[a-z][a-z0-9+.-]+:/iu.test(document.uri);
  const path = isFile ? findFile(context.project.folder, document.uri) : "";
  return {
    ...(isFile && landmark === undefined ? placeInFile(path, document, start) : {}),
    ...(landmark === undefined ? {} : { landmark }),
    headings: findHeadings(document)(start),
    address: isFile ? pathToFileURL(path).href : document.uri,
  };
}

const MOST_BYTES = 10_000_000;
const LONGEST_SNIPPET = 160;
const SHORTEST_SNIPPET = 12;

/**
 * What is stored is the file without front matter, comments and hidden markup: parts are left out, none is added. So the
 * words are looked for in the file from the stored offset on. A file that has changed or is no text gives no place.
 */
function placeInFile(path: string, { text }: Document, start: number): TextPlace | undefined {
  const content = readText(path);
  if (content === undefined) return undefined;
  const snippet = text.slice(start, start + LONGEST_SNIPPET);
  const [firstLine = ""] = snippet.split("\n");
  const candidates = firstLine.length < SHORTEST_SNIPPET ? [snippet] : [snippet, firstLine];
  for (const wanted of candidates) {
    const offset = content.indexOf(wanted, start);
    if (offset !== -1) return placeOfOffset(content, offset);
  }
  return undefined;
}

function readText(path: string): string | undefined {
  try {
    if (statSync(path).size > MOST_BYTES) return undefined;
    const content = readFileSync(path, "utf8");
    return content.includes("\u0000") ? undefined : content.replaceAll(/\r\n?/gu, "\n");
  } catch {
    // why: the file may be gone, renamed or out of reach by now; the citation stands without a line.
    return undefined;
  }
}

/** The document of this id, or else the one that stands at this path or address. */
export async function findDocument(
  context: Pick<ProjectContext, "library">,
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
