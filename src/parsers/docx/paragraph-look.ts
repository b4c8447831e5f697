// How a paragraph of a Word file is set: what it is laid on, and whether its lines are squeezed or pushed out of sight.
import { attribute, child, textOf } from "../reading/xml-reader.ts";
import type { XmlElement } from "../reading/xml-reader.ts";
import { type Ground, shading } from "./grounds.ts";

/** Only what is said; what is left out comes from the style. Lengths are twentieths of a point. */
export type ParagraphLook = {
  readonly ground?: Ground;
  readonly exactLine?: number;
  readonly indent?: number;
};

const LOWEST_LINE = 40;
/** Wider than the widest page that Word knows. */
const OUTSIDE = 31_680;

/** The look that paragraph properties give. */
export function readParagraphLook(properties: XmlElement | undefined): ParagraphLook {
  const ground = shading(properties);
  const spacing = child(properties, "spacing");
  const line = lengthOf(spacing, "line");
  const indent = lengthOf(child(properties, "ind"), "left") ?? lengthOf(child(properties, "ind"), "start");
  return {
    ...(ground === undefined ? {} : { ground }),
    ...(line === undefined ? {} : { exactLine: attribute(spacing, "lineRule") === "exact" ? line : OUTSIDE }),
    ...(indent === undefined ? {} : { indent }),
  };
}

/** Whether no line of such a paragraph can be read. */
export function isOutOfSight(look: ParagraphLook, properties: XmlElement | undefined): boolean {
  if ((look.exactLine ?? OUTSIDE) <= LOWEST_LINE || (look.indent ?? 0) >= OUTSIDE) return true;
  const frame = child(properties, "framePr");
  return isOutside(lengthOf(frame, "x")) || isOutside(lengthOf(frame, "y"));
}

/** Whether a row of a table is squeezed to nothing. */
export function isSqueezedRow(properties: XmlElement | undefined): boolean {
  const height = child(properties, "trHeight");
  return attribute(height, "hRule") === "exact" && (lengthOf(height, "val") ?? OUTSIDE) <= LOWEST_LINE;
}

const SMALLEST_DRAWING = 25_400;
const OUTSIDE_DRAWING = 914_400 * 22;

/** Whether a drawing is marked as hidden, has next to no size, or lies outside every page; lengths are 914,400ths of an inch. */
export function isUnseenDrawing(drawing: XmlElement): boolean {
  const { hidden } = child(drawing, "docPr")?.attributes ?? {};
  if (hidden === "1" || hidden === "true") return true;
  const extent = child(drawing, "extent");
  const isTiny = ["cx", "cy"].some((side) => (lengthOf(extent, side) ?? OUTSIDE_DRAWING) <= SMALLEST_DRAWING);
  return (
    isTiny ||
    ["positionH", "positionV"].some((axis) => {
      const offset = Number(textOf(child(drawing, axis, "posOffset")) || 0);
      return offset >= OUTSIDE_DRAWING || offset <= -OUTSIDE_DRAWING / 2;
    })
  );
}

function isOutside(place: number | undefined): boolean {
  return place !== undefined && Math.abs(place) >= OUTSIDE / 2;
}

function lengthOf(element: XmlElement | undefined, name: string): number | undefined {
  const value = Number(attribute(element, name) ?? Number.NaN);
  return Number.isFinite(value) ? value : undefined;
}
