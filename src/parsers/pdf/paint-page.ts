// Follows the painting of a PDF page without painting: where letters go and what they look like, and what areas are filled.
import { hexColour } from "../reading/colour.ts";
import {
  type Box,
  boxAround,
  IDENTITY,
  intersect,
  isRectangle,
  type Matrix,
  matrixOf,
  multiply,
  placePoint,
  type Point,
  type Rings,
} from "./geometry.ts";
import {
  applyExtendedState,
  fillTransparency,
  type GraphicsState,
  initialState,
  type Paint,
  type Transparency,
} from "./graphics-state.ts";

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
  readonly glyphs: readonly Glyph[];
  readonly size: number;
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

type Painter = {
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

const MOST_AREAS = 20_000;
const NOT_PAINTED = new Set(["endPath", "stroke", "closeStroke"]);

/** Runs through the operators of a page. */
export function paintPage({ fnArray, argsArray }: OperatorList, options: PaintOptions): PaintedPage {
  const painter: Painter = {
    options,
    runs: [],
    areas: [],
    stack: [],
    state: initialState(),
    text: IDENTITY,
    line: IDENTITY,
    marked: [],
    clips: false,
    order: 0,
  };
  for (let index = 0; index < fnArray.length; index += 1) {
    const operate = OPERATIONS[options.names.get(fnArray[index] ?? 0) ?? ""];
    const args = argsArray[index];
    painter.order = index;
    operate?.(painter, Array.isArray(args) ? args : []);
  }
  return { runs: painter.runs, areas: painter.areas };
}

type Operation = (painter: Painter, args: readonly unknown[]) => void;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  save,
  restore,
  transform: (painter, args) => (painter.state.matrix = multiply(painter.state.matrix, numbersIn(args))),
  paintFormXObjectBegin: beginForm,
  paintFormXObjectEnd: restore,
  beginGroup: (painter, args) => {
    save(painter);
    const [group] = args;
    painter.state.isMasked ||= typeof group === "object" && group !== null && "smask" in group && group.smask !== null;
  },
  endGroup: restore,
  setGState: ({ state }, args) => applyExtendedState(state, args[0]),
  setFillRGBColor: ({ state }, args) => (state.fill = colourIn(args)),
  setStrokeRGBColor: ({ state }, args) => (state.stroke = colourIn(args)),
  setFillColorN: ({ state }) => (state.fill = "pattern"),
  setStrokeColorN: ({ state }) => (state.stroke = "pattern"),
  setFillTransparent: ({ state }) => (state.fill = "nothing"),
  setStrokeTransparent: ({ state }) => (state.stroke = "nothing"),
  clip: (painter) => (painter.clips = true),
  eoClip: (painter) => (painter.clips = true),
  constructPath,
  shadingFill: (painter) => addArea(painter, { paint: "pattern", box: painter.state.clip, isUncertain: false }),
  paintImageXObject: paintPicture,
  paintInlineImageXObject: paintPicture,
  paintImageMaskXObject: paintPicture,
  paintSolidColorImageMask: paintPicture,
  paintImageXObjectRepeat: (painter) =>
    addArea(painter, { paint: "pattern", box: painter.state.clip, isUncertain: true }),
  paintInlineImageXObjectGroup: (painter) =>
    addArea(painter, { paint: "pattern", box: painter.state.clip, isUncertain: true }),
  beginMarkedContent: ({ marked }) => marked.push(false),
  beginMarkedContentProps: ({ marked, options }, [tag, layer]) => marked.push(tag === "OC" && !options.isShown(layer)),
  endMarkedContent: ({ marked }) => marked.pop(),
  beginText: (painter) => (painter.text = painter.line = IDENTITY),
  setTextMatrix: (painter, args) => (painter.text = painter.line = matrixOf(numbersIn(args))),
  moveText: (painter, args) => moveLine(painter, numbersIn(args)),
  setLeadingMoveText: (painter, args) => {
    const [x = 0, y = 0] = numbersIn(args);
    painter.state.leading = -y;
    moveLine(painter, [x, y]);
  },
  nextLine: (painter) => moveLine(painter, [0, -painter.state.leading]),
  setFont: ({ state }, args) => applyExtendedState(state, [["Font", args]]),
  setCharSpacing: ({ state }, args) => (state.charSpacing = numbersIn(args)[0] ?? 0),
  setWordSpacing: ({ state }, args) => (state.wordSpacing = numbersIn(args)[0] ?? 0),
  setHScale: ({ state }, args) => (state.stretch = (numbersIn(args)[0] ?? 100) / 100),
  setLeading: ({ state }, args) => (state.leading = numbersIn(args)[0] ?? 0),
  setTextRise: ({ state }, args) => (state.rise = numbersIn(args)[0] ?? 0),
  setTextRenderingMode: ({ state }, args) => (state.mode = numbersIn(args)[0] ?? 0),
  showText: (painter, args) => showText(painter, args[0]),
};

function save(painter: Painter): void {
  painter.stack.push({ ...painter.state });
}

function restore(painter: Painter): void {
  painter.state = painter.stack.pop() ?? painter.state;
}

function beginForm(painter: Painter, [matrix, box]: readonly unknown[]): void {
  save(painter);
  const { state } = painter;
  const numbers = numbersIn(matrix);
  if (numbers.length === 6) state.matrix = multiply(state.matrix, numbers);
  const [left, bottom, right, top] = numbersIn(box);
  if (left === undefined || bottom === undefined || right === undefined || top === undefined) return;
  state.clip = intersect(
    state.clip,
    boxAround(corners({ left, bottom, right, top }).map((point) => placePoint(state.matrix, point))),
  );
}

