// What stands where on the pages of a PDF: words with their place and size, top left first.
import { multiply } from "./geometry.ts";

/** A run of text; distances in points from the top left corner of the page. */
export type PageItem = {
  readonly text: string;
  readonly x: number;
  readonly right: number;
  /** The baseline. */
  readonly y: number;
  readonly size: number;
  readonly isRightToLeft: boolean;
  /** In a font whose characters are all equally wide, as code is. */
  readonly isCode: boolean;
};

export type PageText = {
  readonly number: number;
  readonly width: number;
  readonly height: number;
  readonly items: readonly PageItem[];
  /** Text that runs up or down the page. */
  readonly sideways: readonly string[];
  /** Characters that nobody sees: too small, outside the page, in the colour of what they stand on. */
  readonly hiddenLength: number;
  /** Its text was drawn invisibly, as text recognition lays it under a scan. */
  readonly isRecognised: boolean;
};

export type RawItem = {
  readonly str: string;
  readonly dir: string;
  readonly width: number;
  readonly height: number;
  readonly transform: readonly number[];
  readonly fontName: string;
};

export type PageBox = {
  readonly number: number;
  readonly width: number;
  readonly height: number;
  /** From PDF space to the page as it is shown. */
  readonly transform: readonly number[];
  readonly codeFonts: ReadonlySet<string>;
  /** What was found to be hidden before. */
  readonly hiddenLength: number;
  readonly isRecognised: boolean;
};

const SMALLEST_SIZE = 1.5;

/** Places items on the page as it is shown (rotated pages upright) and leaves out what nobody could see. */
export function placeItems(raw: Iterable<RawItem>, page: PageBox): PageText {
  const items: PageItem[] = [];
  const sideways: string[] = [];
  let { hiddenLength } = page;
  for (const item of raw) {
    if (item.str === "") continue;
    const matrix = multiply(page.transform, item.transform);
    const [a, b, c, d, x, y] = matrix;
    const size = Math.hypot(c, d);
    const right = x + item.width;
    const isVisible = size >= SMALLEST_SIZE && right > 0 && x < page.width && y > 0 && y - size < page.height;
    if (!isVisible) hiddenLength += item.str.trim().length;
    else if (Math.abs(b) > Math.abs(a)) sideways.push(item.str);
    else
      items.push({
        text: item.str,
        x,
        right,
        y,
        size,
        isRightToLeft: item.dir === "rtl",
        isCode: page.codeFonts.has(item.fontName),
      });
  }
  const { number, width, height, isRecognised } = page;
  return { number, width, height, items, sideways, hiddenLength, isRecognised };
}
