// Holds the Word parser to what an eye sees: text for machines only goes, odd but visible text stays.
import { expect, test } from "vitest";

import { docxOf, type Files, part, relations } from "../../../test/hostile/samples/office.ts";
import { DEFAULT_LIMITS } from "../reading/default-limits.ts";
import { docxParser } from "./parser.ts";

const run = (text: string, properties = "") =>
  `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
const paragraph = (inner: string, properties = "") => `<w:p><w:pPr>${properties}</w:pPr>${inner}</w:p>`;
const cell = (inner: string, properties = "") => `<w:tc><w:tcPr>${properties}</w:tcPr>${inner}</w:tc>`;
const table = (properties: string, ...rows: string[]) =>
  `<w:tbl><w:tblPr>${properties}</w:tblPr>${rows.join("")}</w:tbl>`;
const row = (...cells: string[]) => `<w:tr>${cells.join("")}</w:tr>`;
const colour = (hex: string) => `<w:color w:val="${hex}"/>`;
const fill = (hex: string) => `<w:shd w:val="clear" w:color="auto" w:fill="${hex}"/>`;
const white = run("words", colour("FFFFFF"));

const STYLES = part(
  "w:styles",
  `<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>
   <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
   <w:style w:type="paragraph" w:styleId="Ghost"><w:name w:val="Ghost"/><w:rPr><w:vanish/></w:rPr></w:style>
   <w:style w:type="character" w:styleId="GhostLetters"><w:name w:val="GhostLetters"/><w:rPr><w:vanish/></w:rPr></w:style>
   <w:style w:type="paragraph" w:styleId="Pale"><w:name w:val="Pale"/><w:rPr>${colour("FDFDFD")}</w:rPr></w:style>
   <w:style w:type="paragraph" w:styleId="Banner"><w:name w:val="Banner"/><w:basedOn w:val="Pale"/><w:pPr>${fill("1F3864")}</w:pPr></w:style>
   <w:style w:type="table" w:styleId="Plain"><w:name w:val="Plain"/></w:style>
   <w:style w:type="table" w:styleId="Striped"><w:name w:val="Striped"/><w:basedOn w:val="Plain"/>
     <w:tblStylePr w:type="firstRow"><w:tcPr>${fill("4472C4")}</w:tcPr></w:tblStylePr></w:style>`,
);

const box = (shape: string) =>
  `<w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:anchor behindDoc="0"><wp:extent cx="2000000" cy="900000"/><a:graphic>${shape}</a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>`;
const wordShape = (properties: string) =>
  `<wps:wsp><wps:spPr>${properties}</wps:spPr><wps:txbx><w:txbxContent>${paragraph(white)}</w:txbxContent></wps:txbx></wps:wsp>`;
const oldShape = (attributes: string) =>
  `<w:r><w:pict><v:shape ${attributes}><v:textbox><w:txbxContent>${paragraph(white)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>`;
const anchored = (attributes: string, inner: string) =>
  `<w:r><w:drawing><wp:anchor ${attributes}>${inner}${wordShape("<a:noFill/>").replace(white, run("words"))}</wp:anchor></w:drawing></w:r>`;

async function parse(body: string, more: Files = {}) {
  return docxParser.parse({
    bytes: docxOf(body + paragraph(run("Seen.")), { "word/styles.xml": STYLES, ...more }),
    fileName: "a.docx",
    limits: DEFAULT_LIMITS,
  });
}

test.each([
  ["white letters", paragraph(white)],
  ["nearly white letters", paragraph(run("words", colour("F6F6F6")))],
  [
    "the theme's paper as colour, whatever is written beside it",
    paragraph(run("words", '<w:color w:val="000000" w:themeColor="background1"/>')),
  ],
  ["a style's white letters", paragraph(run("words"), '<w:pStyle w:val="Pale"/>')],
  ["black letters on black shading", paragraph(run("words", colour("000000") + fill("000000")))],
  [
    "black letters on a solid pattern",
    paragraph(run("words", `${colour("101010")}<w:shd w:val="solid" w:color="000000" w:fill="FFFFFF"/>`)),
  ],
  ["yellow letters under a yellow marker", paragraph(run("words", `${colour("FFFF00")}<w:highlight w:val="yellow"/>`))],
  [
    "white letters in a plain table",
    table('<w:tblStyle w:val="Plain"/>', row(cell(paragraph(white)), cell(paragraph(run("Other"))))),
  ],
  [
    "dark letters in a dark cell",
    table("", row(cell(paragraph(run("words", colour("1F3864"))), fill("203864")), cell(paragraph(run("Other"))))),
  ],
  [
    "white letters in a cell that is white in a dark table",
    table(fill("000000"), row(cell(paragraph(white), fill("FFFFFF")), cell(paragraph(run("Other", colour("FFFFFF")))))),
  ],
  ["letters of two points", paragraph(run("words", '<w:sz w:val="4"/>'))],
  ["letters without width", paragraph(run("words", '<w:w w:val="1"/>'))],
  ["letters filled with nothing", paragraph(run("words", "<w14:textFill><w14:noFill/></w14:textFill>"))],
  [
    "transparent letters",
    paragraph(
      run(
        "words",
        '<w14:textFill><w14:solidFill><w14:srgbClr w14:val="000000"><w14:alpha w14:val="100000"/></w14:srgbClr></w14:solidFill></w14:textFill>',
      ),
    ),
  ],
  ["a hidden style", paragraph(run("words"), '<w:pStyle w:val="Ghost"/>')],
  ["a hidden character style", paragraph(run("words", '<w:rStyle w:val="GhostLetters"/>'))],
  ["lines of half a point", paragraph(run("words"), '<w:spacing w:line="10" w:lineRule="exact"/>')],
  ["an indent beyond the page", paragraph(run("words"), '<w:ind w:left="31680"/>')],
  ["a frame beside the page", paragraph(run("words"), '<w:framePr w:x="-20000" w:y="1"/>')],
  [
    "a row without height",
    table(
      "",
      row(cell(paragraph(run("Seen row"))), cell(paragraph(run("b")))),
      `<w:tr><w:trPr><w:trHeight w:val="10" w:hRule="exact"/></w:trPr>${cell(paragraph(run("words")))}</w:tr>`,
    ),
  ],
  ["a text box without a fill", paragraph(box(wordShape("<a:noFill/>")))],
  ["a white text box", paragraph(box(wordShape('<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>')))],
  ["an old text box", paragraph(oldShape('fillcolor="white [3201]"'))],
  ["an old text box that is not shown", paragraph(oldShape('fillcolor="#203864" style="visibility:hidden"'))],
  ["a hidden drawing", paragraph(anchored("", '<wp:docPr id="1" hidden="1"/>'))],
  ["a drawing without size", paragraph(anchored("", '<wp:extent cx="1" cy="1"/>'))],
  [
    "a drawing beside the page",
    paragraph(anchored("", "<wp:positionH><wp:posOffset>-99999999</wp:posOffset></wp:positionH>")),
  ],
])("text hidden by %s is left out and reported", async (_what, body) => {
  const { text, warnings } = await parse(body);
  expect(text).not.toContain("words");
  expect(text).toContain("Seen.");
  expect(warnings).toEqual(["Hidden text was left out in 1 place."]);
});

test.each([
  [
    "white letters in a dark cell",
    table("", row(cell(paragraph(white), fill("1F3864")), cell(paragraph(run("Other"))))),
  ],
  ["white letters in the only cell of a dark table", table(fill("1F3864"), row(cell(paragraph(white))))],
  [
    "white letters in a table inside a dark cell",
    table("", row(cell(table("", row(cell(paragraph(white)))), fill("1F3864")), cell(paragraph(run("Other"))))),
  ],
  [
    "white letters under a table style that paints some rows",
    table('<w:tblStyle w:val="Striped"/>', row(cell(paragraph(white)), cell(paragraph(run("Other"))))),
  ],
  ["white letters on a dark paragraph", paragraph(white, fill("1F3864"))],
  ["white letters on a style's dark paragraph", paragraph(run("words"), '<w:pStyle w:val="Banner"/>')],
  ["white letters on dark shading of their own", paragraph(run("words", colour("FFFFFF") + fill("000000")))],
  ["white letters under a dark marker", paragraph(run("words", `${colour("FFFFFF")}<w:highlight w:val="darkBlue"/>`))],
  [
    "white letters on a theme's colour",
    paragraph(white, '<w:shd w:val="clear" w:fill="4472C4" w:themeFill="accent1"/>'),
  ],
  ["white letters on a pattern", paragraph(white, '<w:shd w:val="pct50" w:color="000000" w:fill="FFFFFF"/>')],
  ["automatic letters on black", paragraph(run("words", colour("auto")), fill("000000"))],
  ["pale grey letters", paragraph(run("words", colour("BFBFBF")))],
  [
    "the theme's paper in a darker shade",
    paragraph(run("words", '<w:color w:val="A6A6A6" w:themeColor="background1" w:themeShade="A6"/>')),
  ],
  ["small print", paragraph(run("words", '<w:sz w:val="10"/>'))],
  [
    "a run that is shown in a hidden style",
    paragraph(run("words", '<w:vanish w:val="0"/>'), '<w:pStyle w:val="Ghost"/>'),
  ],
  [
    "a style hidden twice over, which Word shows",
    paragraph(run("words", '<w:rStyle w:val="GhostLetters"/>'), '<w:pStyle w:val="Ghost"/>'),
  ],
  [
    "white letters in a dark text box",
    paragraph(box(wordShape('<a:solidFill><a:srgbClr val="203864"/></a:solidFill>'))),
  ],
  [
    "white letters in a text box with the theme's fill",
    paragraph(box(wordShape('<a:solidFill><a:schemeClr val="accent1"/></a:solidFill>'))),
  ],
  ["white letters in an old dark text box", paragraph(oldShape('fillcolor="#203864"'))],
  [
    "a text box that hangs from a squeezed line",
    paragraph(anchored("", ""), '<w:spacing w:line="20" w:lineRule="exact"/>'),
  ],
  [
    "a text box without a fill in a dark cell",
    table("", row(cell(paragraph(box(wordShape("<a:noFill/>"))), fill("000000")), cell(paragraph(run("Other"))))),
  ],
  ["lines of an exact twelve points", paragraph(run("words"), '<w:spacing w:line="240" w:lineRule="exact"/>')],
  ["lines that are at least a point high", paragraph(run("words"), '<w:spacing w:line="20" w:lineRule="atLeast"/>')],
])("%s can be seen and stay", async (_what, body) => {
  const { text, warnings } = await parse(body);
  expect(text).toContain("words");
  expect(warnings).toEqual([]);
});

const picture =
  '<w:r><w:drawing><wp:anchor behindDoc="1"><wp:extent cx="7772400" cy="10058400"/></wp:anchor></w:drawing></w:r>';
const onDarkPage = '<w:background w:color="203864"/>';
const withSettings = (settings: string): Files => ({ "word/settings.xml": part("w:settings", settings) });
const pageOf = (background: string, body: string): Files => ({
  "word/document.xml": part("w:document", `${background}<w:body>${body}${paragraph(run("Seen."))}</w:body>`),
});

test("white letters over a picture behind the text stay, wherever the picture hangs", async () => {
  expect((await parse(paragraph(white) + paragraph(picture))).text).toContain("words");
  const header = await parse(paragraph(white), {
    "word/_rels/document.xml.rels": relations(["styles", "styles.xml"], ["header", "header1.xml"]),
    "word/header1.xml": part("w:hdr", paragraph(picture)),
  });
  expect(header.text).toContain("words");
  const small = picture.replace("7772400", "900000").replace("10058400", "900000");
  expect((await parse(paragraph(white) + paragraph(small))).text).not.toContain("words");
});

test("the page's colour counts where it is shown", async () => {
  const shown = withSettings("<w:displayBackgroundShape/>");
  const notShown = withSettings('<w:displayBackgroundShape w:val="0"/>');
  expect((await parse("", { ...shown, ...pageOf(onDarkPage, paragraph(white)) })).text).toContain("words");
  expect((await parse("", { ...notShown, ...pageOf(onDarkPage, paragraph(white)) })).text).not.toContain("words");
  const dark = paragraph(run("words", colour("203864")));
  expect((await parse("", { ...shown, ...pageOf(onDarkPage, dark) })).text).not.toContain("words");
});
