// Finds the chapters of an e-book in reading order, with what the book says about itself.
import type { Metadata } from "../../spec/document.ts";
import { oneLine } from "../reading/markdown-writer.ts";
import { parseFailure } from "../reading/parse-failure.ts";
import {
  attribute,
  child,
  descendants,
  eachElement,
  elements,
  readTree,
  textOf,
  xmlSource,
} from "../reading/xml-reader.ts";
import type { XmlElement, XmlSource } from "../reading/xml-reader.ts";
import type { ZipArchive } from "../reading/zip-archive.ts";

export type Chapter = { readonly part: string; readonly label: string | undefined };

export type Book = {
  readonly title?: string;
  readonly metadata: Metadata;
  readonly chapters: readonly Chapter[];
};

type Item = { readonly part: string; readonly type: string; readonly properties: string };

const CONTAINER = "META-INF/container.xml";
const FONT_OBFUSCATION = /embedding|mangling|RC$/i;
const FIELDS: readonly (readonly [string, string])[] = [
  ["creator", "author"],
  ["date", "date"],
  ["language", "language"],
  ["publisher", "publisher"],
  ["identifier", "identifier"],
];

/** Reads the package document that the container names. */
export function readBook(archive: ZipArchive, fileName: string): Book {
  const container = readPart(archive, CONTAINER, fileName);
  if (container === undefined) throw parseFailure(fileName, "it is a ZIP archive, but no EPUB e-book");
  const [rootFile] = descendants(readTree(container, "container"), "rootfile");
  const name = attribute(rootFile, "full-path") ?? "";
  const source = readPart(archive, name, fileName);
  if (source === undefined) throw parseFailure(fileName, `its package document "${name.slice(0, 80)}" is missing`);
  const opf = readTree(source, "package");
  const items = readManifest(opf, name);
  const chapters = readSpine(opf, items, readLabels(archive, items, fileName));
  refuseEncrypted(archive, chapters, fileName);
  return { ...readMetadata(child(opf, "metadata")), chapters };
}

function readPart(archive: ZipArchive, name: string, fileName: string): XmlSource | undefined {
  const bytes = name === "" ? undefined : archive.read(name);
  return bytes === undefined ? undefined : xmlSource(bytes, fileName, name);
}

function readManifest(opf: XmlElement, base: string): ReadonlyMap<string, Item> {
  const items = new Map<string, Item>();
  for (const element of elements(child(opf, "manifest"), "item")) {
    items.set(attribute(element, "id") ?? "", {
      part: resolveHref(base, attribute(element, "href") ?? ""),
      type: attribute(element, "media-type") ?? "",
      properties: attribute(element, "properties") ?? "",
    });
  }
  return items;
}

function readSpine(opf: XmlElement, items: ReadonlyMap<string, Item>, labels: ReadonlyMap<string, string>): Chapter[] {
  const contents = new Set(
    elements(child(opf, "guide"), "reference")
      .filter((reference) => attribute(reference, "type") === "toc")
      .map((reference) => attribute(reference, "href") ?? ""),
  );
  const chapters: Chapter[] = [];
  const seen = new Set<string>();
  for (const reference of elements(child(opf, "spine"), "itemref")) {
    const item = items.get(attribute(reference, "idref") ?? "");
    if (item === undefined || seen.has(item.part) || !/html|xml/.test(item.type)) continue;
    seen.add(item.part);
    const isContents = [...contents].some((href) => href !== "" && item.part.endsWith(href.split("#")[0] ?? href));
    if (isContents || /(?:^| )nav(?: |$)/.test(item.properties)) continue;
    chapters.push({ part: item.part, label: labels.get(item.part) });
  }
  return chapters;
}

/** What the table of contents calls each file: the entry that comes first. */
function readLabels(archive: ZipArchive, items: ReadonlyMap<string, Item>, fileName: string): Map<string, string> {
  const labels = new Map<string, string>();
  const all = [...items.values()];
  const nav = all.find((item) => /(?:^| )nav(?: |$)/.test(item.properties));
  const contents = nav ?? all.find((item) => item.type === "application/x-dtbncx+xml");
  const source = contents === undefined ? undefined : readPart(archive, contents.part, fileName);
  if (source === undefined || contents === undefined) return labels;
  const add = (href: string | undefined, text: string): void => {
    const part = resolveHref(contents.part, href ?? "");
    if (!labels.has(part) && text !== "") labels.set(part, text);
  };
  eachElement(source, new Set(["a", "navPoint"]), (element) => {
    if (element.name === "a") add(attribute(element, "href"), oneLine(textOf(element)));
    else
      for (const point of [element, ...descendants(element, "navPoint")]) {
        add(attribute(child(point, "content"), "src"), oneLine(textOf(child(point, "navLabel"))));
      }
  });
  return labels;
}

function readMetadata(metadata: XmlElement | undefined): Pick<Book, "title" | "metadata"> {
  const values = (name: string): string[] =>
    elements(metadata, name)
      .map((element) => oneLine(textOf(element)).slice(0, 1000))
      .filter((value) => value !== "");
  const fields: Record<string, string> = {};
  for (const [name, key] of FIELDS) {
    const found = values(name);
    if (found.length > 0) fields[key] = name === "creator" ? found.slice(0, 20).join(", ") : (found[0] ?? "");
  }
  const [title] = values("title");
  return { ...(title === undefined ? {} : { title }), metadata: fields };
}

/** Fonts are often scrambled and that matters to nobody; a scrambled chapter is a book that cannot be read. */
function refuseEncrypted(archive: ZipArchive, chapters: readonly Chapter[], fileName: string): void {
  const source = readPart(archive, "META-INF/encryption.xml", fileName);
  if (source === undefined) return;
  const parts = new Set(chapters.map((chapter) => chapter.part));
  eachElement(source, new Set(["EncryptedData"]), (data) => {
    if (FONT_OBFUSCATION.test(attribute(child(data, "EncryptionMethod"), "Algorithm") ?? "")) return;
    const [reference] = descendants(data, "CipherReference");
    if (!parts.has(resolveHref("", attribute(reference, "URI") ?? ""))) return;
    throw parseFailure(fileName, "it is protected by digital rights management", {
      hint: "Use a copy without protection.",
    });
  });
}

function resolveHref(from: string, href: string): string {
  const steps = from.split("/").slice(0, -1);
  for (const step of decodePath(href.split(/[#?]/)[0] ?? "").split("/")) {
    if (step === "..") steps.pop();
    else if (step !== "." && step !== "") steps.push(step);
  }
  return steps.join("/");
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return path;
    throw error;
  }
}
