// Office files and e-books that are bombs, liars, mazes or locked.
import { epubOf } from "../samples/epub.ts";
import type { Files } from "../samples/office.ts";
import { docxOf, part, pptxOf, relations, xlsxOf, zipOf } from "../samples/office.ts";
import type { RawEntry } from "../samples/raw-zip.ts";
import { rawZip } from "../samples/raw-zip.ts";
import type { HostileFile, Scale } from "./hostile-file.ts";
import { DEEP } from "./hostile-file.ts";
import { laughs } from "./killers.ts";

const MAIN: Readonly<Record<string, string>> = {
  docx: "word/document.xml",
  xlsx: "xl/worksheets/sheet1.xml",
  pptx: "ppt/slides/slide1.xml",
  epub: "OEBPS/text/c1.xhtml",
};
const FORMATS = Object.keys(MAIN);
const LOCAL_SECRET = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>';

function withMain(format: string, content: string | Uint8Array, more: Files = {}): Uint8Array {
  const files = { [MAIN[format] ?? ""]: content, ...more };
  if (format === "docx") return docxOf("", files);
  if (format === "xlsx") return xlsxOf([{ name: "Data", xml: "" }], files);
  return format === "pptx" ? pptxOf([""], files) : epubOf(["x"], files);
}

/** XML in the dialect of a format: words inside as many wrappers as asked for. */
function wrapped(format: string, depth: number): string {
  if (format === "docx") {
    return part("w:document", `<w:body>${"<w:tbl><w:tr><w:tc>".repeat(depth)}<w:p><w:r><w:t>words</w:t></w:r></w:p>`);
  }
  if (format === "xlsx") return part("worksheet", `<sheetData><row><c>${"<is>".repeat(depth)}<t>words</t>`);
  if (format === "pptx") return part("p:sld", `<p:cSld><p:spTree>${"<p:grpSp>".repeat(depth)}<p:sp/>`);
  return `<html><body>${"<div>".repeat(depth)}words`;
}

function mazes(format: string): HostileFile[] {
  const make = (name: string, content: () => string | Uint8Array, more: Partial<HostileFile> = {}): HostileFile => ({
    fileName: `${name}.${format}`,
    make: () => withMain(format, content()),
    ...more,
  });
  return [
    make("deep", () => wrapped(format, DEEP)),
    make("billion-laughs", () => laughs("words")),
    make("external-entity", () => `${LOCAL_SECRET}${wrapped(format, 1).replace("words", "words &e;")}`, {
      without: "root:",
    }),
    make("unclosed-cdata", () => `${wrapped(format, 1)}<![CDATA[${"x".repeat(100_000)}`),
    make("unclosed-comments", () => `${wrapped(format, 1)}${"<!--".repeat(50_000)}`),
    make("unclosed-instruction", () => `<?xml ${"a".repeat(100_000)}`),
    make(
      "many-attributes",
      () => `<a ${Array.from({ length: 50_000 }, (_, at) => `a${at}="1"`).join(" ")}>${wrapped(format, 1)}`,
    ),
    make("long-attribute", () => `<a b="${"x".repeat(2_000_000)}">${wrapped(format, 1)}`),
    make("many-entities", () => wrapped(format, 1).replace("words", "&#65;&amp;&x;".repeat(50_000))),
    make("utf16-part", () => Buffer.from(`\ufeff${wrapped(format, 1)}`, "utf16le")),
    make("other-charset", () => `<?xml version="1.0" encoding="no-such-charset"?>${wrapped(format, 1)}`),
    make("empty-part", () => ""),
    make("binary-part", () => Uint8Array.from({ length: 5000 }, (_, at) => (at * 7) % 256)),
    make("mismatched-tags", () => wrapped(format, 3).replaceAll("<w:tr>", "</w:tr><w:p></w:tbl>")),
    make("no-root", () => "words without any tags"),
  ];
}

