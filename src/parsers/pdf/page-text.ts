// What stands where on the pages of a PDF: words with their place and size, top left first.

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
  /** Characters too small to see or outside the page. */
  readonly hiddenLength: number;
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
};

const SMALLEST_SIZE = 1.5;

/** Places items on the page as it is shown (rotated pages upright) and leaves out what nobody could see. */
export function placeItems(raw: Iterable<RawItem>, page: PageBox): PageText {
  const items: PageItem[] = [];
  const sideways: string[] = [];
  let hiddenLength = 0;
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
  const { number, width, height } = page;
  return { number, width, height, items, sideways, hiddenLength };
}

type Matrix = readonly [number, number, number, number, number, number];

function multiply(outer: readonly number[], inner: readonly number[]): Matrix {
  const [a1 = 1, b1 = 0, c1 = 0, d1 = 1, e1 = 0, f1 = 0] = outer;
  const [a2 = 1, b2 = 0, c2 = 0, d2 = 1, e2 = 0, f2 = 0] = inner;
  return [
    a1 * a2 + c1 * b2,
    b1 * a2 + d1 * b2,
    a1 * c2 + c1 * d2,
    b1 * c2 + d1 * d2,
    a1 * e2 + c1 * f2 + e1,
    b1 * e2 + d1 * f2 + f1,
  ];
}
