// Opens a PDF and takes the text of its pages with its places.
import type { ParseInput } from "../../spec/parser.ts";
import { parseFailure } from "../reading/parse-failure.ts";
import { openPdf, type Pdf } from "./open-pdf.ts";
import { createPageSight, type PageSight } from "./page-sight.ts";
import { type PageText, placeItems, type RawItem } from "./page-text.ts";

export type PdfContent = {
  readonly pages: readonly PageText[];
  readonly pageCount: number;
  /** Pages that could not be read, with the reason. */
  readonly broken: readonly string[];
  readonly info: Readonly<Record<string, unknown>>;
};

/** Reads up to the page limit; a page that is broken does not keep the others from being read. */
export async function readPages(input: ParseInput): Promise<PdfContent> {
  const pdf = await open(input);
  try {
    await using sight = await createPageSight(pdf, input.bytes);
    const pages: PageText[] = [];
    const broken: string[] = [];
    let length = 0;
    const count = Math.min(pdf.numPages, input.limits.maxPages);
    for (let number = 1; number <= count && length <= input.limits.maxChars; number += 1) {
      const page = await readPage(pdf, number, sight);
      if (typeof page === "string") broken.push(page);
      else {
        pages.push(page);
        for (const item of page.items) length += item.text.length;
      }
    }
    return { pages, pageCount: pdf.numPages, broken, info: await readInfo(pdf) };
  } finally {
    await pdf.loadingTask.destroy();
  }
}

async function open({ bytes, fileName }: ParseInput): Promise<Pdf> {
  try {
    return await openPdf(bytes);
  } catch (error) {
    throw parseFailure(fileName, whyNot(error), { cause: error });
  }
}

function whyNot(error: unknown): string {
  const { name, message } = error instanceof Error ? error : { name: "", message: String(error) };
  if (name === "PasswordException") return "it is protected by a password";
  return `it is damaged and cannot be read as PDF (${message.slice(0, 200)})`;
}

async function readPage(pdf: Pdf, number: number, sight: PageSight): Promise<PageText | string> {
  try {
    const page = await pdf.getPage(number);
    const { width, height, transform } = page.getViewport({ scale: 1 });
    const content = await page.getTextContent();
    const raw = content.items.filter((item): item is typeof item & RawItem => "str" in item);
    const { items, ...hidden } = await sight.look(page, raw);
    const styles = Object.entries(content.styles);
    const codeFonts = new Set(styles.filter(([, style]) => style.fontFamily === "monospace").map(([name]) => name));
    page.cleanup();
    return placeItems(items, { number, width, height, transform, codeFonts, ...hidden });
  } catch (error) {
    return `Page ${number} could not be read (${error instanceof Error ? error.message.slice(0, 100) : String(error)}).`;
  }
}

async function readInfo(pdf: Pdf): Promise<Readonly<Record<string, unknown>>> {
  try {
    const { info } = await pdf.getMetadata();
    return Object.fromEntries(Object.entries(info));
  } catch (error) {
    return { error };
  }
}
