// Holds the Excel parser to what an eye can make out: letters in the colour of their ground are left out and counted.
import { expect, test } from "vitest";

import { part, xlsxOf } from "../../../test/hostile/samples/office.ts";
import { DEFAULT_LIMITS } from "../reading/default-limits.ts";
import { xlsxParser } from "./parser.ts";

const FONTS = [
  "",
  '<color rgb="FFFFFFFF"/>',
  '<color theme="0"/>',
  '<color indexed="9"/>',
  '<color theme="0" tint="-0.5"/>',
  '<color rgb="FFEEEEEE"/>',
];
const FILLS = [
  '<patternFill patternType="none"/>',
  '<patternFill patternType="solid"><fgColor rgb="FF003366"/></patternFill>',
  '<patternFill patternType="solid"><fgColor rgb="FFFFFFFF"/></patternFill>',
  '<patternFill patternType="darkGrid"/>',
  "<gradientFill/>",
];
const STYLES = FONTS.flatMap((_, font) => FILLS.map((_fill, fill) => `<xf fontId="${font}" fillId="${fill}"/>`));
const THEME =
  '<themeElements><clrScheme><lt1><sysClr val="window" lastClr="FFFFFF"/></lt1></clrScheme></themeElements>';
const FILES = {
  "xl/styles.xml": part(
    "styleSheet",
    `<fonts>${FONTS.map((font) => `<font>${font}</font>`).join("")}</fonts><fills>${FILLS.map((fill) => `<fill>${fill}</fill>`).join("")}</fills><cellXfs>${STYLES.join("")}</cellXfs>`,
  ),
  "xl/theme/theme1.xml": part("a:theme", THEME),
  "xl/sharedStrings.xml": part("sst", '<si><r><rPr><color rgb="FF000000"/></rPr><t>planted</t></r></si>'),
};

type Look = { readonly font: number; readonly fill: number };

async function parse({ font, fill }: Look, { cell = "", after = "" } = {}) {
  const style = font * FILLS.length + fill;
  const planted =
    cell === ""
      ? `<c r="B1" s="${style}" t="inlineStr"><is><t>planted</t></is></c>`
      : cell.replace("STYLE", String(style));
  const xml = `<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>seen</t></is></c>${planted}</row></sheetData>${after}`;
  const bytes = xlsxOf([{ name: "Data", xml }], FILES);
  return xlsxParser.parse({ bytes, fileName: "a.xlsx", limits: DEFAULT_LIMITS });
}

test.each([
  ["white on the sheet", { font: 1, fill: 0 }],
  ["the theme's paper on the sheet", { font: 2, fill: 0 }],
  ["white of the palette on white paint", { font: 3, fill: 2 }],
  ["nearly white on the sheet", { font: 5, fill: 0 }],
])("letters that nobody can make out are left out: %s", async (_what, look) => {
  const { text, warnings } = await parse(look);
  expect(text).toContain("seen");
  expect(text).not.toContain("planted");
  expect(warnings).toEqual(['Sheet "Data": left out 1 cell in the colour of its ground.']);
});

test("numbers in the colour of the sheet are left out like words", async () => {
  const { text } = await parse({ font: 1, fill: 0 }, { cell: '<c r="B1" s="STYLE"><v>4711</v></c>' });
  expect(text).not.toContain("4711");
});

test.each([
  ["black on the sheet", { font: 0, fill: 0 }, {}],
  ["white on a dark cell", { font: 1, fill: 1 }, {}],
  ["white on a pattern", { font: 1, fill: 3 }, {}],
  ["white on a gradient", { font: 1, fill: 4 }, {}],
  ["a darker shade of the paper", { font: 4, fill: 0 }, {}],
  [
    "white in a sheet with a table, which may paint its heads",
    { font: 1, fill: 0 },
    { after: '<tableParts count="1"/>' },
  ],
  ["white where a condition may paint", { font: 1, fill: 0 }, { after: '<conditionalFormatting sqref="A1"/>' }],
  ["runs with a colour of their own", { font: 1, fill: 0 }, { cell: '<c r="B1" s="STYLE" t="s"><v>0</v></c>' }],
])("what can be made out, or may be, stays: %s", async (_what, look, more) => {
  const { text, warnings } = await parse(look, more);
  expect(text).toContain("planted");
  expect(warnings).toEqual([]);
});
