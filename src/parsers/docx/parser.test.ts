// Holds the Word parser to what a reader of the document sees.
import { expect, test } from "vitest";

import { coreProperties, docxOf, part, zipOf } from "../../../test/hostile/samples/office.ts";
import { DEFAULT_LIMITS } from "../reading/default-limits.ts";
import { docxParser } from "./parser.ts";

const STYLES = part(
  "w:styles",
  `<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
   <w:style w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="Mine2"/></w:style>
   <w:style w:styleId="Mine2"><w:name w:val="Mine2"/><w:basedOn w:val="Mine"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
   <w:style w:styleId="T"><w:name w:val="Title"/></w:style>
   <w:style w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>
   <w:style w:styleId="Ghost"><w:name w:val="Ghost"/><w:rPr><w:vanish/></w:rPr></w:style>`,
);

const NUMBERING = part(
  "w:numbering",
  `<w:abstractNum w:abstractNumId="0">
     <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
     <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1%2)"/></w:lvl>
   </w:abstractNum>
   <w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl></w:abstractNum>
   <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
   <w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
   <w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>`,
);

const run = (text: string, properties = "") =>
  `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
const paragraph = (text: string, properties = "") => `<w:p><w:pPr>${properties}</w:pPr>${run(text)}</w:p>`;
const styled = (text: string, style: string) => paragraph(text, `<w:pStyle w:val="${style}"/>`);
const item = (text: string, list: number, level = 0) =>
  paragraph(text, `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${list}"/></w:numPr>`);
const cell = (inner: string, properties = "") => `<w:tc><w:tcPr>${properties}</w:tcPr>${inner}</w:tc>`;

function parse(bytes: Uint8Array, limits = DEFAULT_LIMITS) {
  return docxParser.parse({ bytes, fileName: "a.docx", limits });
}

async function textOf(body: string): Promise<string> {
  return (await parse(docxOf(body, { "word/styles.xml": STYLES, "word/numbering.xml": NUMBERING }))).text;
}

test("headings are known by the English name of their style, by outline level and through inheritance in a circle", async () => {
  const body = `${styled("One", "berschrift1")}${styled("Two", "Mine")}${paragraph("Three", '<w:outlineLvl w:val="2"/>')}${paragraph("Words")}`;
  expect(await textOf(body)).toBe("# One\n\n## Two\n\n### Three\n\nWords\n");
});

test("lists are numbered as Word numbers them", async () => {
  const body = [item("a", 1), item("b", 1), item("b1", 1, 1), item("c", 1), item("dot", 2), item("seven", 3)].join("");
  expect(await textOf(body)).toBe("1. a\n2. b\n    - 2a) b1\n3. c\n- dot\n7. seven\n");
});

test("hidden and deleted text is left out with a warning; inserted text stays", async () => {
  const body = `<w:p>${run("Pay ")}<w:del><w:r><w:delText>ten</w:delText></w:r></w:del><w:ins>${run("twelve")}</w:ins>${run(" secret", "<w:vanish/>")}${run(" seen", '<w:vanish w:val="0"/>')}${run("tiny", '<w:sz w:val="2"/>')}</w:p>${styled("ghost", "Ghost")}`;
  const document = await parse(docxOf(body, { "word/styles.xml": STYLES }));
  expect(document.text).toBe("Pay twelve seen\n");
  expect(document.warnings).toEqual([
    "Hidden text was left out in 3 places.",
    "Text deleted under revision was left out in 1 place.",
  ]);
});

test("merged cells are filled downwards, nested tables are laid flat, a title row stands above the table", async () => {
  const inner = `<w:tbl><w:tr>${cell(paragraph("x"))}${cell(paragraph("y"))}</w:tr></w:tbl>`;
  const body = `<w:tbl><w:tr>${cell(paragraph("Prices"), '<w:gridSpan w:val="2"/>')}</w:tr><w:tr>${cell(paragraph("Kind"))}${cell(paragraph("A|B"))}</w:tr>
    <w:tr>${cell(paragraph("Car"), '<w:vMerge w:val="restart"/>')}${cell(paragraph("1") + inner)}</w:tr>
    <w:tr>${cell(paragraph(""), "<w:vMerge/>")}${cell(paragraph("2"))}</w:tr></w:tbl>`;
  expect(await textOf(body)).toBe("Prices\n\n| Kind | A\\|B |\n| --- | --- |\n| Car | 1 x · y |\n| Car | 2 |\n");
});

test("footnotes stand at the end under the mark that the text has", async () => {
  const notes = part("w:footnotes", `<w:footnote w:id="5">${paragraph("See the annex.")}</w:footnote>`);
  const body = `<w:p>${run("Claim")}<w:r><w:footnoteReference w:id="5"/></w:r></w:p>`;
  expect((await parse(docxOf(body, { "word/footnotes.xml": notes }))).text).toBe("Claim[^1]\n\n[^1]: See the annex.\n");
});

test("a text box stored for new and old programs is read once", async () => {
  const box = (text: string) => `<w:txbxContent>${paragraph(text)}</w:txbxContent>`;
  const body = `<w:p><w:r><mc:AlternateContent><mc:Choice><wps:txbx>${box("Boxed")}</wps:txbx></mc:Choice><mc:Fallback><v:textbox>${box("Boxed")}</v:textbox></mc:Fallback></mc:AlternateContent></w:r>${run("Beside")}</w:p>`;
  expect(await textOf(body)).toBe("Beside\n\nBoxed\n");
});

test("the table of contents and field codes are left out, links keep their words", async () => {
  const body = `${styled("One 3", "Verzeichnis1")}<w:p><w:r><w:instrText>HYPERLINK x</w:instrText></w:r><w:hyperlink>${run("our site")}</w:hyperlink></w:p>`;
  expect(await textOf(body)).toBe("our site\n");
});

test("title and author come from the properties, else from the first title", async () => {
  const core = coreProperties("The Plan &amp; more", "Ann");
  const withProperties = await parse(docxOf(paragraph("x"), { "docProps/core.xml": core }));
  expect(withProperties.title).toBe("The Plan & more");
  expect(withProperties.metadata).toEqual({ author: "Ann", created: "2024-01-02T03:04:05Z" });
  const plain = await parse(docxOf(styled("A", "berschrift1") + styled("B", "T"), { "word/styles.xml": STYLES }));
  expect(plain.title).toBe("B");
});

test("words that look like Markdown structure stay words", async () => {
  expect(await textOf(paragraph("# 1 priority") + paragraph("```"))).toBe("\\# 1 priority\n\n\\```\n");
});

test.each([
  ["another ZIP file", zipOf({ "a.txt": "x" }), "it is a ZIP archive, but no Word file"],
  ["an empty file", new Uint8Array(), "the file is empty"],
  ["text", Buffer.from("hello"), "it is no Word file (it does not start as a ZIP archive)"],
  ["half a file", docxOf(paragraph("x".repeat(500))).slice(0, 300), "cut off"],
  ["an old file", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3]), "old binary Office format"],
  [
    "an encrypted file",
    Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.from("EncryptedPackage", "utf16le")]),
    "protected with a password",
  ],
])("%s is refused with the reason", (_, bytes, reason) => {
  expect(() => parse(bytes)).toThrow(
    expect.objectContaining({ code: "parse_failed", message: expect.stringContaining(reason) }),
  );
});

test("text above the limit is refused", () => {
  const limits = { ...DEFAULT_LIMITS, maxChars: 100 };
  expect(() => parse(docxOf(paragraph("long ".repeat(100))), limits)).toThrow(/more than 100 characters/);
});
