// The visible words of one paragraph: inserted text stays, hidden and deleted text goes and is counted.
import { attribute, child, elements, textOf } from "../reading/xml-reader.ts";
import type { XmlElement } from "../reading/xml-reader.ts";
import { switchOf } from "./styles.ts";
import type { Styles } from "./styles.ts";

export type InlineContext = {
  readonly styles: Styles;
  readonly removed: { hidden: number; deleted: number };
  /** The mark that stands for a note in the text. */
  noteMark(kind: "footnote" | "endnote", id: string): string;
};

export type Words = {
  readonly text: string;
  /** Text boxes that hang from the paragraph, each with blocks of its own. */
  readonly boxes: readonly XmlElement[];
};

type Reader = InlineContext & { readonly parts: string[]; readonly boxes: XmlElement[] };

const SKIPPED = new Set(["pPr", "rPr", "sdtPr", "sectPr", "instrText", "delText", "delInstrText", "rt", "tblPr"]);
const DELETED = new Set(["del", "moveFrom"]);
const LITERALS: Readonly<Record<string, string>> = { tab: " ", ptab: " ", br: "\n", cr: "\n", noBreakHyphen: "-" };

/** Reads a paragraph, or anything else that holds runs. */
export function readWords(element: XmlElement, context: InlineContext): Words {
  const reader: Reader = { ...context, parts: [], boxes: [] };
  if (isHiddenStyle(element, context.styles)) context.removed.hidden += hasWords(element) ? 1 : 0;
  else readChildren(element, reader);
  const text = reader.parts.join("").replace(/[ \u00a0]+/g, " ");
  return { text: text.replace(/ ?\n ?/g, "\n").trim(), boxes: reader.boxes };
}

function readChildren(element: XmlElement, reader: Reader): void {
  for (const inner of elements(element)) readInline(inner, reader);
}

function readInline(element: XmlElement, reader: Reader): void {
  const { name } = element;
  if (name === "t") reader.parts.push(textOf(element));
  else if (SKIPPED.has(name)) return;
  else if (DELETED.has(name)) reader.removed.deleted += hasWords(element) ? 1 : 0;
  else if (name === "r") readRun(element, reader);
  else if (name === "txbxContent") reader.boxes.push(element);
  else if (name === "AlternateContent") readAlternative(element, reader);
  else if (name === "footnoteReference" || name === "endnoteReference") {
    const kind = name === "endnoteReference" ? "endnote" : "footnote";
    reader.parts.push(reader.noteMark(kind, attribute(element, "id") ?? ""));
  } else if (name === "sdt" && child(element, "sdtPr", "showingPlcHdr") !== undefined) return;
  else if (Object.hasOwn(LITERALS, name)) reader.parts.push(LITERALS[name] ?? "");
  else readChildren(element, reader);
}

function readRun(run: XmlElement, reader: Reader): void {
  const properties = child(run, "rPr");
  const style = reader.styles(attribute(child(properties, "rStyle"), "val"));
  const hidden = switchOf(properties, "vanish") ?? style.hidden ?? isTiny(properties);
  if (!hidden) readChildren(run, reader);
  else if (hasWords(run)) reader.removed.hidden += 1;
}

/** Letters of one point or less are not meant to be seen; sizes are given in half points. */
function isTiny(properties: XmlElement | undefined): boolean {
  const size = Number(attribute(child(properties, "sz"), "val") ?? Number.NaN);
  return size <= 2;
}

/** The same drawing is often stored twice, for new and for old programs: one of them is read. */
function readAlternative(element: XmlElement, reader: Reader): void {
  const chosen = child(element, "Choice") ?? child(element, "Fallback");
  if (chosen !== undefined) readChildren(chosen, reader);
}

function isHiddenStyle(element: XmlElement, styles: Styles): boolean {
  return styles(attribute(child(element, "pPr", "pStyle"), "val")).hidden === true;
}

function hasWords(element: XmlElement): boolean {
  const open = [element];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if ((next.name === "t" || next.name === "delText") && textOf(next).trim() !== "") return true;
    open.push(...elements(next));
  }
  return false;
}