function bombs(format: string, scale: Scale): HostileFile[] {
  const name = MAIN[format] ?? "";
  const zeros = (): Uint8Array => withMain(format, Buffer.alloc(Math.min(scale.bombBytes, 500_000_000)));
  const lying = (more: Partial<RawEntry>): Uint8Array =>
    rawZip({
      entries: [
        { name: "_rels/.rels", content: relations(["officeDocument", MAIN[format] ?? ""]) },
        { name, content: wrapped(format, 1), ...more },
      ],
    });
  const make = (title: string, bytes: () => Uint8Array, more: Partial<HostileFile> = {}): HostileFile => ({
    fileName: `${title}.${format}`,
    make: bytes,
    ...more,
  });
  return [
    make("bomb-zeros", zeros, { must: "be reported" }),
    make("bomb-words", () =>
      withMain(
        format,
        wrapped(format, 1).replace("words", "words ".repeat(Math.min(scale.bombBytes, 400_000_000) / 6)),
      ),
    ),
    make("bomb-nested", () =>
      withMain(format, zipOf({ "a.zip": zipOf({ "b.zip": zipOf({ c: Buffer.alloc(5_000_000) }) }) })),
    ),
    make("bomb-overlapping", () => overlapping(name)),
    make("bomb-many-entries", () => manyEntries(name, 30_000), { must: "be reported" }),
    make("count-lies", () => rawZip({ entries: [{ name, content: "x" }], claimedCount: 60_000 }), {
      must: "be reported",
    }),
    make("count-lies-zip64", () => rawZip({ entries: [{ name, content: "x" }], claimedCount: 2 ** 40, zip64: true }), {
      must: "be reported",
    }),
    make("zip64", () => rawZip({ entries: [{ name, content: wrapped(format, 1) }], zip64: true })),
    make("size-lies-small", () => lying({ claimedSize: 1 })),
    make("size-lies-large", () => lying({ claimedSize: 0xfffffff0 })),
    make("packed-lies-small", () => lying({ claimedPacked: 3 })),
    make("packed-lies-large", () => lying({ claimedPacked: 0xfffffff0 }), { must: "be reported" }),
    make("encrypted", () => lying({ flags: 1 }), { must: "be reported" }),
    make("unknown-method", () => lying({ method: 14 }), { must: "be reported" }),
    make("stored-as-packed", () => lying({ method: 0, flags: 8 })),
    make("only-folders", () => zipOf({ [`${name}/`]: "", "word/": "", "xl/": "" }), { must: "be reported" }),
    make("climbing-names", () =>
      withMain(format, wrapped(format, 1), { "../../../etc/passwd": "x", "C:\\x": "y", "/abs": "z" }),
    ),
    make("absolute-target", () =>
      withMain(format, wrapped(format, 1), { "_rels/.rels": relations(["officeDocument", "/../../etc/passwd"]) }),
    ),
    make(
      "office-encrypted",
      () =>
        Buffer.concat([
          Buffer.from("d0cf11e0a1b11ae1", "hex"),
          Buffer.alloc(500),
          Buffer.from("EncryptedPackage", "utf16le"),
        ]),
      {
        must: "be reported",
      },
    ),
    make("two-ends", () =>
      Buffer.concat([withMain(format, wrapped(format, 1)), Buffer.from("504b0506", "hex"), Buffer.alloc(18)]),
    ),
  ];
}

function overlapping(name: string): Uint8Array {
  const big = { name, content: Buffer.alloc(3_000_000, "<a>words</a>") };
  const shared = Array.from({ length: 2000 }, (_, index) => ({ name: `copy${index}.xml`, content: "", sharedWith: 0 }));
  return rawZip({ entries: [big, ...shared] });
}

function manyEntries(name: string, count: number): Uint8Array {
  return rawZip({
    entries: Array.from({ length: count }, (_, index) => ({ name: `${name}${index}`, content: "", method: 0 })),
  });
}

const cellAt = (reference: string): string => `<c r="${reference}" t="inlineStr"><is><t>x</t></is></c>`;
const sheet = (xml: string): Uint8Array => xlsxOf([{ name: "Data", xml }]);

