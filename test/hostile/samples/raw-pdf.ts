// Writes PDF files object by object, so that any part can be made wrong on purpose.

export type RawPdf = {
  /** Bodies of the objects 1, 2, 3 and so on; object 1 is the catalogue. */
  readonly objects: readonly string[];
  readonly trailer?: string;
  readonly startxref?: number;
};

/** A PDF around these objects. */
export function pdfOf({ objects, trailer = "", startxref }: RawPdf): Uint8Array {
  const parts = ["%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n"];
  const offsets: number[] = [];
  let length = parts[0]?.length ?? 0;
  for (const [index, body] of objects.entries()) {
    const object = `${index + 1} 0 obj\n${body}\nendobj\n`;
    offsets.push(length);
    parts.push(object);
    length += object.length;
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`);
  const size = `/Size ${objects.length + 1}`;
  parts.push(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows.join("")}`);
  parts.push(`trailer\n<< ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${startxref ?? length}\n%%EOF\n`);
  return Buffer.from(parts.join(""), "latin1");
}

/** A stream object; the length may lie. */
export function streamOf(content: string, dictionary = "", length = content.length): string {
  return `<< /Length ${length} ${dictionary} >>\nstream\n${content}\nendstream`;
}

export const FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";

/** A PDF of pages with one line each. */
export function pdfOfPages(lines: readonly string[]): Uint8Array {
  const kids = lines.map((_, index) => `${4 + index * 2} 0 R`);
  const pages = lines.flatMap((line, index) => [
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${5 + index * 2} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
    streamOf(`BT /F1 12 Tf 72 700 Td (${line}) Tj ET`),
  ]);
  const tree = `<< /Type /Pages /Kids [${kids.join(" ")}] /Count ${lines.length} >>`;
  return pdfOf({ objects: ["<< /Type /Catalog /Pages 2 0 R >>", tree, FONT, ...pages] });
}

/** One page with this content stream and these further objects from number 6 on; `resources` may refer to them. */
export function pdfOfContent(content: string, resources = "", more: readonly string[] = []): Uint8Array {
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
    FONT,
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> ${resources} >> >>`,
    streamOf(content),
    ...more,
  ];
  return pdfOf({ objects });
}
