// Holds the PDF parser to what a page shows: invisible, covered and paper-coloured text goes, light text on dark ground stays.
import { expect, test } from "vitest";

import { pageObject, pdfFrom, pdfOf, type PdfText, stream } from "../../../test/hostile/samples/pdf.ts";
import type { ParsedDocument } from "../../spec/parser.ts";
import { DEFAULT_LIMITS } from "../reading/default-limits.ts";
import { pdfParser } from "./parser.ts";

async function parse(bytes: Uint8Array): Promise<ParsedDocument> {
  return pdfParser.parse({ bytes, fileName: "paper.pdf", limits: DEFAULT_LIMITS });
}

const PROSE = "Enough words that everybody sees, so that the page has text of its own.";
const prose: PdfText = { text: PROSE, x: 50, y: 780 };

/** A page of prose with one more line at the bottom, painted like this. */
async function parseWith(line: Partial<PdfText>): Promise<ParsedDocument> {
  return parse(pdfOf([[prose, { text: "words", x: 50, y: 700, ...line }]]));
}

/** A page of prose and these operators, with anything else in its resources. */
function pageOf(content: string, resources = "", more: readonly (readonly [number, string])[] = []): Uint8Array {
  const objects = new Map([
    [1, "<< /Type /Catalog /Pages 2 0 R >>"],
    [2, "<< /Type /Pages /Kids [6 0 R] /Count 1 >>"],
    [3, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"],
    [6, pageObject(7, resources)],
    [7, stream(`BT /F1 10 Tf 50 780 Td (${PROSE}) Tj ET\n${content}`)],
    ...more,
  ]);
  return pdfFrom(objects, "/Root 1 0 R");
}

const WORDS = "BT /F1 10 Tf 50 700 Td (words) Tj ET";

test.each([
  ["drawn invisibly", "3 Tr"],
  ["white", "1 g"],
  ["nearly white", ".97 .97 .95 rg"],
  ["white in four colours", "0 0 0 0 k"],
  ["white as fill and outline", "2 Tr 1 g 1 G"],
  ["an outline in white", "1 Tr 0 g 1 G"],
  ["dark on a dark box", ".1 .1 .2 rg 40 690 200 30 re f .12 .12 .2 rg"],
  ["white on a box that was painted white again", "0 g 40 690 200 30 re f 1 g 40 690 200 30 re f"],
  ["white beside a dark box", "0 g 300 690 200 30 re f 1 g"],
  ["in the colour of a shape that is no box", "1 0 0 rg 0 650 m 0 760 l 300 650 l h f"],
  ["cut off", "0 0 10 10 re W n"],
])("text that is %s is left out and reported", async (_what, paint) => {
  const { text, warnings } = await parseWith({ paint });
  expect(text).toBe(`${PROSE}\n`);
  expect(warnings).toEqual(["5 characters of hidden text were removed."]);
});

test.each([
  ["white on a dark box", "0 g 40 690 200 30 re f 1 g"],
  ["white on a box under a moved origin", "q .5 0 0 .5 30 600 cm 0 0 .4 rg 0 0 400 400 re f Q 1 g"],
  ["white on a dark shape that is no box", "0 g 0 650 m 0 760 l 300 650 l h f 1 g"],
  ["white in a dark box that was painted over a white one", "1 g 0 600 595 150 re f 0 g 40 690 200 30 re f 1 g"],
  ["white with a dark outline", "2 Tr 1 g 0 G"],
  ["an outline only", "1 Tr 1 g 0 G"],
  ["pale grey", ".8 g"],
  ["yellow", "1 1 0 rg"],
  ["black in a white box", "0 g 40 690 200 30 re f 1 g 45 695 190 20 re f 0 g"],
  ["inside what is cut out", "40 690 200 30 re W n"],
])("text that is %s stays", async (_what, paint) => {
  const { text, warnings } = await parseWith({ paint });
  expect(text).toContain("words");
  expect(warnings).toEqual([]);
});

const STATE = (entries: string): string => `/ExtGState << /G << ${entries} >> >>`;
const FORM = (dictionary: string, content: string): string =>
  stream(
    content,
    `/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> ${dictionary}`,
  );
const IMAGE = stream(
  "\x00",
  "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray",
);
const SHADING =
  "/Shading << /S << /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 1 1] /Function << /FunctionType 2 /Domain [0 1] /C0 [0] /C1 [0.2] /N 1 >> /Extend [true true] >> >>";
const LAYER = (state: "ON" | "OFF") => (bytes: Uint8Array) =>
  Buffer.from(
    Buffer.from(bytes)
      .toString("latin1")
      .replace("/Type /Catalog", `/Type /Catalog /OCProperties << /OCGs [8 0 R] /D << /${state} [8 0 R] >> >>`),
    "latin1",
  );
const GROUP: readonly [number, string] = [8, "<< /Type /OCG /Name (Layer) >>"];
const IN_LAYER = `/OC /L BDC ${WORDS} EMC`;

test.each([
  ["transparent", pageOf(`q /G gs ${WORDS} Q`, STATE("/ca 0"))],
  ["in a form that hides it", pageOf("/X Do", "/XObject << /X 8 0 R >>", [[8, FORM("", `1 g ${WORDS}`)]])],
  [
    "in a form with no room",
    pageOf("/X Do", "/XObject << /X 8 0 R >>", [[8, FORM("", WORDS).replace("0 0 595 842", "0 0 5 5")]]),
  ],
  ["under a white box", pageOf(`${WORDS} 1 g 40 690 200 30 re f`)],
  ["under a black box", pageOf(`${WORDS} 0 g 40 690 200 30 re f`)],
  ["in a layer that is off", LAYER("OFF")(pageOf(IN_LAYER, "/Properties << /L 8 0 R >>", [GROUP]))],
  [
    "white beside a picture",
    pageOf(`q 9 0 0 9 400 100 cm /I Do Q 1 g ${WORDS}`, "/XObject << /I 8 0 R >>", [[8, IMAGE]]),
  ],
  [
    "white before the picture is painted",
    pageOf(`1 g ${WORDS} q 9 0 0 9 400 100 cm /I Do Q`, "/XObject << /I 8 0 R >>", [[8, IMAGE]]),
  ],
])("text that is %s is left out", async (_what, bytes) => {
  const { text, warnings } = await parse(bytes);
  expect(text).toBe(`${PROSE}\n`);
  expect(warnings).toEqual(["5 characters of hidden text were removed."]);
});

test.each([
  ["half transparent", pageOf(`q /G gs ${WORDS} Q`, STATE("/ca .5"))],
  [
    "in a form that shows it",
    pageOf("/X Do", "/XObject << /X 8 0 R >>", [[8, FORM("/Matrix [1 0 0 1 10 10]", WORDS)]]),
  ],
  [
    "in a form on a dark box outside",
    pageOf("0 g 40 690 200 30 re f /X Do", "/XObject << /X 8 0 R >>", [[8, FORM("", `1 g ${WORDS}`)]]),
  ],
  [
    "white on a picture",
    pageOf(`q 500 0 0 500 0 300 cm /I Do Q 1 g ${WORDS}`, "/XObject << /I 8 0 R >>", [[8, IMAGE]]),
  ],
  ["white on a gradient", pageOf(`q 0 600 500 200 re W n /S sh Q 1 g ${WORDS}`, SHADING)],
  ["under a marker that lets it through", pageOf(`${WORDS} /G gs 1 1 0 rg 40 690 200 30 re f`, STATE("/BM /Multiply"))],
  ["under a glass pane", pageOf(`${WORDS} /G gs 1 1 0 rg 40 690 200 30 re f`, STATE("/ca .3"))],
  ["under a box that is cut off before it", pageOf(`${WORDS} 0 0 20 20 re W n 1 g 0 0 595 842 re f`)],
  ["in a layer that is on", LAYER("ON")(pageOf(IN_LAYER, "/Properties << /L 8 0 R >>", [GROUP]))],
  ["filled with a gradient through its letters", pageOf(`q 7 Tr ${WORDS} /S sh Q`, SHADING)],
])("text that is %s stays", async (_what, bytes) => {
  const { text, warnings } = await parse(bytes);
  expect(text).toContain("words");
  expect(warnings).toEqual([]);
});

test("hidden words within a line are cut out of it", async () => {
  const line = "BT /F1 10 Tf 50 700 Td (Pay ) Tj 1 g (not ) Tj 0 g (the ) Tj 3 Tr (whole ) Tj 0 Tr (sum.) Tj ET";
  const { text, warnings } = await parse(pageOf(line));
  expect(text).toBe(`${PROSE} Pay the sum.\n`);
  expect(warnings).toEqual(["8 characters of hidden text were removed."]);
});

test("text with a white shadow of itself is read once", async () => {
  const shadow = "1 g BT /F1 10 Tf 50.5 699.5 Td (Heading) Tj ET 0 g BT /F1 10 Tf 50 700 Td (Heading) Tj ET";
  expect((await parse(pageOf(shadow))).text).toBe(`${PROSE} Heading\n`);
});

const scan = "These lines were recognised in the picture of a page and lie under it, where nobody sees them.";
const recognised = [1, 2, 3].map((line): PdfText => ({ text: scan, x: 50, y: 700 - 20 * line, paint: "3 Tr" }));

test("the invisible text of a scanned page is the document, and this is said", async () => {
  const stamp: PdfText = { text: "Scanned 2026-01-02", x: 400, y: 20 };
  const { text, warnings } = await parse(pdfOf([recognised, [...recognised, stamp], [prose]]));
  expect(text.match(/recognised in the picture/g)).toHaveLength(6);
  expect(warnings).toEqual([
    expect.stringMatching(/^The text of 2 of 3 pages is an invisible layer.* it was kept, and may differ/),
  ]);
});

test("invisible text on a page with text of its own is no recognised text", async () => {
  const { text, warnings } = await parse(pdfOf([[prose, ...recognised]]));
  expect(text).toBe(`${PROSE}\n`);
  expect(warnings).toEqual([`${scan.replaceAll(" ", "").length * 3} characters of hidden text were removed.`]);
});