const ODD: readonly (readonly [string, () => Uint8Array])[] = [
  [
    "endless-dimension.xlsx",
    () =>
      sheet(`<dimension ref="A1:XFD1048576"/><sheetData><row r="1048576">${cellAt("XFD1048576")}</row></sheetData>`),
  ],
  [
    "diagonal.xlsx",
    () =>
      sheet(
        `<sheetData>${Array.from({ length: 3000 }, (_, at) => `<row r="${at + 1}">${cellAt(columnName(at + 1) + (at + 1))}</row>`).join("")}</sheetData>`,
      ),
  ],
  [
    "two-columns-far.xlsx",
    () => sheet(`<sheetData>${`<row>${cellAt("A1")}${cellAt("XFD1")}</row>`.repeat(5000)}</sheetData>`),
  ],
  [
    "merged-lies.xlsx",
    () =>
      sheet(
        `<sheetData>${`<row>${cellAt("A1")}</row>`.repeat(5000)}</sheetData><mergeCells>${'<mergeCell ref="A1:XFD1048576"/>'.repeat(30_000)}</mergeCells>`,
      ),
  ],
  [
    "odd-references.xlsx",
    () =>
      sheet(
        `<sheetData><row r="1e309">${cellAt("ZZZZZZZZ9")}${cellAt("")}${cellAt("-1")}</row><row r="-5">${cellAt("A0")}</row></sheetData>`,
      ),
  ],
  [
    "hidden-everything.xlsx",
    () =>
      sheet(
        `<cols>${'<col min="1" max="99999999" hidden="1"/>'.repeat(5000)}</cols><sheetData><row>${cellAt("A1")}</row></sheetData>`,
      ),
  ],
  [
    "many-rows.xlsx",
    () => sheet(`<sheetData>${`<row>${cellAt("A1")}${cellAt("B1")}</row>`.repeat(120_000)}</sheetData>`),
  ],
  [
    "formats.xlsx",
    () =>
      xlsxOf(
        [
          {
            name: "D",
            xml: `<sheetData><row>${Array.from({ length: 200 }, (_, at) => `<c s="${at % 5}"><v>${10 ** (at - 100)}</v></c>`).join("")}</row></sheetData>`,
          },
        ],
        {
          "xl/styles.xml": part(
            "styleSheet",
            `<numFmts>${['"'.repeat(5001), ";".repeat(5000), "[h".repeat(5000), "0.".repeat(5000), "yyyy"].map((code, at) => `<numFmt numFmtId="${200 + at}" formatCode="${code.replaceAll('"', "&quot;")}"/>`).join("")}</numFmts><cellXfs>${[0, 1, 2, 3, 4].map((at) => `<xf numFmtId="${200 + at}"/>`).join("")}</cellXfs>`,
          ),
        },
      ),
  ],
  [
    "many-sheets.xlsx",
    () =>
      xlsxOf(
        Array.from({ length: 1000 }, (_, at) => ({
          name: `S${at}`,
          xml: `<sheetData><row>${cellAt("A1")}</row></sheetData>`,
        })),
      ),
  ],
  [
    "style-circle.docx",
    () =>
      docxOf('<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr><w:r><w:t>words</w:t></w:r></w:p>', {
        "word/styles.xml": part(
          "w:styles",
          '<w:style w:styleId="a"><w:basedOn w:val="b"/></w:style><w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>',
        ),
      }),
  ],
  [
    "note-in-itself.docx",
    () =>
      docxOf('<w:p><w:r><w:t>x</w:t><w:footnoteReference w:id="1"/></w:r></w:p>', {
        "word/footnotes.xml": part(
          "w:footnotes",
          '<w:footnote w:id="1"><w:p><w:r><w:t>y</w:t><w:footnoteReference w:id="1"/></w:r></w:p></w:footnote>',
        ),
      }),
  ],
  [
    "many-notes.docx",
    () =>
      docxOf('<w:p><w:r><w:t>x</w:t><w:footnoteReference w:id="1"/></w:r></w:p>'.repeat(20_000), {
        "word/footnotes.xml": part(
          "w:footnotes",
          '<w:footnote w:id="1"><w:p><w:r><w:t>y</w:t></w:r></w:p></w:footnote>',
        ),
      }),
  ],
  [
    "wide-spans.docx",
    () =>
      docxOf(
        `<w:tbl>${'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc><w:tc/></w:tr>'.repeat(2000)}</w:tbl>`,
      ),
  ],
  [
    "deep-numbers.docx",
    () =>
      docxOf(
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="999999"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>',
      ),
  ],
  [
    "boxes-in-boxes.docx",
    () =>
      docxOf(
        `${"<w:p><w:r><w:txbxContent>".repeat(80)}<w:p><w:r><w:t>words</w:t></w:r></w:p>${"</w:txbxContent></w:r></w:p>".repeat(80)}`,
      ),
  ],
  [
    "one-slide-often.pptx",
    () =>
      pptxOf(["x"], {
        "ppt/presentation.xml": part(
          "p:presentation",
          `<p:sldIdLst>${'<p:sldId r:id="rId1"/>'.repeat(100_000)}</p:sldIdLst>`,
        ),
      }),
  ],
  [
    "slide-is-itself.pptx",
    () => pptxOf(["x"], { "ppt/_rels/presentation.xml.rels": relations(["slide", "presentation.xml"]) }),
  ],
  [
    "chapter-often.epub",
    () =>
      epubOf(["words"], {
        "OEBPS/book.opf": `<package><manifest><item id="a" href="text/c1.xhtml" media-type="application/xhtml+xml"/></manifest><spine>${'<itemref idref="a"/>'.repeat(100_000)}</spine></package>`,
      }),
  ],
  [
    "climbing-chapter.epub",
    () =>
      epubOf(["words"], {
        "OEBPS/book.opf":
          '<package><manifest><item id="a" href="../../../../etc/passwd" media-type="text/html"/><item id="b" href="%ff%zz" media-type="text/html"/></manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>',
      }),
  ],
  [
    "package-is-container.epub",
    () =>
      epubOf(["words"], {
        "META-INF/container.xml": '<container><rootfile full-path="META-INF/container.xml"/></container>',
      }),
  ],
  ["guide.epub", () => epubOf(Array.from({ length: 2000 }, () => "x"))],
];

/** Every archive: bombs and mazes in each of the four formats, and what only one of them can do. */
export function archiveFiles(scale: Scale): readonly HostileFile[] {
  return [
    ...FORMATS.flatMap((format) => [...mazes(format), ...bombs(format, scale)]),
    ...ODD.map(([fileName, make]) => ({ fileName, make })),
  ];
}

function columnName(column: number): string {
  let name = "";
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}
