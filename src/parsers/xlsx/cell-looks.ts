// Which cell styles give letters the colour of the very ground that they stand on.
import { type Colour, hexColour, looksAlike, WHITE } from "../reading/colour.ts";
import { attribute, child, eachElement, elements, type XmlElement, type XmlSource } from "../reading/xml-reader.ts";

export type CellLooks = {
  /** `isPlain`: nothing but its own style paints a cell. */
  isUnseen(style: string | undefined, isPlain: boolean): boolean;
};

type Ground = Colour | "none" | "unknown";
type Style = { readonly font: number; readonly fill: number };

const PARTS = new Set(["fonts", "fills", "cellXfs"]);

/** Reads styles.xml. What a theme, a pattern or a gradient decides is not known, and then the letters stay. */
export function readLooks(source: XmlSource | undefined, paper: Colour | undefined): CellLooks {
  const fonts: (Colour | undefined)[] = [];
  const fills: Ground[] = [];
  const styles: Style[] = [];
  if (source !== undefined) {
    eachElement(source, PARTS, (element) => {
      for (const inner of elements(element)) {
        if (element.name === "fonts") fonts.push(colourOf(child(inner, "color"), paper));
        else if (element.name === "fills") fills.push(groundOf(inner, paper));
        else styles.push({ font: Number(attribute(inner, "fontId")), fill: Number(attribute(inner, "fillId")) });
      }
    });
  }
  return {
    isUnseen(style, isPlain) {
      const { font, fill } = styles[Number(style ?? 0)] ?? { font: -1, fill: -1 };
      const colour = fonts[font];
      const ground = fills[fill] ?? "none";
      if (colour === undefined || ground === "unknown") return false;
      return ground === "none" ? isPlain && looksAlike(colour, WHITE) : looksAlike(colour, ground);
    },
  };
}

/** Tables and conditional formats paint cells, too, and a picture may lie behind all of them. */
export function isPlainSheet({ xml }: XmlSource): boolean {
  return !/<(?:\w+:)?(?:conditionalFormatting|tableParts|picture)\b/.test(xml);
}

function groundOf(fill: XmlElement, paper: Colour | undefined): Ground {
  const pattern = child(fill, "patternFill");
  if (pattern === undefined) return "unknown";
  const kind = attribute(pattern, "patternType") ?? "none";
  if (kind === "none") return "none";
  return (kind === "solid" ? colourOf(child(pattern, "fgColor"), paper) : undefined) ?? "unknown";
}

const INDEXED: ReadonlyMap<string, Colour> = new Map([
  ["1", WHITE],
  ["9", WHITE],
]);

function colourOf(element: XmlElement | undefined, paper: Colour | undefined): Colour | undefined {
  if (element === undefined || Number(attribute(element, "tint") ?? 0) !== 0) return undefined;
  if (attribute(element, "theme") === "0") return paper;
  return hexColour(attribute(element, "rgb")?.slice(-6)) ?? INDEXED.get(attribute(element, "indexed") ?? "");
}
