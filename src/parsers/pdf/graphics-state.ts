// What a PDF page paints with at a moment: place, colours, transparency, clipping, letters.
import type { Colour } from "../reading/colour.ts";
import { BLACK } from "../reading/colour.ts";
import { type Box, EVERYWHERE, IDENTITY, type Matrix } from "./geometry.ts";

/** A pattern, a gradient or a picture: nobody can say from here what it looks like at a place. */
export type Paint = Colour | "pattern" | "nothing";

export type Transparency = {
  /** 0 to 1. */
  readonly alpha: number;
  /** Painted plainly over what is there, with no mask and no blending. */
  readonly isPlain: boolean;
};

export type GraphicsState = {
  matrix: Matrix;
  fill: Paint;
  stroke: Paint;
  fillAlpha: number;
  strokeAlpha: number;
  isBlended: boolean;
  isMasked: boolean;
  /** Around what the clipping leaves; where it is no plain box, less than that may show. */
  clip: Box;
  isClipBox: boolean;
  font: string;
  fontSize: number;
  charSpacing: number;
  wordSpacing: number;
  /** 1 is as wide as the font makes letters. */
  stretch: number;
  leading: number;
  rise: number;
  /** PDF's text rendering mode: 0 fills, 1 draws outlines, 2 does both, 3 shows nothing. */
  mode: number;
};

export function initialState(): GraphicsState {
  return {
    matrix: IDENTITY,
    fill: BLACK,
    stroke: BLACK,
    fillAlpha: 1,
    strokeAlpha: 1,
    isBlended: false,
    isMasked: false,
    clip: EVERYWHERE,
    isClipBox: true,
    font: "",
    fontSize: 0,
    charSpacing: 0,
    wordSpacing: 0,
    stretch: 1,
    leading: 0,
    rise: 0,
    mode: 0,
  };
}

/** The settings of `gs`: pairs of a name and a value. */
export function applyExtendedState(state: GraphicsState, settings: unknown): void {
  if (!Array.isArray(settings)) return;
  for (const setting of settings) {
    if (!Array.isArray(setting)) continue;
    const [name, value]: readonly unknown[] = setting;
    if (name === "ca" && typeof value === "number") state.fillAlpha = value;
    else if (name === "CA" && typeof value === "number") state.strokeAlpha = value;
    else if (name === "BM") state.isBlended = value !== "source-over";
    else if (name === "SMask") state.isMasked = value !== false && value !== null;
    else if (name === "Font" && Array.isArray(value)) applyFont(state, value);
  }
}

function applyFont(state: GraphicsState, [name, size]: readonly unknown[]): void {
  if (typeof name === "string") state.font = name;
  if (typeof size === "number") state.fontSize = size;
}

/** How filling shows at the moment. */
export function fillTransparency({ fillAlpha, isBlended, isMasked }: GraphicsState): Transparency {
  return { alpha: fillAlpha, isPlain: !isBlended && !isMasked };
}
