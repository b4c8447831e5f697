// What text in a Word file stands on: the page, shadings, cells, text boxes, pictures behind the text.
import { BLACK, type Colour, hexColour, WHITE } from "../reading/colour.ts";
import { type OfficePackage, targetOf } from "../reading/office-package.ts";
import { attribute, child, elements, type XmlElement, type XmlSource } from "../reading/xml-reader.ts";

/** Unknown where a picture, a pattern or a theme decides. */
export type Ground = Colour | "unknown";

/** The page: white, unless the document shows a page colour, or a picture behind its text. */
export function pageGround(opened: OfficePackage, body: XmlSource): Ground {
  if (hasBackdrop(opened, body)) return "unknown";
  const [, tag = ""] = /<(?:\w+:)?background\b([^>]*)>/.exec(body.xml.slice(0, 20_000)) ?? [];
  if (tag === "") return WHITE;
  const settings = opened.part(targetOf(opened.relations(opened.main), "settings") ?? "word/settings.xml");
  if (!/<(?:\w+:)?displayBackgroundShape(?![^>]*"(?:0|false|off)")/.test(settings?.xml ?? "")) return WHITE;
  return (tag.endsWith("/") ? hexColour(/\bcolor="([0-9a-f]{6})"/i.exec(tag)?.[1]) : undefined) ?? "unknown";
}

/** What `w:shd` lays behind; undefined when it lets through what is below. */
export function shading(properties: XmlElement | undefined): Ground | undefined {
  const element = child(properties, "shd");
  const pattern = attribute(element, "val") ?? "clear";
  if (element === undefined || pattern === "nil") return undefined;
  if (pattern === "solid") return themeColour(element, "themeColor") ?? hexColour(attribute(element, "color")) ?? BLACK;
  if (pattern !== "clear") return "unknown";
  const fill = themeColour(element, "themeFill") ?? hexColour(attribute(element, "fill"));
  return fill ?? (attribute(element, "themeFill") === undefined ? undefined : "unknown");
}

/** The theme's paper and ink, which go before the written value; other theme colours stand written beside it. */
export function themeColour(element: XmlElement, name: "themeColor" | "themeFill"): Colour | undefined {
  const prefix = name === "themeColor" ? "theme" : "themeFill";
  const role = attribute(element, name);
  if (role === "background1" || role === "light1") return grey(byteOf(attribute(element, `${prefix}Shade`)));
  if (role === "text1" || role === "dark1") return grey(255 - byteOf(attribute(element, `${prefix}Tint`)));
  return undefined;
}

/** Absent shades and tints change nothing. */
function byteOf(hex: string | undefined): number {
  const value = Number.parseInt(hex ?? "ff", 16);
  return value >= 0 && value <= 255 ? value : 255;
}

function grey(level: number): Colour {
  return { red: level, green: level, blue: level };
}

const HIGHLIGHTS: ReadonlyMap<string, string> = new Map([
  ["black", "000000"],
  ["blue", "0000FF"],
  ["cyan", "00FFFF"],
  ["darkBlue", "000080"],
  ["darkCyan", "008080"],
  ["darkGray", "808080"],
  ["darkGreen", "008000"],
  ["darkMagenta", "800080"],
  ["darkRed", "800000"],
  ["darkYellow", "808000"],
  ["green", "00FF00"],
  ["lightGray", "C0C0C0"],
  ["magenta", "FF00FF"],
  ["red", "FF0000"],
  ["white", "FFFFFF"],
  ["yellow", "FFFF00"],
]);

/** The marker pen over a run. */
export function highlight(properties: XmlElement): Ground | undefined {
  return hexColour(HIGHLIGHTS.get(attribute(child(properties, "highlight"), "val") ?? ""));
}

/** What a table style paints: unknown as soon as it paints some rows or columns and not others. */
export function tableStyleGround(style: XmlElement): Ground | undefined {
  const parts = elements(style, "tblStylePr");
  const paintsParts = parts.some((part) => shading(child(part, "tcPr")) !== undefined);
  return paintsParts ? "unknown" : (shading(child(style, "tcPr")) ?? shading(child(style, "tblPr")));
}

/** What stands in a text box stands on the box's own fill, or on what is below a box without one. */
export function boxGround(shape: XmlElement, below: Ground): Ground {
  if (shape.name === "wsp") {
    const properties = child(shape, "spPr");
    if (child(properties, "noFill") !== undefined) return below;
    return hexColour(attribute(child(properties, "solidFill", "srgbClr"), "val")) ?? "unknown";
  }
  if (["f", "false"].includes(attribute(shape, "filled") ?? "")) return below;
  const fill = attribute(shape, "fillcolor");
  if (fill === undefined) return child(shape, "fill") === undefined ? WHITE : "unknown";
  return hexColour(fill.replace(/^#/, "")) ?? (fill.startsWith("white") ? WHITE : "unknown");
}

/** About two square inches, in the square of Word's drawing units: smaller pictures are no background. */
const LEAST_BACKDROP = 2 * 914_400 ** 2;
const ANCHOR = /<(?:\w+:)?anchor\b([^>]{0,2000})>/g;
const EXTENT = /<(?:\w+:)?extent\b[^>]*?\bcx="(\d+)"[^>]*?\bcy="(\d+)"/;

/** Whether a picture or shape large enough to be a background lies behind the text, in the body or in a page header. */
function hasBackdrop(opened: OfficePackage, body: XmlSource): boolean {
  const headers = [...opened.relations(opened.main).values()].filter(({ kind }) => kind === "header");
  const sources = [body, ...headers.map(({ target }) => opened.part(target))];
  return sources.some((source) => source !== undefined && holdsBackdrop(source.xml));
}

function holdsBackdrop(xml: string): boolean {
  for (const anchor of xml.matchAll(ANCHOR)) {
    if (!/\bbehindDoc="(?:1|true)"/.test(anchor[1] ?? "")) continue;
    const [, width, height] = EXTENT.exec(xml.slice(anchor.index, anchor.index + 5000)) ?? [];
    if (Number(width) * Number(height) >= LEAST_BACKDROP) return true;
  }
  return false;
}
