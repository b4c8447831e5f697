// Builds small PDFs by hand: text at given places, or any objects at all.

export type PdfText = {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size?: number;
  readonly font?: "F1" | "F2";
  /** Operators before it that hold for this text only, such as `1 g` for white. */
  readonly paint?: string;
};

/** Objects by number, as the text between `obj` and `endobj`. */
export type PdfObjects = ReadonlyMap<number, string>;

const CATALOG = 1;
const PAGES = 2;
const FONT = 3;
const CODE_FONT = 4;
const INFO = 5;
const FIRST_FREE = 6;

/** A PDF of A4 pages; y counts from the bottom, as in PDF itself. */
export function pdfOf(pages: readonly (readonly PdfText[])[], info = ""): Uint8Array {
  const objects = new Map<number, string>([
    [CATALOG, `<< /Type /Catalog /Pages ${PAGES} 0 R >>`],
    [FONT, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"],
    [CODE_FONT, "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>"],
    [INFO, `<< ${info} >>`],
  ]);
  const kids: string[] = [];
  pages.forEach((texts, index) => {
    const page = FIRST_FREE + index * 2;
    kids.push(`${page} 0 R`);
    objects.set(page, pageObject(page + 1));
    objects.set(page + 1, stream(texts.map(showText).join("\n")));
  });
  objects.set(PAGES, `<< /Type /Pages /Kids [${kids.join(" ")}] /Count ${kids.length} >>`);
  return pdfFrom(objects, `/Root ${CATALOG} 0 R /Info ${INFO} 0 R`);
}

/** A PDF of any objects with a correct cross-reference table. */
export function pdfFrom(objects: PdfObjects, trailer: string): Uint8Array {
  const parts = ["%PDF-1.7\n"];
  const offsets = new Map<number, number>();
  let length = parts[0]?.length ?? 0;
  for (const [number, body] of objects) {
    const text = `${number} 0 obj\n${body}\nendobj\n`;
    offsets.set(number, length);
    parts.push(text);
    length += text.length;
  }
  const size = Math.max(0, ...objects.keys()) + 1;
  const lines = ["0000000000 65535 f "];
  for (let number = 1; number < size; number += 1) {
    const offset = offsets.get(number);
    lines.push(offset === undefined ? "0000000000 65535 f " : `${String(offset).padStart(10, "0")} 00000 n `);
  }
  parts.push(
    `xref\n0 ${size}\n${lines.join("\n")}\ntrailer\n<< /Size ${size} ${trailer} >>\nstartxref\n${length}\n%%EOF\n`,
  );
  return Buffer.from(parts.join(""), "latin1");
}

/** A stream object around its content. */
export function stream(content: string, dictionary = ""): string {
  return `<< /Length ${content.length} ${dictionary} >>\nstream\n${content}\nendstream`;
}

/** A page object that shows the content stream of this number. */
export function pageObject(contents: number, more = ""): string {
  const resources = `<< /Font << /F1 ${FONT} 0 R /F2 ${CODE_FONT} 0 R >> ${more} >>`;
  return `<< /Type /Page /Parent ${PAGES} 0 R /MediaBox [0 0 595 842] /Resources ${resources} /Contents ${contents} 0 R >>`;
}

/** Lines of text below each other from a starting place. */
export function pdfLines(lines: readonly string[], place: Omit<PdfText, "text">): readonly PdfText[] {
  const pitch = (place.size ?? 10) * 1.2;
  return lines.map((text, index) => ({ ...place, text, y: place.y - index * pitch }));
}

function showText({ text, x, y, size = 10, font = "F1", paint = "" }: PdfText): string {
  const escaped = text.replace(/[\\()]/g, "\\$&");
  const shown = `BT /${font} ${size} Tf ${x} ${y} Td (${escaped}) Tj ET`;
  return paint === "" ? shown : `q ${paint} ${shown} Q`;
}
