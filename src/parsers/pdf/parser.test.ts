import { expect, test } from "vitest";

import { pdfFrom, pdfLines, pdfOf, pageObject, stream } from "../../../test/hostile/samples/pdf.ts";
import type { ParsedDocument } from "../../spec/parser.ts";
import { DEFAULT_LIMITS } from "../reading/default-limits.ts";
import { pdfParser } from "./parser.ts";

async function parse(bytes: Uint8Array, limits = DEFAULT_LIMITS): Promise<ParsedDocument> {
  return pdfParser.parse({ bytes, fileName: "paper.pdf", limits });
}

const left = [
  "The left column begins here and its lines are",
  "as long as lines of prose mostly are, so that no-",
  "body takes them for the cells of a table, and it",
  "goes on to the end of the column where the last",
  "sentence is not finished but continues at the",
];
const right = [
  "top of the right column, whose baselines differ a",
  "little from those of its neighbour, which is often",
  "seen in papers and must not mix up the two. Then",
  "the right column ends with a full stop after this.",
];

test("two columns under a common title are read one after the other", async () => {
  const page = [
    { text: "A Title Across Both Columns", x: 120, y: 780, size: 20 },
    ...pdfLines(left, { x: 50, y: 740 }),
    ...pdfLines(right, { x: 310, y: 738 }),
  ];
  const { text, title } = await parse(pdfOf([page]));
  expect(title).toBe("A Title Across Both Columns");
  expect(text.split("\n\n")).toEqual([
    "# A Title Across Both Columns",
    expect.stringMatching(
      /^The left column begins .* so that nobody takes .* continues at the top of the right .* after this\.\n$/,
    ),
  ]);
});

test("headings go by size, pages are landmarks, running heads and page numbers are left out", async () => {
  const pages = ["One", "Two", "Three", "Four"].map((word, index) => [
    { text: "Handbook of the company", x: 50, y: 820, size: 8 },
    { text: `Chapter ${word}`, x: 50, y: 780, size: 18 },
    { text: `Section ${word}`, x: 50, y: 750, size: 14 },
    ...pdfLines([`Text of chapter ${word} that runs over`, "two lines and then ends."], { x: 50, y: 720 }),
    { text: `Page ${index + 1} of 4`, x: 280, y: 30, size: 8 },
  ]);
  const { text, landmarks } = await parse(pdfOf(pages));
  expect(text).not.toMatch(/Handbook|Page \d/);
  expect(landmarks.map(({ label }) => label)).toEqual(["page 1", "page 2", "page 3", "page 4"]);
  expect(landmarks.map(({ offset }) => text.slice(offset, offset + 11))).toEqual(
    Array.from({ length: 4 }, () => "# Chapter ").map((start, index) => start + "OTTF"[index]),
  );
  expect(text).toContain("## Section Two\n\nText of chapter Two that runs over two lines and then ends.\n");
});

test("a grid of short cells is a table", async () => {
  const rows = [
    ["Part", "Colour", "Price"],
    ["A-1", "red", "9.99"],
    ["B-22", "dark green", "129.00"],
    ["C-3", "blue", "5.00"],
  ];
  const page = [
    ...pdfLines(["The parts that can be ordered are listed in the table below."], { x: 50, y: 780 }),
    ...rows.flatMap((cells, row) => cells.map((text, column) => ({ text, x: 50 + column * 120, y: 740 - row * 20 }))),
    ...pdfLines(["Prices are without tax and hold until the end of the year."], { x: 50, y: 640 }),
  ];
  expect((await parse(pdfOf([page]))).text).toContain(
    "| Part | Colour | Price |\n| --- | --- | --- |\n| A-1 | red | 9.99 |\n| B-22 | dark green | 129.00 |\n| C-3 | blue | 5.00 |\n\nPrices",
  );
});

