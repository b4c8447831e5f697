// The visible words of one paragraph: inserted text stays, hidden and deleted text goes and is counted.
import { styleHides } from "../reading/hidden-markup.ts";
import { attribute, child, elements, textOf } from "../reading/xml-reader.ts";
import type { XmlElement } from "../reading/xml-reader.ts";
import { boxGround, type Ground } from "./grounds.ts";
import { isOutOfSight, isUnseenDrawing, readParagraphLook } from "./paragraph-look.ts";
import { isUnseen, readLook, type RunLook, withCharacterStyle } from "./run-look.ts";
import type { Styles } from "./styles.ts";

export type InlineContext = {
  readonly styles: Styles;
  readonly removed: { hidden: number; deleted: number };
  /** What the paragraph is laid on. */
  readonly ground: Ground;
  /** The mark that stands for a note in the text. */
  noteMark(kind: "footnote" | "endnote", id: string): string;
};

/** A text box that hangs from a paragraph, with blocks of its own. */
export type TextBox = { readonly content: XmlElement; readonly ground: Ground };

export type Words = {
  readonly text: string;
  readonly boxes: readonly TextBox[];
};

type Reader = InlineContext & {
  /** How the paragraph's style makes runs look. */
  readonly look: RunLook;
  /** What boxes without a fill are laid on. */
  readonly below: Ground;
  readonly parts: string[];
  readonly boxes: TextBox[];
  boxGround: Ground;
  /** Inside letters that nobody sees; what hangs from them may be seen. */
  isMuted: boolean;
};

const SKIPPED = new Set(["pPr", "rPr", "sdtPr", "sectPr", "instrText", "delText", "delInstrText", "rt", "tblPr"]);
const DELETED = new Set(["del", "moveFrom"]);
const LITERALS: Readonly<Record<string, string>> = { tab: " ", ptab: " ", br: "\n", cr: "\n", noBreakHyphen: "-" };
const DRAWINGS = new Set(["anchor", "inline"]);
const SHAPES = new Set(["wsp", "shape", "rect", "roundrect", "oval"]);

/** Reads a paragraph. */
export function readWords(paragraph: XmlElement, context: InlineContext): Words {
  const properties = child(paragraph, "pPr");
  const style = context.styles.paragraph(attribute(child(properties, "pStyle"), "val"));
  const set = { ...style.paragraph, ...readParagraphLook(properties) };
  const reader: Reader = {
    ...context,
    ground: set.ground ?? context.ground,
    look: style.run,
    below: context.ground,
    parts: [],
    boxes: [],
    boxGround: "unknown",
    isMuted: isOutOfSight(set, properties),
  };
  readChildren(paragraph, reader);
  const text = reader.parts.join("").replace(/[ \u00a0]+/g, " ");
  return { text: text.replace(/ ?\n ?/g, "\n").trim(), boxes: reader.boxes };
}

function readChildren(element: XmlElement, reader: Reader): void {
  for (const inner of elements(element)) readInline(inner, reader);
}

function readInline(element: XmlElement, reader: Reader): void {
  const { name } = element;
  if (name === "t") write(reader, textOf(element));
  else if (SKIPPED.has(name)) return;
  else if (DELETED.has(name)) reader.removed.deleted += hasWords(element) ? 1 : 0;
  else if (name === "r") readRun(element, reader);
  else if (name === "txbxContent") reader.boxes.push({ content: element, ground: reader.boxGround });
  else if (DRAWINGS.has(name)) readDrawing(element, reader);
  else if (SHAPES.has(name)) readShape(element, reader);
  else if (name === "AlternateContent") readAlternative(element, reader);
  else if (name === "footnoteReference" || name === "endnoteReference") {
    const kind = name === "endnoteReference" ? "endnote" : "footnote";
    if (!reader.isMuted) write(reader, reader.noteMark(kind, attribute(element, "id") ?? ""));
  } else if (name === "sdt" && child(element, "sdtPr", "showingPlcHdr") !== undefined) return;
  else if (Object.hasOwn(LITERALS, name)) write(reader, LITERALS[name] ?? "");
  else readChildren(element, reader);
}

function write(reader: Reader, text: string): void {
  if (!reader.isMuted) reader.parts.push(text);
}

function readRun(run: XmlElement, reader: Reader): void {
  const look = lookOf(run, reader);
  if (look.hidden === true) {
    if (hasWords(run)) reader.removed.hidden += 1;
    return;
  }
  const before = reader.isMuted;
  reader.isMuted ||= isUnseen(look, reader.ground);
  if (reader.isMuted && elements(run, "t").some((text) => textOf(text).trim() !== "")) reader.removed.hidden += 1;
  readChildren(run, reader);
  reader.isMuted = before;
}

/** A formula has two sets of properties: its own and Word's. */
function lookOf(run: XmlElement, { styles, look }: Reader): RunLook {
  const properties = elements(run, "rPr");
  if (properties.length === 0) return look;
  const named = properties.map((each) => attribute(child(each, "rStyle"), "val")).find((id) => id !== undefined);
  const styled = named === undefined ? look : withCharacterStyle(look, styles.character(named).run);
  return properties.reduce((before, each) => ({ ...before, ...readLook(each) }), styled);
}

function readDrawing(drawing: XmlElement, reader: Reader): void {
  if (!isUnseenDrawing(drawing)) readChildren(drawing, reader);
  else if (hasWords(drawing)) reader.removed.hidden += 1;
}

/** A shape of either kind: what is written in it stands on its fill. */
function readShape(shape: XmlElement, reader: Reader): void {
  if (styleHides(attribute(shape, "style") ?? "")) {
    if (hasWords(shape)) reader.removed.hidden += 1;
    return;
  }
  const before = reader.boxGround;
  reader.boxGround = boxGround(shape, reader.below);
  readChildren(shape, reader);
  reader.boxGround = before;
}

/** The same drawing is often stored twice, for new and for old programs: one of them is read. */
function readAlternative(element: XmlElement, reader: Reader): void {
  const chosen = child(element, "Choice") ?? child(element, "Fallback");
  if (chosen !== undefined) readChildren(chosen, reader);
}

function hasWords(element: XmlElement): boolean {
  const open = [element];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if ((next.name === "t" || next.name === "delText") && textOf(next).trim() !== "") return true;
    open.push(...elements(next));
  }
  return false;
}
