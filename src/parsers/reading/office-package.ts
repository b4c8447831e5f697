// Opens a Word, PowerPoint or Excel file: its parts, how they refer to each other, and what it says about itself.
import type { Metadata } from "../../spec/document.ts";
import type { ParseInput } from "../../spec/parser.ts";
import { createTextCleaner } from "./clean-text.ts";
import { oneLine } from "./markdown-writer.ts";
import { checkSize, parseFailure } from "./parse-failure.ts";
import { attribute, child, elements, prefixed, readTree, textOf, xmlSource } from "./xml-reader.ts";
import type { XmlElement, XmlSource } from "./xml-reader.ts";
import { openZip } from "./zip-archive.ts";

export type Relation = { readonly kind: string; readonly target: string };
export type Relations = ReadonlyMap<string, Relation>;

export type OfficePackage = {
  /** Name of the part that everything else hangs from. */
  readonly main: string;
  part(name: string): XmlSource | undefined;
  /** What the `r:id` attributes of a part stand for; links that lead out of the file are left out. */
  relations(part: string): Relations;
  readonly title?: string;
  readonly metadata: Metadata;
};

const COMPOUND_FILE = [0xd0, 0xcf, 0x11, 0xe0];
const ENCRYPTED = Buffer.from("EncryptedPackage", "utf16le");
const PROPERTIES: readonly (readonly [string, string])[] = [
  ["creator", "author"],
  ["subject", "subject"],
  ["keywords", "keywords"],
  ["created", "created"],
  ["modified", "modified"],
];

/** Opens a package whose main part has this root element; everything else is `parse_failed` with the reason. */
export function openOffice(
  input: ParseInput,
  kind: { readonly product: string; readonly main: string },
): OfficePackage {
  checkSize(input);
  refuseOther(input, kind.product);
  const archive = openZip(input);
  const part = (name: string): XmlSource | undefined => {
    const bytes = archive.read(name);
    return bytes === undefined ? undefined : xmlSource(bytes, input.fileName, name);
  };
  const relations = (name: string): Relations => readRelations(part(relationsPart(name)), name);
  const top = relations("");
  const main = targetOf(top, "officeDocument") ?? kind.main;
  return { main, part, relations, ...readProperties(part(targetOf(top, "core-properties") ?? "docProps/core.xml")) };
}

/** The target of the first relation of a kind. */
export function targetOf(relations: Relations, kind: string): string | undefined {
  for (const relation of relations.values()) if (relation.kind === kind) return relation.target;
  return undefined;
}

/** The main part as a source; its absence means that this is some other ZIP file. */
export function mainPart(opened: OfficePackage, fileName: string, product: string): XmlSource {
  const source = opened.part(opened.main);
  if (source === undefined) throw parseFailure(fileName, `it is a ZIP archive, but no ${product} file`);
  return source;
}

function refuseOther({ bytes, fileName }: ParseInput, product: string): void {
  if (bytes.length === 0) throw parseFailure(fileName, "the file is empty");
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return;
  if (!COMPOUND_FILE.every((byte, index) => bytes[index] === byte)) {
    throw parseFailure(fileName, `it is no ${product} file (it does not start as a ZIP archive)`);
  }
  if (Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(ENCRYPTED)) {
    throw parseFailure(fileName, "it is protected with a password", { hint: "Save it without a password." });
  }
  throw parseFailure(fileName, "it is in the old binary Office format", {
    hint: `Save it as a ${product} file of today.`,
  });
}

function relationsPart(name: string): string {
  const slash = name.lastIndexOf("/") + 1;
  return `${name.slice(0, slash)}_rels/${name.slice(slash)}.rels`;
}

function readRelations(source: XmlSource | undefined, part: string): Relations {
  const relations = new Map<string, Relation>();
  if (source === undefined) return relations;
  for (const element of elements(readTree(source, "Relationships"), "Relationship")) {
    const id = attribute(element, "Id");
    const target = attribute(element, "Target");
    const kind = attribute(element, "Type") ?? "";
    if (id === undefined || target === undefined || attribute(element, "TargetMode") === "External") continue;
    relations.set(id, { kind: kind.slice(kind.lastIndexOf("/") + 1), target: resolvePart(part, target) });
  }
  return relations;
}

/** A part's name from a reference inside another part; it can never leave the archive. */
function resolvePart(from: string, target: string): string {
  const steps = target.startsWith("/") ? [] : from.split("/").slice(0, -1);
  for (const step of target.split("/")) {
    if (step === "..") steps.pop();
    else if (step !== "." && step !== "") steps.push(step);
  }
  return steps.join("/");
}

/** The part that the `r:id` (or another prefixed attribute) of an element stands for. */
export function related(relations: Relations, element: XmlElement, name = "id"): Relation | undefined {
  const id = prefixed(element, name);
  return id === undefined ? undefined : relations.get(id);
}

function readProperties(source: XmlSource | undefined): { readonly title?: string; readonly metadata: Metadata } {
  if (source === undefined) return { metadata: {} };
  const root = readTree(source, "coreProperties");
  const cleaner = createTextCleaner();
  const value = (name: string): string => cleaner.clean(oneLine(textOf(child(root, name))).slice(0, 1000));
  const metadata: Record<string, string> = {};
  for (const [name, key] of PROPERTIES) {
    const found = value(name);
    if (found !== "") metadata[key] = found;
  }
  const title = value("title");
  return { ...(title === "" ? {} : { title }), metadata };
}