test("lines in a typewriter font are code with its indentation, bullets are a list", async () => {
  const page = [
    ...pdfLines(["The program below does one thing and does it well enough.", "It is short."], { x: 50, y: 780 }),
    ...pdfLines(["if (ready) {"], { x: 50, y: 740, font: "F2" }),
    ...pdfLines(["start();"], { x: 62, y: 728, font: "F2" }),
    ...pdfLines(["}"], { x: 50, y: 716, font: "F2" }),
    ...pdfLines(["\x95 first point of the list", "\x95 second point of the list"], { x: 50, y: 680 }),
  ];
  const { text } = await parse(pdfOf([page]));
  expect(text).toContain("```\nif (ready) {\n  start();\n}\n```");
  expect(text).toContain("- first point of the list\n- second point of the list");
});

test("text that is too small to see or off the page is left out with a warning", async () => {
  const page = [
    { text: "Seen", x: 50, y: 700 },
    { text: "planted small", x: 50, y: 650, size: 0.5 },
    { text: "planted outside", x: -4000, y: 600 },
    { text: "planted below", x: 50, y: -600 },
  ];
  const { text, warnings } = await parse(pdfOf([page]));
  expect(text).toBe("Seen\n");
  const planted = ["plantedoutside", "plantedbelow", "planted small"];
  expect(warnings).toEqual([`${planted.join("").length} characters of hidden text were removed.`]);
});

test("pages beyond the limit are skipped with a warning", async () => {
  const pages = Array.from({ length: 5 }, (_, index) => [{ text: `Words of page ${index + 1}`, x: 50, y: 700 }]);
  const { text, warnings } = await parse(pdfOf(pages), { ...DEFAULT_LIMITS, maxPages: 2 });
  expect(text).not.toContain("page 3");
  expect(warnings).toEqual(["3 of 5 pages were skipped: the limit is 2."]);
});

test("what the file says about itself is metadata", async () => {
  const info = "/Title (The Guide) /Author (Ann) /CreationDate (D:20260102030405Z)";
  expect(await parse(pdfOf([[{ text: "Words", x: 50, y: 700 }]], info))).toMatchObject({
    title: "The Guide",
    metadata: { author: "Ann", date: "2026-01-02", pages: 1 },
  });
});

test.each([
  ["no PDF", Buffer.from("%PDF-1.7\nnothing more"), "damaged"],
  ["pages without text", pdfOf([[], []]), "scanned"],
])("a file that is %s says so", async (_name, bytes, reason) => {
  await expect(parse(bytes)).rejects.toMatchObject({ code: "parse_failed", message: expect.stringContaining(reason) });
});

test("an encrypted file says that it is protected by a password", async () => {
  const objects = new Map([
    [1, "<< /Type /Catalog /Pages 2 0 R >>"],
    [2, "<< /Type /Pages /Kids [6 0 R] /Count 1 >>"],
    [6, pageObject(7)],
    [7, stream("BT (x) Tj ET")],
    [8, `<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <${"41".repeat(32)}> /U <${"42".repeat(32)}> >>`],
  ]);
  const bytes = pdfFrom(objects, `/Root 1 0 R /Encrypt 8 0 R /ID [<${"43".repeat(16)}> <${"43".repeat(16)}>]`);
  await expect(parse(bytes)).rejects.toThrow("protected by a password");
});

test("a page tree and forms that contain themselves come to an end", async () => {
  const objects = new Map([
    [1, "<< /Type /Catalog /Pages 2 0 R >>"],
    [2, "<< /Type /Pages /Kids [6 0 R 2 0 R] /Count 2 >>"],
    [3, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"],
    [6, pageObject(7, "/XObject << /X 8 0 R >>")],
    [7, stream("BT /F1 12 Tf 50 700 Td (Words) Tj ET /X Do")],
    [8, stream("/X Do", "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 8 0 R >> >>")],
  ]);
  const { text, warnings } = await parse(pdfFrom(objects, "/Root 1 0 R"));
  expect(text).toBe("Words\n");
  expect(warnings.length).toBeGreaterThan(0);
});
