// PDF files with circles, lies, locks and too much of everything.
import { deflateSync } from "node:zlib";

import { FONT, pdfOf, pdfOfContent, pdfOfPages, streamOf } from "../samples/raw-pdf.ts";
import type { HostileFile, Scale } from "./hostile-file.ts";
import { DEEP } from "./hostile-file.ts";

const CATALOG = "<< /Type /Catalog /Pages 2 0 R >>";
const WORDS = "BT /F1 12 Tf 72 700 Td (some words) Tj ET";
const form = (content: string, resources: string): string =>
  streamOf(content, `/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << ${resources} >>`);

function packed(content: Buffer | string, more = ""): string {
  const bytes = deflateSync(content);
  return streamOf(bytes.toString("latin1"), `/Filter /FlateDecode ${more}`);
}

const FILES: readonly (readonly [name: string, make: (scale: Scale) => Uint8Array])[] = [
  [
    "pages-in-a-circle",
    () =>
      pdfOf({
        objects: [CATALOG, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"],
      }),
  ],
  ["pages-are-their-own-kid", () => pdfOf({ objects: [CATALOG, "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"] })],
  ["count-lies-large", () => pdfOf({ objects: [CATALOG, "<< /Type /Pages /Kids [] /Count 2000000000 >>"] })],
  ["count-lies-negative", () => pdfOf({ objects: [CATALOG, "<< /Type /Pages /Kids [] /Count -1 >>"] })],
  ["no-pages", () => pdfOf({ objects: [CATALOG, "<< /Type /Pages /Kids [] /Count 0 >>"] })],
  ["no-catalogue", () => pdfOf({ objects: ["<< >>"] })],
  [
    "form-in-itself",
    () => pdfOfContent(`${WORDS} /X Do`, "/XObject << /X 6 0 R >>", [form("/X Do /X Do", "/XObject << /X 6 0 R >>")]),
  ],
  [
    "forms-in-a-circle",
    () =>
      pdfOfContent(`${WORDS} /X Do`, "/XObject << /X 6 0 R >>", [
        form("/Y Do /Y Do", "/XObject << /Y 7 0 R >>"),
        form("/X Do /X Do", "/XObject << /X 6 0 R >>"),
      ]),
  ],
  [
    "forms-doubling",
    () =>
      pdfOfContent(
        `${WORDS} /X0 Do`,
        "/XObject << /X0 6 0 R >>",
        Array.from({ length: 30 }, (_, at) =>
          form(`/X${at + 1} Do /X${at + 1} Do`, `/XObject << /X${at + 1} ${at + 7} 0 R >>`),
        ),
      ),
  ],
  [
    "encrypted",
    () =>
      pdfOf({
        objects: [
          CATALOG,
          "<< /Type /Pages /Kids [] /Count 0 >>",
          `<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <${"ab".repeat(32)}> /U <${"cd".repeat(32)}> >>`,
        ],
        trailer: "/Encrypt 3 0 R /ID [<00> <00>]",
      }),
  ],
  [
    "encrypted-unknown",
    () =>
      pdfOf({
        objects: [CATALOG, "<< /Type /Pages /Kids [] /Count 0 >>", "<< /Filter /Nobody /V 99 >>"],
        trailer: "/Encrypt 3 0 R /ID [<00> <00>]",
      }),
  ],
  [
    "previous-in-a-circle",
    () => pdfOf({ objects: [CATALOG, "<< /Type /Pages /Kids [] /Count 0 >>"], trailer: "/Prev 9" }),
  ],
  [
    "start-beyond-the-end",
    () => pdfOf({ objects: [CATALOG, "<< /Type /Pages /Kids [] /Count 0 >>"], startxref: 99_999_999 }),
  ],
  ["start-negative", () => pdfOf({ objects: [CATALOG, "<< /Type /Pages /Kids [] /Count 0 >>"], startxref: -5 })],
  ["object-is-itself", () => pdfOf({ objects: ["1 0 R", "2 0 R"] })],
  [
    "length-lies",
    () =>
      pdfOf({
        objects: [
          CATALOG,
          "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
          FONT,
          "<< /Type /Page /Parent 2 0 R /Contents 5 0 R >>",
          streamOf(WORDS, "", 1_000_000_000),
        ],
      }),
  ],
  [
    "length-is-itself",
    () =>
      pdfOf({
        objects: [
          CATALOG,
          "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
          FONT,
          "<< /Type /Page /Parent 2 0 R /Contents 5 0 R >>",
          `<< /Length 5 0 R >>\nstream\n${WORDS}\nendstream`,
        ],
      }),
  ],
  [
    "deep-arrays",
    () => pdfOf({ objects: [CATALOG, `<< /Type /Pages /Kids ${"[".repeat(DEEP)}${"]".repeat(DEEP)} /Count 1 >>`] }),
  ],
  [
    "deep-dictionaries",
    () =>
      pdfOf({
        objects: [
          `<< /Type /Catalog /Pages 2 0 R /A ${"<< /A ".repeat(DEEP)}1${" >>".repeat(DEEP)} >>`,
          "<< /Type /Pages /Kids [] /Count 0 >>",
        ],
      }),
  ],
  ["deep-arrays-in-content", () => pdfOfContent(`${WORDS} ${"[".repeat(DEEP * 5)} TJ`)],
  ["many-saves", () => pdfOfContent(`${"q ".repeat(200_000)}${WORDS}`)],
  [
    "many-fonts",
    () => pdfOfContent(`BT ${Array.from({ length: 20_000 }, (_, at) => `/F${at} 1 Tf (x) Tj`).join(" ")} ET`),
  ],
  ["many-words", () => pdfOfContent(`BT /F1 1 Tf ${"(some words) Tj 1 0 Td ".repeat(50_000)} ET`)],
  ["huge-numbers", () => pdfOfContent("BT /F1 1e99 Tf 99999999999999999999 -1e300 Td (words) Tj ET")],
  ["not-a-number", () => pdfOfContent("BT /F1 --+.- Tf nan inf Td (words) Tj ET")],
  ["odd-operators", () => pdfOfContent(`${"BI ID ".repeat(5000)} EI ${"Do ".repeat(5000)} ${WORDS}`)],
  ["open-string", () => pdfOfContent(`BT /F1 12 Tf ${"(".repeat(100_000)} Tj ET`)],
  [
    "bomb",
    (scale) =>
      pdfOf({
        objects: [
          CATALOG,
          "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
          FONT,
          "<< /Type /Page /Parent 2 0 R /Contents 5 0 R >>",
          packed(Buffer.alloc(Math.min(scale.bombBytes, 500_000_000), " ")),
        ],
      }),
  ],
  [
    "bomb-twice-packed",
    () =>
      pdfOf({
        objects: [
          CATALOG,
          "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
          FONT,
          "<< /Type /Page /Parent 2 0 R /Contents 5 0 R >>",
          streamOf(
            deflateSync(deflateSync(Buffer.alloc(30_000_000, " "))).toString("latin1"),
            "/Filter [/FlateDecode /FlateDecode]",
          ),
        ],
      }),
  ],
  [
    "predictor-lies",
    () =>
      pdfOf({
        objects: [
          CATALOG,
          "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
          FONT,
          "<< /Type /Page /Parent 2 0 R /Contents 5 0 R >>",
          packed(WORDS, "/DecodeParms << /Predictor 15 /Columns 2000000000 /Colors 99 >>"),
        ],
      }),
  ],
  [
    "many-filters",
    () =>
      pdfOf({
        objects: [
          CATALOG,
          "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
          FONT,
          "<< /Type /Page /Parent 2 0 R /Contents 5 0 R >>",
          streamOf(WORDS, `/Filter [${"/ASCIIHexDecode ".repeat(5000)}]`),
        ],
      }),
  ],
  [
    "unicode-map-bomb",
    () =>
      pdfOf({
        objects: [
          CATALOG,
          "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
          "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [] /ToUnicode 6 0 R >>",
          "<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
          streamOf(WORDS),
          streamOf(`begincmap\n100 beginbfrange\n${"<0000> <ffffffff> <0041>\n".repeat(100)}endbfrange\nendcmap`),
        ],
      }),
  ],
  [
    "font-in-itself",
    () =>
      pdfOfContent(WORDS, "/Font << /F1 6 0 R >>", [
        "<< /Type /Font /Subtype /Type0 /DescendantFonts [6 0 R] /Encoding 6 0 R /ToUnicode 6 0 R >>",
      ]),
  ],
  [
    "type3-font-in-itself",
    () =>
      pdfOfContent("BT /T 1 Tf (aaaa) Tj ET", "/Font << /T 6 0 R >>", [
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /CharProcs << /a 7 0 R >> /Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [1] /Resources << /Font << /T 6 0 R >> >> >>",
        streamOf("BT /T 1 Tf (aa) Tj ET"),
      ]),
  ],
  [
    "outline-in-a-circle",
    () =>
      pdfOf({
        objects: [
          "<< /Type /Catalog /Pages 2 0 R /Outlines 3 0 R >>",
          "<< /Type /Pages /Kids [] /Count 0 >>",
          "<< /First 3 0 R /Last 3 0 R /Next 3 0 R /Title (x) >>",
        ],
      }),
  ],
  [
    "script",
    () =>
      pdfOf({
        objects: [
          "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (while(true){}) >> >>",
          "<< /Type /Pages /Kids [] /Count 0 >>",
        ],
      }),
  ],
  ["only-a-head", () => Buffer.from("%PDF-1.7\n")],
  ["head-and-end", () => Buffer.from("%PDF-1.7\nstartxref\n0\n%%EOF")],
  ["no-table", () => Buffer.from(`%PDF-1.4\n1 0 obj\n${CATALOG}\nendobj\n`.repeat(2000))],
  [
    "many-objects",
    () =>
      pdfOf({
        objects: [CATALOG, "<< /Type /Pages /Kids [] /Count 0 >>", ...Array.from({ length: 100_000 }, () => "null")],
      }),
  ],
  [
    "many-kids",
    () =>
      pdfOf({
        objects: [
          CATALOG,
          `<< /Type /Pages /Kids [${"3 0 R ".repeat(50_000)}] /Count 50000 >>`,
          "<< /Type /Page /Parent 2 0 R >>",
        ],
      }),
  ],
  ["pages", ({ pages }) => pdfOfPages(Array.from({ length: pages }, (_, at) => `Words of page ${at + 1}`))],
];

/** Every PDF file. */
export function pdfFiles(scale: Scale): readonly HostileFile[] {
  return FILES.map(([name, make]) => ({
    fileName: `${name}.pdf`,
    make: () => make(scale),
    ...(name.startsWith("encrypted") ? { must: "be reported" as const } : {}),
  }));
}
