// Letters that a PDF page shows, and where each of them goes.
import { multiply, placePoint, type Point } from "./geometry.ts";
import type { GraphicsState } from "./graphics-state.ts";
import type { FontShape, Painter } from "./painter.ts";

/** Places the letters of one operator and moves on by their width. */
export function showText(painter: Painter, shown: unknown): void {
  if (!Array.isArray(shown)) return;
  const { state, options, runs, marked, order } = painter;
  const font = options.fontShape(state.font);
  const base = multiply(state.matrix, painter.text);
  const line = setLine(shown, state, font);
  const { isVertical } = font;
  const [x, y] = isVertical ? [0, -line.length] : [line.length, 0];
  painter.text = multiply(painter.text, [1, 0, 0, 1, x, y]);
  const { rise, fontSize } = state;
  const pointAt = (along: number, up: number): Point =>
    placePoint(base, isVertical ? { x: up, y: rise - along } : { x: along, y: rise + up });
  const middleOf = ({ from, to }: Letter): Point => pointAt((from + to) / 2, isVertical ? 0 : 0.3 * fontSize);
  const { letters } = line;
  const chosen = [letters[0], letters[letters.length >> 1], letters.at(-1)];
  runs.push({
    samples: chosen.flatMap((letter) => (letter === undefined ? [] : [middleOf(letter)])),
    glyphs: () =>
      letters.map((letter) => ({ text: letter.text, at: pointAt(letter.from, 0), middle: middleOf(letter) })),
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

/** From where to where a letter goes, along the line. */
type Letter = { readonly text: string; readonly from: number; readonly to: number };

/** Letters one after the other; blanks and numbers only move what follows. */
function setLine(
  shown: readonly unknown[],
  { fontSize, stretch, charSpacing, wordSpacing }: GraphicsState,
  { unit, isVertical }: FontShape,
): { readonly letters: readonly Letter[]; readonly length: number } {
  const scale = isVertical ? 1 : stretch;
  const letters: Letter[] = [];
  let length = 0;
  for (const piece of shown) {
    if (typeof piece === "number") length -= (piece / 1000) * fontSize * scale;
    else if (isGlyph(piece)) {
      const { unicode, width, isSpace } = piece;
      const own = width * unit * fontSize;
      if (unicode.trim() !== "") letters.push({ text: unicode, from: length, to: length + own * scale });
      length += (own + charSpacing + (isSpace ? wordSpacing : 0)) * scale;
    }
  }
  return { letters, length };
}

type RawGlyph = { readonly unicode: string; readonly width: number; readonly isSpace: boolean };

function isGlyph(piece: unknown): piece is RawGlyph {
  if (typeof piece !== "object" || piece === null) return false;
  return "unicode" in piece && typeof piece.unicode === "string" && "width" in piece && typeof piece.width === "number";
}
