// What the styles of a Word file mean: headings, lists, hidden text.
import { attribute, child, eachElement } from "../reading/xml-reader.ts";
import type { XmlElement, XmlSource } from "../reading/xml-reader.ts";

export type ListPlace = { readonly list?: string; readonly level?: number };

export type Style = ListPlace & {
  readonly name: string;
  /** 1 to 9. */
  readonly heading?: number;
  readonly hidden?: boolean;
};

export type Styles = (id: string | undefined) => Style;

const NORMAL: Style = { name: "" };
const LONGEST_CHAIN = 20;

/** Reads styles.xml; each style has what it inherits filled in. */
export function readStyles(source: XmlSource | undefined): Styles {
  const raw = new Map<string, XmlElement>();
  if (source === undefined) return () => NORMAL;
  eachElement(source, new Set(["style"]), (style) => raw.set(attribute(style, "styleId") ?? "", style));
  const resolved = new Map<string, Style>();
  return (id) => {
    if (id === undefined) return NORMAL;
    const known = resolved.get(id) ?? resolve(raw, id);
    resolved.set(id, known);
    return known;
  };
}

function resolve(raw: ReadonlyMap<string, XmlElement>, id: string): Style {
  const chain: XmlElement[] = [];
  let at: string | undefined = id;
  while (at !== undefined && chain.length < LONGEST_CHAIN) {
    const style = raw.get(at);
    if (style === undefined) break;
    chain.push(style);
    at = attribute(child(style, "basedOn"), "val");
  }
  let style: Style = NORMAL;
  for (const element of chain.toReversed()) style = { ...style, ...own(element) };
  return style;
}

function own(style: XmlElement): Style {
  const name = attribute(child(style, "name"), "val") ?? "";
  const properties = child(style, "pPr");
  const heading = /^heading ([1-9])$/i.exec(name)?.[1];
  const level = /^title$/i.test(name) ? 1 : heading === undefined ? outlineLevel(properties) : Number(heading);
  const hidden = switchOf(child(style, "rPr"), "vanish");
  return {
    name,
    ...(level === undefined ? {} : { heading: level }),
    ...(hidden === undefined ? {} : { hidden }),
    ...listPlace(properties),
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

/** A property that is on when present, unless it says otherwise; undefined when it is absent. */
export function switchOf(properties: XmlElement | undefined, name: string): boolean | undefined {
  const element = child(properties, name);
  return element === undefined ? undefined : !["0", "false", "off"].includes(attribute(element, "val") ?? "1");
}
