// One small valid file of each format: what the truncations, mutations and wrong names start from.
import { epubOf } from "./epub.ts";
import { coreProperties, docxOf, part, pptxOf, relations, xlsxOf } from "./office.ts";
import { pdfOfPages } from "./raw-pdf.ts";

const text = (value: string) => `<w:p><w:r><w:t>${value}</w:t></w:r></w:p>`;
const cell = (value: string) => `<w:tc>${text(value)}</w:tc>`;
const shape = (value: string, placeholder: string) =>
  `<p:sp><p:nvSpPr><p:cNvPr id="1" name="s"/><p:nvPr><p:ph type="${placeholder}"/></p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>${value}</a:t></a:r></a:p></p:txBody></p:sp>`;

const DOCX_PARTS = {
  "docProps/core.xml": coreProperties("A plan", "Ann"),
  "word/styles.xml": part("w:styles", '<w:style w:styleId="H"><w:name w:val="heading 1"/></w:style>'),
  "word/numbering.xml": part(
    "w:numbering",
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
  ),
  "word/footnotes.xml": part("w:footnotes", `<w:footnote w:id="2">${text("A note.")}</w:footnote>`),
};

const DOCX_BODY = `<w:p><w:pPr><w:pStyle w:val="H"/></w:pPr><w:r><w:t>Holidays</w:t></w:r></w:p>${text("Thirty days a year.")}<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>Ask</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p><w:tbl><w:tr>${cell("Who")}${cell("Days")}</w:tr><w:tr>${cell("All")}${cell("30")}</w:tr></w:tbl>`;

const XLSX_SHEET = `<dimension ref="A1:C3"/><cols><col min="1" max="2" width="9"/></cols><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>Price</t></is></c></row><row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" s="1"><v>45356</v></c></row></sheetData><mergeCells><mergeCell ref="A2:A3"/></mergeCells>`;

const MARKDOWN = `---\ntitle: Rules\ntags: [a, b]\nacl: [public]\n---\n# Rules\n\nSome *words* with a [link](https://example.org).\n\n- one\n  - two\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n\`\`\`js\nlet x = 1;\n\`\`\`\n`;

const MAIL = [
  "From: =?utf-8?B?SsO2cmc=?= <j@example.org>",
  "Subject: =?utf-8?Q?Caf=C3=A9?=",
  "Date: Tue, 5 Mar 2024 15:30:00 +0100",
  'Content-Type: multipart/mixed; boundary="b1"',
  "",
  "--b1",
  "Content-Type: text/plain; charset=utf-8; format=flowed",
  "Content-Transfer-Encoding: quoted-printable",
  "",
  "> quoted =",
  "line",
  "and words =C3=A9",
  "--b1",
  "Content-Type: application/pdf; name=a.pdf",
  "Content-Transfer-Encoding: base64",
  "",
  "JVBERi0=",
  "--b1--",
].join("\r\n");

export type ValidFile = { readonly extension: string; readonly bytes: Uint8Array };

/** A valid file for every format, smallest first where it matters. */
export function validFiles(): readonly ValidFile[] {
  const texts: readonly (readonly [string, string])[] = [
    ["md", MARKDOWN],
    ["mdx", `import X from "x";\n\n${MARKDOWN}\n<X a={1}>words</X>\n`],
    ["txt", "A heading\n=========\n\nPlain words.\n"],
    [
      "html",
      "<!doctype html><html><head><title>T</title></head><body><main><h1>T</h1><p>Words &amp; more</p><ul><li>a<li>b</ul><table><tr><th>a<td>b</table></main></body></html>",
    ],
    ["csv", 'name,price\n"Car, red",12\n"a ""b""",3\n'],
    ["tsv", "name\tprice\ncar\t12\n"],
    ["json", '{"name":"car","prices":[1,2.5,{"a":null}],"text":"w\\u00f6rds"}'],
    ["eml", MAIL],
    ["py", '"""What it does."""\n\ndef f(a):\n    return a + 1\n'],
  ];
  const notes = part("p:notes", `<p:cSld><p:spTree>${shape("Say hello.", "body")}</p:spTree></p:cSld>`);
  const binaries: readonly (readonly [string, Uint8Array])[] = [
    ["docx", docxOf(DOCX_BODY, DOCX_PARTS)],
    [
      "pptx",
      pptxOf([shape("Plan", "title") + shape("point", "body")], {
        "ppt/slides/_rels/slide1.xml.rels": relations(["notesSlide", "../notesSlides/notesSlide1.xml"]),
        "ppt/notesSlides/notesSlide1.xml": notes,
      }),
    ],
    [
      "xlsx",
      xlsxOf([{ name: "Data", xml: XLSX_SHEET }], {
        "xl/sharedStrings.xml": part("sst", "<si><t>Kind</t></si><si><r><t>Car</t></r></si>"),
        "xl/styles.xml": part("styleSheet", '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'),
      }),
    ],
    ["epub", epubOf(["<h1>One</h1><p>Words.</p>", "<p>More</p>"])],
    ["pdf", pdfOfPages(["First page of words", "Second page of words"])],
  ];
  return [
    ...texts.map(([extension, content]) => ({ extension, bytes: Buffer.from(content) })),
    ...binaries.map(([extension, bytes]) => ({ extension, bytes })),
  ];
}
