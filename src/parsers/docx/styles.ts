// What the styles of a Word file mean: headings, lists, how text looks.
import { attribute, child, eachElement } from "../reading/xml-reader.ts";
import type { XmlElement, XmlSource } from "../reading/xml-reader.ts";
import { type Ground, tableStyleGround } from "./grounds.ts";
import { type ParagraphLook, readParagraphLook } from "./paragraph-look.ts";
import { readLook, type RunLook } from "./run-look.ts";

export type ListPlace = { readonly list?: string; readonly level?: number };

export type Style = ListPlace & {
  readonly name: string;
  /** 1 to 9. */
  readonly heading?: number;
  readonly run: RunLook;
  readonly paragraph: ParagraphLook;
};

/** Each style has what it inherits filled in. */
export type Styles = {
  /** Of a paragraph; without a known name, the one that paragraphs have by default. */
  paragraph(id: string | undefined): Style;
  character(id: string | undefined): Style;
  /** What a table style paints behind all cells; undefined when nothing. */
  tableGround(id: string | undefined): Ground | undefined;
};

const NORMAL: Style = { name: "", run: {}, paragraph: {} };
const LONGEST_CHAIN = 20;

type Sheet = { readonly raw: ReadonlyMap<string, XmlElement>; readonly defaults: Style };

/** Reads styles.xml. */
export function readStyles(source: XmlSource | undefined): Styles {
  if (source === undefined) return { paragraph: () => NORMAL, character: () => NORMAL, tableGround: () => undefined };
  const raw = new Map<string, XmlElement>();
  let defaults = NORMAL;
  let normal: string | undefined;
  eachElement(source, new Set(["style", "docDefaults"]), (element) => {
    if (element.name === "docDefaults") defaults = defaultsOf(element);
    else raw.set(attribute(element, "styleId") ?? "", element);
    if (isDefault(element)) normal = attribute(element, "styleId");
  });
  const paragraphs = remember((id) => resolve({ raw, defaults }, id));
  const characters = remember((id) => resolve({ raw, defaults: NORMAL }, id));
  return {
    paragraph: (id) => paragraphs(id !== undefined && raw.has(id) ? id : normal),
    character: characters,
    tableGround: (id) =>
      chainOf(raw, id)
        .map(tableStyleGround)
        .find((ground) => ground !== undefined),
  };
}

function isDefault(style: XmlElement): boolean {
  return attribute(style, "type") === "paragraph" && ["1", "true", "on"].includes(attribute(style, "default") ?? "");
}

function defaultsOf(element: XmlElement): Style {
  return {
    name: "",
    run: readLook(child(element, "rPrDefault", "rPr")),
    paragraph: readParagraphLook(child(element, "pPrDefault", "pPr")),
  };
}

function remember(find: (id: string | undefined) => Style): (id: string | undefined) => Style {
  const known = new Map<string | undefined, Style>();
  return (id) => {
    const style = known.get(id) ?? find(id);
    known.set(id, style);
    return style;
  };
}

/** The style and what it is based on, itself first; styles based on each other in a circle end somewhere. */
function chainOf(raw: ReadonlyMap<string, XmlElement>, id: string | undefined): readonly XmlElement[] {
  const chain: XmlElement[] = [];
  let at = id;
  while (at !== undefined && chain.length < LONGEST_CHAIN) {
    const style = raw.get(at);
    if (style === undefined) break;
    chain.push(style);
    at = attribute(child(style, "basedOn"), "val");
  }
  return chain;
}

function resolve({ raw, defaults }: Sheet, id: string | undefined): Style {
  let style = defaults;
  for (const element of chainOf(raw, id).toReversed()) style = inherit(style, element);
  return style;
}

function inherit(base: Style, element: XmlElement): Style {
  const name = attribute(child(element, "name"), "val") ?? "";
  const properties = child(element, "pPr");
  const heading = /^heading ([1-9])$/i.exec(name)?.[1];
  const level = /^title$/i.test(name) ? 1 : heading === undefined ? outlineLevel(properties) : Number(heading);
  return {
    ...base,
    name,
    ...(level === undefined ? {} : { heading: level }),
    ...listPlace(properties),
    run: { ...base.run, ...readLook(child(element, "rPr")) },
    paragraph: { ...base.paragraph, ...readParagraphLook(properties) },
  };
}

/** The heading level of an outline level; 0 when the paragraph says that it is body text. */
export function outlineLevel(properties: XmlElement | undefined): number | undefined {
  const value = attribute(child(properties, "outlineLvl"), "val");
  if (value === undefined || !/^\d$/.test(value)) return undefined;
  return value === "9" ? 0 : Number(value) + 1;
}

/** Which list, and which level of it, paragraph properties name. */
export function listPlace(properties: XmlElement | undefined): ListPlace {
  const numbering = child(properties, "numPr");
  const list = attribute(child(numbering, "numId"), "val");
  const level = Number(attribute(child(numbering, "ilvl"), "val") ?? Number.NaN);
  return { ...(list === undefined ? {} : { list }), ...(Number.isInteger(level) ? { level } : {}) };
}
