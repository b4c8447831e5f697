// How the letters inside an element look, handed down from element to element, and whether an eye can make them out.
import { BLACK, blended, type Colour, looksAlike, WHITE } from "../colour.ts";
import { animationOf } from "./css-box.ts";
import { parseCssColour } from "./css-colour.ts";
import { parseLengthPx } from "./css-length.ts";
import type { Style } from "./style-sheet.ts";

/** Unknown where a picture, a gradient, a variable or a sheet that is not read decides. */
export type Ground = Colour | "unknown";

export type Look = {
  readonly colour: Colour | "transparent" | "unknown";
  readonly ground: Ground;
  /** Nothing painted the ground so far: it is the bare page. */
  readonly isBare: boolean;
  readonly sizePx: number;
  readonly isVisible: boolean;
  /** A shadow or an outline shows letters of any colour. */
  readonly isOutlined: boolean;
};

export const PLAIN_LOOK: Look = {
  colour: BLACK,
  ground: WHITE,
  isBare: true,
  sizePx: 16,
  isVisible: true,
  isOutlined: false,
};

const SMALLEST_PX = 2;
const LEAST_ALPHA = 0.05;
const FONT_SIZE = /(?:^|\s)(\d*\.?\d+(?:px|pt|em|rem|%|vw|ex|ch)|0)(?=\/|\s|$)/;

export type LookOptions = {
  /** The element lies over a picture. */
  readonly isOverPicture: boolean;
  /** A sheet gives the colour, and another one, which is not read, may have painted the bare page. */
  readonly isColourDoubtful: boolean;
  readonly appears: (animation: string) => boolean;
};

/** The look of an element's own letters under its style. */
export function lookUnder(parent: Look, style: Style, options: LookOptions): Look {
  if (style.size === 0 && !options.isOverPicture) return parent;
  const painted = paintedGround(parent, style);
  const ground = options.isOverPicture ? "unknown" : (painted ?? parent.ground);
  const isBare = parent.isBare && painted === undefined && !options.isOverPicture;
  return {
    colour: isBare && options.isColourDoubtful && hasColour(style) ? "unknown" : colourUnder(parent, style, ground),
    ground,
    isBare,
    sizePx: sizeUnder(parent.sizePx, style),
    isVisible: visibilityUnder(parent.isVisible, style, options),
    isOutlined: outlineUnder(parent.isOutlined, style),
  };
}

/** Whether letters that look like this are there for machines only. */
export function isUnseen({ colour, ground, sizePx, isVisible, isOutlined }: Look): boolean {
  if (!isVisible || sizePx <= SMALLEST_PX) return true;
  if (isOutlined || colour === "unknown") return false;
  return colour === "transparent" || (ground !== "unknown" && looksAlike(colour, ground));
}

function paintedGround(parent: Look, style: Style): Ground | undefined {
  let ground: Ground | undefined;
  for (const property of ["background", "background-color", "background-image"] as const) {
    const value = style.get(property);
    if (value === undefined || value === "none" || value === "initial" || value === "unset") continue;
    const colour = value
      .split(/\s+(?![^(]*\))/)
      .map(parseCssColour)
      .find((part) => part !== undefined);
    if (/url\(|gradient\(|image-set\(/.test(value) || colour === undefined) return "unknown";
    if (colour.alpha <= LEAST_ALPHA) continue;
    if (colour.alpha < 1 && parent.ground === "unknown") return "unknown";
    ground = parent.ground === "unknown" ? colour.colour : blended(colour.colour, colour.alpha, parent.ground);
  }
  return ground;
}

function hasColour(style: Style): boolean {
  return style.has("color") || style.has("-webkit-text-fill-color");
}

function colourUnder(parent: Look, style: Style, ground: Ground): Look["colour"] {
  if (/text/.test(`${style.get("background-clip") ?? ""} ${style.get("-webkit-background-clip") ?? ""}`))
    return "unknown";
  const value = style.get("-webkit-text-fill-color") ?? style.get("color");
  if (value === undefined || /^(?:inherit|unset|currentcolor)$/.test(value)) return parent.colour;
  const colour = parseCssColour(value);
  if (colour === undefined) return "unknown";
  if (colour.alpha <= LEAST_ALPHA) return "transparent";
  if (colour.alpha === 1) return colour.colour;
  return ground === "unknown" ? "unknown" : blended(colour.colour, colour.alpha, ground);
}

function sizeUnder(parentPx: number, style: Style): number {
  let sizePx = parentPx;
  for (const [property, value] of style) {
    if (property !== "font-size" && property !== "font") continue;
    const written = property === "font" ? FONT_SIZE.exec(value)?.[1] : value;
    if (written === undefined || written === "inherit" || written === "unset") continue;
    // why: a keyword, `calc()` or a variable stands for a size that somebody means to be read.
    sizePx = parseLengthPx(written, { emPx: parentPx }) ?? PLAIN_LOOK.sizePx;
  }
  return sizePx;
}

function visibilityUnder(parent: boolean, style: Style, { appears }: LookOptions): boolean {
  const value = style.get("visibility");
  if (value === "visible") return true;
  return value === "hidden" || value === "collapse" ? appears(animationOf(style)) : parent;
}

function outlineUnder(parent: boolean, style: Style): boolean {
  const shadow = style.get("text-shadow");
  if (shadow !== undefined) return shadow !== "none";
  const stroke = style.get("-webkit-text-stroke") ?? style.get("-webkit-text-stroke-width");
  return parent || (stroke !== undefined && (parseLengthPx(stroke.split(" ")[0]) ?? 1) > 0);
}
