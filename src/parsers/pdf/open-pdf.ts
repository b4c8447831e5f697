// Opens a PDF with everything switched off that runs, fetches or draws.
import type { getDocumentProxy as open } from "unpdf";

export type Pdf = Awaited<ReturnType<typeof open>>;
export type PdfPage = Awaited<ReturnType<Pdf["getPage"]>>;

/** `maxPixels`: pictures above this are passed over; none is looked at unless it is given. */
export async function openPdf(bytes: Uint8Array, { maxPixels = 0 } = {}): Promise<Pdf> {
  const { getDocumentProxy } = await import("unpdf");
  // why: pdf.js takes the buffer over, and the caller's bytes are not ours to give away.
  return getDocumentProxy(Uint8Array.from(bytes), {
    verbosity: 0,
    useSystemFonts: false,
    useWorkerFetch: false,
    disableFontFace: true,
    enableXfa: false,
    maxImageSize: maxPixels,
    // why: a picture that is passed over in silence would be taken for bare paper.
    stopAtErrors: maxPixels > 0,
  });
}

/** Names of the operators that pages are painted with, by their numbers. */
export async function operatorNames(): Promise<ReadonlyMap<number, string>> {
  const { getResolvedPDFJS } = await import("unpdf");
  const { OPS } = await getResolvedPDFJS();
  return new Map(Object.entries(OPS).map(([name, number]) => [number, name]));
}
