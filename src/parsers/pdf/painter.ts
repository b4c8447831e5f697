// What is known while the painting of a PDF page is followed, and what comes of it.
import type { Box, Matrix, Point, Rings } from "./geometry.ts";
import type { GraphicsState, Paint, Transparency } from "./graphics-state.ts";

export type OperatorList = { readonly fnArray: ArrayLike<number>; readonly argsArray: readonly unknown[] };

export type FontShape = {
  /** Width of a unit of the font's, mostly a thousandth. */
  readonly unit: number;
  readonly isVertical: boolean;
  /** Letters that are small pictures, with colours of their own. */
  readonly isDrawn: boolean;
};

export type PaintOptions = {
  /** Name of an operator by its number. */
  readonly names: ReadonlyMap<number, string>;
  readonly fontShape: (name: string) => FontShape;
  /** Whether the layer that marked content names is shown. */
  readonly isShown: (layer: unknown) => boolean;
};

/** A letter, or what the font makes of one character. */
export type Glyph = { readonly text: string; readonly at: Point; readonly middle: Point };

/** Letters that one operator shows, all of one look. */
export type PaintedRun = {
  /** The middles of the first letter, of one half-way, and of the last. */
  readonly samples: readonly Point[];
  /** Every letter with its place, worked out when it is asked for. */
  readonly glyphs: () => readonly Glyph[];
  readonly isDrawn: boolean;
  readonly mode: number;
  readonly fill: Paint;
  readonly stroke: Paint;
  readonly fillAlpha: number;
  readonly strokeAlpha: number;
  readonly clip: Box;
  /** In a layer that is switched off. */
  readonly isOff: boolean;
  /** Its turn among all that is painted. */
  readonly order: number;
};

export type PaintedArea = Transparency & {
  readonly paint: Paint;
  /** Around what is painted, within the clipping. */
  readonly box: Box;
  /** Undefined where the box itself is filled. */
  readonly rings: Rings | undefined;
  /** Less than that may be painted. */
  readonly isUncertain: boolean;
  readonly order: number;
};

export type PaintedPage = { readonly runs: readonly PaintedRun[]; readonly areas: readonly PaintedArea[] };

export type Painter = {
  readonly options: PaintOptions;
  readonly runs: PaintedRun[];
  readonly areas: PaintedArea[];
  readonly stack: GraphicsState[];
  state: GraphicsState;
  text: Matrix;
  line: Matrix;
  /** Marked content that is open, and whether each piece is switched off. */
  readonly marked: boolean[];
  /** A clipping that begins with the next path. */
  clips: boolean;
  order: number;
};

/** The numbers of an operator, which come one by one or as one list. */
export function numbersIn(args: unknown): readonly number[] {
  if (args instanceof Float32Array || args instanceof Float64Array) return Array.from(args);
  if (!Array.isArray(args)) return [];
  const [first]: readonly unknown[] = args;
  if (args.length === 1 && typeof first === "object") return numbersIn(first);
  return args.filter((each): each is number => typeof each === "number");
}
