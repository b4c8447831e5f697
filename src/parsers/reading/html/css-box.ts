// Whether a style takes an element away with everything in it: not shown, transparent, without size, off the screen.
import { parseLengthPx } from "./css-length.ts";
import type { Style } from "./style-sheet.ts";

const FAR_PX = -500;
const FAR_RIGHT_PX = 5000;
const LEAST_OPACITY = 0.02;
const PLACES = ["left", "top", "right", "bottom", "text-indent"] as const;
const SIDES = ["height", "width", "max-height", "max-width"] as const;
const PADDINGS = ["padding", "padding-left", "padding-right", "padding-top", "padding-bottom"] as const;
const NO_CLIP =
  /^(?:inset\((?:50|100)%|circle\(0(?:px|%)?[ )]|polygon\(0(?:px|%)? 0(?:px|%)?(?:, ?0(?:px|%)? 0(?:px|%)?)+\))/;

/** `appears` knows the animations that bring in what is transparent at first. */
export function boxIsUnseen(style: Style, appears: (animation: string) => boolean): boolean {
  if (style.get("display") === "none" || style.get("content-visibility") === "hidden") return true;
  if (numberOf(style.get("opacity")) <= LEAST_OPACITY) return !appears(animationOf(style));
  return hasNoSize(style) || isClipped(style) || isAway(style);
}

export function animationOf(style: Style): string {
  return `${style.get("animation") ?? ""} ${style.get("animation-name") ?? ""}`;
}

function numberOf(value: string | undefined): number {
  const [, number, percent] = /^(\d*\.?\d+)(%?)$/.exec(value ?? "") ?? [];
  return number === undefined ? Number.NaN : Number(number) / (percent === "%" ? 100 : 1);
}

function hasNoSize(style: Style): boolean {
  const cutsOff = ["overflow", "overflow-x", "overflow-y"].some((property) =>
    /hidden|clip/.test(style.get(property) ?? ""),
  );
  if (cutsOff && SIDES.some((side) => (parseLengthPx(style.get(side)) ?? Infinity) <= 1)) return true;
  const scale = /scale[xy]?\(([^,)]*)/.exec(style.get("transform") ?? "")?.[1] ?? style.get("scale")?.split(" ")[0];
  return numberOf(scale?.trim()) <= LEAST_OPACITY || numberOf(style.get("zoom")) === 0;
}

function isClipped(style: Style): boolean {
  const rectangle = /^rect\((.*)\)$/.exec(style.get("clip") ?? "")?.[1];
  const edges = rectangle?.split(/[\s,]+/).map((edge) => parseLengthPx(edge));
  const isEmpty = edges?.length === 4 && edges.every((edge) => edge !== undefined && Math.abs(edge) <= 1);
  return isEmpty || NO_CLIP.test(style.get("clip-path") ?? "");
}

function isAway(style: Style): boolean {
  const places = [...PLACES.map((property) => style.get(property)), ...(style.get("inset")?.split(" ") ?? [])];
  if (places.some((place) => isFar(parseLengthPx(place)))) return true;
  if ((parseLengthPx(style.get("left")) ?? 0) >= FAR_RIGHT_PX) return true;
  const [top, right = top, , left = right] = style.get("margin")?.split(/\s+/) ?? [];
  const margins = [style.get("margin-top") ?? top, style.get("margin-left") ?? left];
  const isMoved = [...margins, ...shifts(style.get("transform") ?? "")].some((length) => isFar(parseLengthPx(length)));
  return isMoved && !isDrawnBack(style);
}

function isFar(length: number | undefined): boolean {
  return length !== undefined && length <= FAR_PX;
}

/** Percentages are of the element itself, which says nothing about where it is. */
function shifts(transform: string): readonly string[] {
  const [, inside = ""] = /translate(?:3d|[xy])?\(([^)]*)\)/.exec(transform) ?? [];
  return inside
    .split(",")
    .map((part) => part.trim())
    .filter((part) => !part.endsWith("%"));
}

/** A box set at the middle and drawn back by half its width is centred; one drawn out and filled up again is a band. */
function isDrawnBack(style: Style): boolean {
  if (["left", "top", "right"].some((side) => style.get(side) === "50%")) return true;
  const paddings = PADDINGS.flatMap((property) => style.get(property)?.split(/\s+/) ?? []);
  return paddings.some((padding) => (parseLengthPx(padding) ?? 0) >= 100);
}
