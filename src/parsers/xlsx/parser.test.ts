// Holds the Excel parser to what a reader of the workbook sees.
import { expect, test } from "vitest";

import { part, xlsxOf } from "../../../test/hostile/samples/office.ts";
import { DEFAULT_LIMITS } from "../reading/default-limits.ts";
import { formatOf } from "./number-formats.ts";
import { xlsxParser } from "./parser.ts";

const text = (reference: string, value: string) => `<c r="${reference}" t="inlineStr"><is><t>${value}</t></is></c>`;
const number = (reference: string, value: number, style = 0) => `<c r="${reference}" s="${style}"><v>${value}</v></c>`;
const row = (index: number, cells: string, more = "") => `<row r="${index}" ${more}>${cells}</row>`;
const data = (...rows: string[]) => `<sheetData>${rows.join("")}</sheetData>`;

async function parse(sheets: Parameters<typeof xlsxOf>[0], more: Parameters<typeof xlsxOf>[1] = {}) {
  return xlsxParser.parse({ bytes: xlsxOf(sheets, more), fileName: "a.xlsx", limits: DEFAULT_LIMITS });
}

const sheet = (xml: string, name = "Data", state = "visible") => ({ name, xml, state });

test("each sheet is a table under its name, with single cells above it as paragraphs", async () => {
  const xml = data(
    row(1, text("A1", "Prices of 2024")),
    row(3, text("B3", "Kind") + text("C3", "Price")),
    row(4, text("B4", "Car") + number("C4", 0.1 + 0.2)),
  );
  const document = await parse([sheet(xml), sheet(data(row(1, text("A1", "only"))), "More")]);
  expect(document.text).toBe(
    "## Data\n\nPrices of 2024\n\n| Kind | Price |\n| --- | --- |\n| Car | 0.3 |\n\n## More\n\n| only |\n| --- |\n",
  );
  expect(document.landmarks.map((landmark) => landmark.label)).toEqual(["sheet Data", "sheet More"]);
  expect(document.metadata).toEqual({ sheets: ["Data", "More"] });
});

test("shared strings with runs, booleans, errors and formula strings are shown", async () => {
  const strings = part(
    "sst",
    "<si><t>plain</t></si><si><r><t>rich </t></r><r><t>text</t></r><rPh><t>reading</t></rPh></si>",
  );
  const cells = `<c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c t="str"><f>A1</f><v>made</v></c><c t="s"><v>99</v></c>`;
  const document = await parse([sheet(data(`<row>${cells}</row>`))], { "xl/sharedStrings.xml": strings });
  expect(document.text).toContain("| plain | rich text | TRUE | #N/A | made |");
});

test("dates count from 1900 or 1904", async () => {
  const styles = part("styleSheet", '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>');
  const xml = data(row(1, number("A1", 45_356, 1) + number("B1", 1, 1)));
  expect((await parse([sheet(xml)], { "xl/styles.xml": styles })).text).toContain("| 2024-03-05 | 1900-01-01 |");
  const workbook = part(
    "workbook",
    '<workbookPr date1904="1"/><sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets>',
  );
  const later = await parse([sheet(xml)], { "xl/styles.xml": styles, "xl/workbook.xml": workbook });
  expect(later.text).toContain("| 2028-03-06 | 1904-01-02 |");
});

test.each([
  ["General", 1e21, "1e+21"],
  ["General", 12.5, "12.5"],
  ["0.0%", 0.256, "25.6%"],
  ["#,##0.00", 1234.5, "1234.50"],
  ["0.00", 1.005, "1.01"],
  ["#,##0.00\\ [$€-407]", -3.1, "-3.10 €"],
  ['"CHF "0', 7.4, "CHF 7"],
  ['0.0" kg"', 2, "2.0 kg"],
  ["00000", 123, "00123"],
  ["0.##", 2.5, "2.5"],
  ["0.00E+00", 12_345, "12345"],
  ["# ?/?", 0.5, "0.5"],
  ["#,##0,", 5000, "5000"],
  ["dd/mm/yyyy hh:mm", 45_356.5, "2024-03-05 12:00"],
  ["hh:mm", 0.604_166_67, "14:30"],
  ["mmm yy", 45_356, "2024-03-05"],
  ["[h]:mm", 1.5, "36:00"],
  [";;;", 5, ""],
  ["yyyy", -5, "-5"],
  ["(0.00);-0.00", -0.001, "0.00"],
  ["@", 5, "5"],
])("format %s shows %s as %s", (code, value, shown) => {
  expect(formatOf(code)(value)).toBe(shown);
});

test("hidden sheets, rows, columns and cells are left out with a warning", async () => {
  const styles = part(
    "styleSheet",
    '<numFmts><numFmt numFmtId="164" formatCode=";;;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>',
  );
  const xml = `<cols><col min="2" max="16384" hidden="1"/></cols>${data(
    row(1, text("A1", "seen") + text("B1", "no")),
    row(2, text("A2", "no"), 'hidden="1"'),
    row(3, number("A3", 5, 1)),
  )}`;
  const secret = sheet(data(row(1, text("A1", "no"))), "Secret", "veryHidden");
  const document = await parse([sheet(xml), secret], { "xl/styles.xml": styles });
  expect(document.text).toBe("## Data\n\n| seen |\n| --- |\n");
  expect(document.warnings).toEqual([
    "Hidden sheets were left out: 1.",
    'Sheet "Data": left out 1 hidden row, 1 hidden column, 1 cell whose format hides it.',
  ]);
});

test("cells merged downwards are repeated in each row", async () => {
  const xml = `${data(row(1, text("A1", "K") + text("B1", "V")), row(2, text("A2", "car") + number("B2", 1)), row(3, number("B3", 2)))}<mergeCells><mergeCell ref="A2:A3"/></mergeCells>`;
  expect((await parse([sheet(xml)])).text).toContain("| car | 1 |\n| car | 2 |");
});

test("a sheet that claims to be endless costs what it holds", async () => {
  const xml = `<dimension ref="A1:XFD1048576"/>${data(
    row(1, text("A1", "first")),
    row(1_048_576, text("A1048576", "x") + text("XFD1048576", "last")),
  )}<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>`;
  const started = performance.now();
  const document = await parse([sheet(xml)]);
  expect(performance.now() - started).toBeLessThan(1000);
  expect(document.text).toBe("## Data\n\nfirst\n\n| x | last |\n| --- | --- |\n");
});

test("cells far apart are listed with their references", async () => {
  const cells = Array.from({ length: 100 }, (_, index) => [index + 1, `A${"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[index % 26]}`]);
  const rows = cells.map(([index], at) => row(Number(index), text("A1", "k") + text(`${column(at + 2)}1`, `v${at}`)));
  const document = await parse([sheet(data(...rows))]);
  expect(document.text).toContain("- A1: k; B1: v0\n- A2: k; C2: v1\n");
});

function column(index: number): string {
  return index > 26
    ? `${column(Math.floor((index - 1) / 26))}${column(((index - 1) % 26) + 1)}`
    : String.fromCharCode(64 + index);
}