/** The numbers of an operator, which come one by one or as one list. */
function numbersIn(args: unknown): readonly number[] {
  if (ArrayBuffer.isView(args) && "length" in args) return Array.from(args as Float32Array); // why: views of numbers only
  if (!Array.isArray(args)) return [];
  const [first]: readonly unknown[] = args;
  if (args.length === 1 && typeof first === "object") return numbersIn(first);
  return args.filter((each): each is number => typeof each === "number");
}

function colourIn([hex]: readonly unknown[]): Paint {
  return hexColour(typeof hex === "string" ? hex.replace("#", "") : undefined) ?? "pattern";
}

function constructPath(painter: Painter, [operator, data]: readonly unknown[]): void {
  const { state, options } = painter;
  const name = options.names.get(typeof operator === "number" ? operator : 0) ?? "";
  const rings = ringsOf(Array.isArray(data) ? data[0] : undefined, state.matrix);
  const box = boxAround(rings.flat());
  const rectangle = isRectangle(rings);
  if (!NOT_PAINTED.has(name)) {
    const shape = rectangle ? {} : { rings };
    addArea(painter, { paint: state.fill, box, isUncertain: false, ...shape });
  }
  if (!painter.clips) return;
  painter.clips = false;
  state.clip = intersect(state.clip, box);
  state.isClipBox &&= rectangle;
}

/** Numbers of coordinates that follow each kind of step: move, line, curve, flat curve, close. */
const STEP_LENGTHS = [2, 2, 6, 4, 0];

function ringsOf(data: unknown, matrix: Matrix): Rings {
  const numbers = numbersIn(data);
  const rings: Point[][] = [];
  for (let at = 0; at < numbers.length;) {
    const step = numbers[at] ?? 4;
    const length = STEP_LENGTHS[step];
    if (length === undefined) break;
    if (step === 0) rings.push([]);
    const [x, y] = [numbers[at + length - 1], numbers[at + length]];
    if (length > 0 && x !== undefined && y !== undefined) rings.at(-1)?.push(placePoint(matrix, { x, y }));
    at += 1 + length;
  }
  return rings.filter((ring) => ring.length > 1);
}

type Area = Pick<PaintedArea, "paint" | "box" | "isUncertain"> & { readonly rings?: Rings };

function addArea({ areas, state, order, marked }: Painter, { paint, box, isUncertain, rings }: Area): void {
  if (marked.includes(true) || paint === "nothing" || areas.length >= MOST_AREAS) return;
  const visible = intersect(box, state.clip);
  if (visible.left >= visible.right || visible.bottom >= visible.top) return;
  areas.push({
    paint,
    box: visible,
    rings,
    isUncertain: isUncertain || !state.isClipBox,
    ...fillTransparency(state),
    order,
  });
}

/** A picture fills the unit square of the space it is painted in. */
function paintPicture(painter: Painter): void {
  const square = corners({ left: 0, bottom: 0, right: 1, top: 1 });
  const box = boxAround(square.map((point) => placePoint(painter.state.matrix, point)));
  addArea(painter, { paint: "pattern", box, isUncertain: false });
}

function corners({ left, bottom, right, top }: Box): readonly Point[] {
  return [
    { x: left, y: bottom },
    { x: right, y: bottom },
    { x: left, y: top },
    { x: right, y: top },
  ];
}

function moveLine(painter: Painter, [x = 0, y = 0]: readonly number[]): void {
  painter.line = multiply(painter.line, [1, 0, 0, 1, x, y]);
  painter.text = painter.line;
}

function showText(painter: Painter, shown: unknown): void {
  if (!Array.isArray(shown)) return;
  const { state, options, runs, marked, order } = painter;
  const font = options.fontShape(state.font);
  const glyphs: Glyph[] = [];
  for (const piece of shown) {
    if (typeof piece === "number") advance(painter, (-piece / 1000) * state.fontSize, font);
    else if (isGlyph(piece)) glyphs.push(...placeGlyph(painter, piece, font));
  }
  const matrix = multiply(state.matrix, painter.text);
  runs.push({
    glyphs,
    size: Math.abs(state.fontSize) * Math.hypot(matrix[2], matrix[3]),
    isDrawn: font.isDrawn,
    mode: state.mode,
    fill: state.fill,
    stroke: state.stroke,
    fillAlpha: state.fillAlpha,
    strokeAlpha: state.strokeAlpha,
    clip: state.clip,
    isOff: marked.includes(true),
    order,
  });
}

type RawGlyph = { readonly unicode: string; readonly width: number; readonly isSpace: boolean };

function isGlyph(piece: unknown): piece is RawGlyph {
  if (typeof piece !== "object" || piece === null) return false;
  return "unicode" in piece && typeof piece.unicode === "string" && "width" in piece && typeof piece.width === "number";
}

/** Where the letter stands, and how far the next one is moved by it; blanks only move. */
function placeGlyph(painter: Painter, { unicode, width, isSpace }: RawGlyph, font: FontShape): readonly Glyph[] {
  const { state } = painter;
  const { fontSize, rise, charSpacing, wordSpacing } = state;
  const place = multiply(state.matrix, painter.text);
  const own = width * font.unit * fontSize;
  const at = placePoint(place, { x: 0, y: rise });
  const middle = placePoint(place, { x: font.isVertical ? 0 : (own * state.stretch) / 2, y: rise + 0.3 * fontSize });
  advance(painter, own + charSpacing + (isSpace ? wordSpacing : 0), font);
  return unicode.trim() === "" ? [] : [{ text: unicode, at, middle }];
}

function advance(painter: Painter, distance: number, { isVertical }: FontShape): void {
  const move = isVertical ? [0, -distance] : [distance * painter.state.stretch, 0];
  painter.text = multiply(painter.text, [1, 0, 0, 1, move[0] ?? 0, move[1] ?? 0]);
}
