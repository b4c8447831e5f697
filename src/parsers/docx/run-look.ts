// How a run of text in a Word file looks, and whether a reader would see it.
import { type Colour, hexColour, looksAlike } from "../reading/colour.ts";
import { attribute, child } from "../reading/xml-reader.ts";
import type { XmlElement } from "../reading/xml-reader.ts";
import { type Ground, highlight, shading, themeColour } from "./grounds.ts";
import { switchOf } from "./switch-of.ts";

/** Only what is said; what is left out comes from the style around it. */
export type RunLook = {
  readonly hidden?: boolean;
  /** Automatic: Word chooses black or white so that it can be read. */
  readonly colour?: Colour | "automatic";
  readonly transparent?: boolean;
  /** In half points. */
  readonly size?: number;
  /** Width of the letters in percent. */
  readonly width?: number;
  /** What the letters themselves are laid on: a highlight or a shading. */
  readonly ground?: Ground;
};

const SMALLEST_HALF_POINTS = 4;
const NARROWEST_PERCENT = 5;
/** In thousandths of a percent. */
const MOST_TRANSPARENT = 95_000;

/** The look that run properties give. */
export function readLook(properties: XmlElement | undefined): RunLook {
  if (properties === undefined) return {};
  const look = {
    hidden: switchOf(properties, "vanish"),
    colour: textColour(child(properties, "color")),
    transparent: isTransparent(child(properties, "textFill"), properties),
    size: numberOf(child(properties, "sz")),
    width: numberOf(child(properties, "w")),
    ground: highlight(properties) ?? shading(properties),
  };
  // why: what is not said must not overwrite what the style says.
  return Object.fromEntries(Object.entries(look).filter(([, value]) => value !== undefined));
}

/** A paragraph's look with the character style of a run in it: hidden twice over is shown again, as Word has it. */
export function withCharacterStyle(paragraph: RunLook, character: RunLook): RunLook {
  const twice = paragraph.hidden === true && character.hidden === true;
  return { ...paragraph, ...character, ...(twice ? { hidden: false } : {}) };
}

/** Whether letters that look like this, on this ground, are there for machines only. */
export function isUnseen(look: RunLook, ground: Ground): boolean {
  if (look.hidden === true || look.transparent === true) return true;
  if ((look.size ?? Infinity) <= SMALLEST_HALF_POINTS || (look.width ?? Infinity) <= NARROWEST_PERCENT) return true;
  const on = look.ground ?? ground;
  const { colour } = look;
  return colour !== undefined && colour !== "automatic" && on !== "unknown" && looksAlike(colour, on);
}

function textColour(element: XmlElement | undefined): RunLook["colour"] {
  if (element === undefined) return undefined;
  return themeColour(element, "themeColor") ?? hexColour(attribute(element, "val")) ?? "automatic";
}

/** Newer versions of Word can fill letters with nothing; an outline shows them all the same. */
function isTransparent(fill: XmlElement | undefined, properties: XmlElement): boolean | undefined {
  if (fill === undefined) return undefined;
  if (child(properties, "textOutline") !== undefined) return false;
  if (child(fill, "noFill") !== undefined) return true;
  const colour = child(fill, "solidFill", "srgbClr") ?? child(fill, "solidFill", "schemeClr");
  return (numberOf(child(colour, "alpha")) ?? 0) >= MOST_TRANSPARENT;
}

function numberOf(element: XmlElement | undefined): number | undefined {
  const value = Number(attribute(element, "val") ?? Number.NaN);
  return Number.isFinite(value) ? value : undefined;
}
