// What stands on one slide: its title, its texts and tables in order; hidden shapes are counted and left out.
import { attribute, child, descendants, elements, prefixed, textOf } from "../reading/xml-reader.ts";
import type { XmlElement } from "../reading/xml-reader.ts";
import { plainText, readParagraphs } from "./read-text.ts";
import type { SlideParagraph } from "./read-text.ts";
import { type Ground, isUnseenRun, shapeGround, type SlideGround } from "./slide-ground.ts";

export type SlideBlock =
  | { readonly kind: "text"; readonly paragraphs: readonly SlideParagraph[] }
  | { readonly kind: "table"; readonly rows: readonly (readonly string[])[] };

export type Slide = {
  readonly title: string;
  readonly blocks: readonly SlideBlock[];
  readonly hiddenShapes: number;
  /** Runs of letters that nobody can make out. */
  readonly unseenRuns: number;
};

type Reading = {
  title: string;
  readonly blocks: SlideBlock[];
  hiddenShapes: number;
  unseenRuns: number;
  readonly ground: SlideGround;
};

/** Finds the words of a diagram by the reference that the slide has. */
export type DiagramWords = (id: string) => XmlElement | undefined;

const TITLES = new Set(["title", "ctrTitle"]);
const DECORATION = new Set(["dt", "ftr", "hdr", "sldNum", "sldImg"]);
const BULLETED = new Set(["body", "obj"]);
const GROUPS = new Set(["spTree", "grpSp", "Choice"]);

/** Reads the shape tree of a slide. */
export function readSlide(slide: XmlElement, diagram: DiagramWords, ground: SlideGround): Slide {
  const reading: Reading = { title: "", blocks: [], hiddenShapes: 0, unseenRuns: 0, ground };
  readShapes(child(slide, "cSld", "spTree"), reading, diagram);
  return reading;
}

/** The text of the placeholder that speaker notes are written into. */
export function readNotes(notes: XmlElement): readonly SlideParagraph[] {
  return descendants(notes, "sp")
    .filter((shape) => placeholder(shape) === "body")
    .flatMap((shape) => readParagraphs(child(shape, "txBody"), { bulleted: false, isUnseen: () => false }));
}

/** Counts what it leaves out. */
function judge(reading: Reading, on: Ground): (run: XmlElement) => boolean {
  return (run) => {
    const isUnseen = isUnseenRun(run, on, reading.ground.paper) && textOf(run).trim() !== "";
    if (isUnseen) reading.unseenRuns += 1;
    return isUnseen;
  };
}

function readShapes(parent: XmlElement | undefined, reading: Reading, diagram: DiagramWords): void {
  for (const shape of elements(parent)) {
    if (isHidden(shape)) reading.hiddenShapes += 1;
    else if (shape.name === "sp") readShape(shape, reading);
    else if (shape.name === "graphicFrame") readGraphic(shape, reading, diagram);
    else if (shape.name === "AlternateContent") {
      readShapes({ ...shape, children: elements(shape).slice(0, 1) }, reading, diagram);
    } else if (GROUPS.has(shape.name)) readShapes(shape, reading, diagram);
  }
}

function readShape(shape: XmlElement, reading: Reading): void {
  const kind = placeholder(shape);
  const body = child(shape, "txBody");
  if (kind !== undefined && DECORATION.has(kind)) return;
  const isUnseen = judge(reading, shapeGround(child(shape, "spPr"), child(shape, "style"), reading.ground.page));
  if (kind !== undefined && TITLES.has(kind) && reading.title === "") {
    reading.title = plainText(body, isUnseen);
    return;
  }
  const paragraphs = readParagraphs(body, { bulleted: kind !== undefined && BULLETED.has(kind), isUnseen });
  if (paragraphs.length > 0) reading.blocks.push({ kind: "text", paragraphs });
}

function readGraphic(frame: XmlElement, reading: Reading, diagram: DiagramWords): void {
  const data = child(frame, "graphic", "graphicData");
  const table = child(data, "tbl");
  if (table !== undefined) reading.blocks.push({ kind: "table", rows: readTable(table, judge(reading, "unknown")) });
  const reference = child(data, "relIds");
  const words = reference === undefined ? undefined : diagram(prefixed(reference, "dm") ?? "");
  if (words === undefined) return;
  const paragraphs = descendants(words, "t").flatMap((text) =>
    readParagraphs(text, { bulleted: true, isUnseen: judge(reading, "unknown") }),
  );
  if (paragraphs.length > 0) reading.blocks.push({ kind: "text", paragraphs });
}

/** Cells of a table; a merged cell's words stand in its first column and in each of its rows. */
function readTable(table: XmlElement, isUnseen: (run: XmlElement) => boolean): string[][] {
  const above: string[] = [];
  return elements(table, "tr").map((row) =>
    elements(row, "tc").map((cell, column) => {
      const isContinued = isOn(attribute(cell, "vMerge"));
      const text = isContinued ? (above[column] ?? "") : plainText(child(cell, "txBody"), isUnseen);
      above[column] = text;
      return text;
    }),
  );
}

/** The kind of placeholder that a shape is; `obj` when it does not say which. */
function placeholder(shape: XmlElement): string | undefined {
  const element = child(shape, "nvSpPr", "nvPr", "ph");
  return element === undefined ? undefined : (attribute(element, "type") ?? "obj");
}

function isHidden(shape: XmlElement): boolean {
  const properties = elements(shape).find((inner) => inner.name.startsWith("nv"));
  return isOn(attribute(child(properties, "cNvPr"), "hidden")) && textOf(shape).trim() !== "";
}

function isOn(value: string | undefined): boolean {
  return value === "1" || value === "true";
}
