// Builds the smallest valid Word, PowerPoint and Excel files, and any ZIP archive, from strings.
import { strToU8, zipSync } from "fflate";

export type Files = Readonly<Record<string, string | Uint8Array>>;

const RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships";
const NAMESPACES = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="${RELATIONSHIPS}"`;

/** A ZIP archive of named files. */
export function zipOf(files: Files): Uint8Array {
  const zippable = Object.entries(files).map(([name, content]) => [
    name,
    typeof content === "string" ? strToU8(content) : content,
  ]);
  return zipSync(Object.fromEntries(zippable), { mtime: "2024-01-01T00:00:00Z" });
}

/** An XML part; the namespaces of all three products are declared on its root. */
export function part(root: string, inner: string): string {
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<${root} ${NAMESPACES}>${inner}</${root.split(" ")[0]}>`;
}

/** A part that says what `r:id`s stand for: pairs of kind and target, numbered from rId1. */
export function relations(...targets: readonly (readonly [kind: string, target: string])[]): string {
  const lines = targets.map(
    ([kind, target], index) =>
      `<Relationship Id="rId${index + 1}" Type="${RELATIONSHIPS}/${kind}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}">${lines.join("")}</Relationships>`;
}

/** Core properties with a title and an author. */
export function coreProperties(title: string, author: string): string {
  return `<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>${title}</dc:title><dc:creator>${author}</dc:creator><dcterms:created>2024-01-02T03:04:05Z</dcterms:created></cp:coreProperties>`;
}

/** A Word file around the inside of `<w:body>`. */
export function docxOf(body: string, more: Files = {}): Uint8Array {
  return zipOf({
    "_rels/.rels": relations(["officeDocument", "word/document.xml"]),
    "word/_rels/document.xml.rels": relations(["styles", "styles.xml"], ["footnotes", "footnotes.xml"]),
    "word/document.xml": part("w:document", `<w:body>${body}</w:body>`),
    ...more,
  });
}

/** A PowerPoint file: the inside of each slide's shape tree. */
export function pptxOf(slides: readonly string[], more: Files = {}): Uint8Array {
  const files: Record<string, string | Uint8Array> = {};
  slides.forEach((shapes, index) => {
    files[`ppt/slides/slide${index + 1}.xml`] = part("p:sld", `<p:cSld><p:spTree>${shapes}</p:spTree></p:cSld>`);
  });
  const ids = slides.map((_, index) => `<p:sldId id="${256 + index}" r:id="rId${index + 1}"/>`);
  return zipOf({
    "_rels/.rels": relations(["officeDocument", "ppt/presentation.xml"]),
    "ppt/presentation.xml": part("p:presentation", `<p:sldIdLst>${ids.join("")}</p:sldIdLst>`),
    "ppt/_rels/presentation.xml.rels": relations(
      ...slides.map((_, index) => ["slide", `slides/slide${index + 1}.xml`] as const),
    ),
    ...files,
    ...more,
  });
}

export type SheetSpec = { readonly name: string; readonly xml: string; readonly state?: string };

/** An Excel file: the inside of each sheet. */
export function xlsxOf(sheets: readonly SheetSpec[], more: Files = {}): Uint8Array {
  const files: Record<string, string> = {};
  sheets.forEach(({ xml }, index) => (files[`xl/worksheets/sheet${index + 1}.xml`] = part("worksheet", xml)));
  const listed = sheets.map(
    ({ name, state = "visible" }, index) =>
      `<sheet name="${name}" sheetId="${index + 1}" state="${state}" r:id="rId${index + 1}"/>`,
  );
  return zipOf({
    "_rels/.rels": relations(["officeDocument", "xl/workbook.xml"]),
    "xl/workbook.xml": part("workbook", `<sheets>${listed.join("")}</sheets>`),
    "xl/_rels/workbook.xml.rels": relations(
      ...sheets.map((_, index) => ["worksheet", `worksheets/sheet${index + 1}.xml`] as const),
      ["styles", "styles.xml"],
      ["sharedStrings", "sharedStrings.xml"],
    ),
    ...files,
    ...more,
  });
}
