// Follows the painting of a PDF page without painting: where letters go and what they look like, and what areas are filled.
import { hexColour } from "../reading/colour.ts";
import { boxAround, corners, IDENTITY, intersect, matrixOf, multiply, placePoint } from "./geometry.ts";
import { applyExtendedState, initialState, type Paint } from "./graphics-state.ts";
import { constructPath, paintClip, paintPicture } from "./paint-areas.ts";
import { showText } from "./paint-text.ts";
import { numbersIn, type OperatorList, type PaintedPage, type Painter, type PaintOptions } from "./painter.ts";

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
  shadingFill: (painter) => paintClip(painter, false),
  paintImageXObject: paintPicture,
  paintInlineImageXObject: paintPicture,
  paintImageMaskXObject: paintPicture,
  paintSolidColorImageMask: paintPicture,
  paintImageXObjectRepeat: (painter) => paintClip(painter, true),
  paintInlineImageXObjectGroup: (painter) => paintClip(painter, true),
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

function colourIn([hex]: readonly unknown[]): Paint {
  return hexColour(typeof hex === "string" ? hex.replace("#", "") : undefined) ?? "pattern";
}

function moveLine(painter: Painter, [x = 0, y = 0]: readonly number[]): void {
  painter.line = multiply(painter.line, [1, 0, 0, 1, x, y]);
  painter.text = painter.line;
}
