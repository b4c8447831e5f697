// Tells of each page which of its text a reader sees, looking at its pictures only where that depends on them.
import type { Box } from "./geometry.ts";
import { judgeRuns, type Sight } from "./judge-runs.ts";
import { openPdf, operatorNames, type Pdf, type PdfPage } from "./open-pdf.ts";
import type { RawItem } from "./page-text.ts";
import { paintPage } from "./paint-page.ts";
import type { FontShape, PaintedPage } from "./painter.ts";
import { sightItems, type SightedText } from "./sight-items.ts";

export type PageSight = AsyncDisposable & {
  /** What is seen of these pieces of the page's text. */
  look(page: PdfPage, items: readonly RawItem[]): Promise<SightedText>;
};

/** A large poster; what is larger is taken to lie behind whatever stands on its page. */
const MOST_PIXELS = 40_000_000;
const NO_ANNOTATIONS = 0;

/** Sight over an open document; its bytes are opened once more where pictures have to be looked at. */
export async function createPageSight(pdf: Pdf, bytes: Uint8Array): Promise<PageSight> {
  const names = await operatorNames();
  const layers = await pdf.getOptionalContentConfig();
  let withPictures: Promise<Pdf> | undefined;

  async function paint(page: PdfPage): Promise<PaintedPage> {
    const operators = await page.getOperatorList({ annotationMode: NO_ANNOTATIONS });
    const isShown = (layer: unknown): boolean => layer === null || layers.isVisible(layer) !== false;
    return paintPage(operators, { names, isShown, fontShape: (name) => fontShape(page, name) });
  }

  /** What blends in with bare paper may stand on a picture. */
  async function judgeOverPictures(page: PdfPage, sights: readonly Sight[]): Promise<readonly Sight[]> {
    withPictures ??= openPdf(bytes, { maxPixels: MOST_PIXELS });
    try {
      const drawn = await (await withPictures).getPage(page.pageNumber);
      const judged = judgeRuns(await paint(drawn), boxOf(page));
      drawn.cleanup();
      return sights.map((sight, index) => (sight === "alike" ? (judged[index] ?? "seen") : sight));
    } catch {
      // why: a picture that cannot be looked at may be any ground, and text on it must not be lost.
      return sights.map((sight) => (sight === "alike" ? "seen" : sight));
    }
  }

  return {
    async look(page, items) {
      const painted = await paint(page);
      const sights = judgeRuns(painted, boxOf(page));
      const final = sights.includes("alike") ? await judgeOverPictures(page, sights) : sights;
      return sightItems(items, painted.runs, final);
    },
    async [Symbol.asyncDispose]() {
      await withPictures?.then((opened) => opened.loadingTask.destroy()).catch(() => undefined);
    },
  };
}

function boxOf({ view }: PdfPage): Box {
  const [left = 0, bottom = 0, right = 0, top = 0] = view;
  return { left, bottom, right, top };
}

const ORDINARY: FontShape = { unit: 0.001, isVertical: false, isDrawn: false };

function fontShape({ commonObjs }: PdfPage, name: string): FontShape {
  if (name === "" || !commonObjs.has(name)) return ORDINARY;
  const font: unknown = commonObjs.get(name);
  if (typeof font !== "object" || font === null) return ORDINARY;
  const matrix = "fontMatrix" in font && Array.isArray(font.fontMatrix) ? font.fontMatrix : [];
  const [unit]: readonly unknown[] = matrix;
  return {
    unit: typeof unit === "number" && unit !== 0 ? unit : ORDINARY.unit,
    isVertical: "vertical" in font && font.vertical === true,
    isDrawn: "isType3Font" in font && font.isType3Font === true,
  };
}
