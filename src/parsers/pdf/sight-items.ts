// Brings what the painting of a page tells together with its text: which pieces of text are seen, and which are not.
import type { Sight } from "./judge-runs.ts";
import type { RawItem } from "./page-text.ts";
import type { Glyph, PaintedRun } from "./painter.ts";

export type SightedText = {
  readonly items: readonly RawItem[];
  /** What is kept was drawn invisibly: text recognition lays it under the picture of a page. */
  readonly isRecognised: boolean;
  readonly hiddenLength: number;
};

type SightedGlyph = Glyph & { readonly sight: Sight };
type Piece = { readonly item: RawItem; readonly sight: Sight };

/** As much visible text stands on a scanned page besides: a stamp, a page number. */
const FEW_CHARACTERS = 40;
const SMALL_SHARE = 0.1;
/** How far ahead a letter's piece of text is looked for. */
const FURTHEST = 500;

/** The pieces that a reader sees; of a page without any to speak of, those that were recognised in its picture. */
export function sightItems(
  items: readonly RawItem[],
  runs: readonly PaintedRun[],
  sights: readonly Sight[],
): SightedText {
  if (sights.every((sight) => sight === "seen")) return { items, isRecognised: false, hiddenLength: 0 };
  const glyphs = runs.flatMap((run, index) =>
    run.glyphs().map((glyph) => ({ ...glyph, sight: sights[index] ?? "seen" })),
  );
  const lengths = { seen: 0, layer: 0, alike: 0, away: 0 };
  for (const { sight, text } of glyphs) lengths[sight] += text.length;
  const isRecognised = lengths.layer > 0 && lengths.seen <= Math.max(FEW_CHARACTERS, SMALL_SHARE * lengths.layer);
  const isKept = (sight: Sight): boolean => sight === "seen" || (sight === "layer" && isRecognised);
  const kept = splitItems(items, glyphs).filter(({ sight }) => isKept(sight));
  return {
    items: kept.map(({ item }) => item),
    isRecognised,
    hiddenLength: lengths.away + lengths.alike + (isRecognised ? 0 : lengths.layer),
  };
}

/** Both come in the order of painting, which tells text from a shadow of itself at the same place. */
function splitItems(items: readonly RawItem[], glyphs: readonly SightedGlyph[]): readonly Piece[] {
  const found = items.map((): SightedGlyph[] => []);
  const left = items.map(({ str }) => lettersIn(str));
  let current = 0;
  for (const glyph of glyphs) {
    const index = itemOf(glyph, { items, left, from: current });
    if (index === undefined) continue;
    current = index;
    found[index]?.push(glyph);
    left[index] = (left[index] ?? 0) - lettersIn(glyph.text);
  }
  return items.flatMap((item, index) => piecesOf(item, found[index] ?? []));
}

function lettersIn(text: string): number {
  return text.normalize("NFKC").replace(/\s+/g, "").length;
}

type Place = { readonly items: readonly RawItem[]; readonly left: readonly number[]; readonly from: number };

function itemOf(glyph: Glyph, { items, left, from }: Place): number | undefined {
  for (let index = from; index < Math.min(items.length, from + FURTHEST); index += 1) {
    const item = items[index];
    if (item !== undefined && (left[index] ?? 0) > 0 && standsOn(glyph, item)) return index;
  }
  return undefined;
}

function standsOn({ at }: Glyph, item: RawItem): boolean {
  const { along, across, height } = placeOn(item, at);
  return across <= 0.6 * height && along >= -0.5 * height && along <= item.width + 0.5 * height;
}

function placeOn({ transform, height }: RawItem, { x, y }: Glyph["at"]) {
  const [a = 1, b = 0, c = 0, d = 1, left = 0, base = 0] = transform;
  const length = Math.hypot(a, b) || 1;
  const [dx, dy] = [x - left, y - base];
  return {
    along: (dx * a + dy * b) / length,
    across: Math.abs(dx * b - dy * a) / length,
    height: Math.max(height, Math.hypot(c, d)),
  };
}

/** A piece of text of which only a part is seen is cut there. */
function piecesOf(item: RawItem, glyphs: readonly SightedGlyph[]): readonly Piece[] {
  const [first] = glyphs;
  if (first === undefined || glyphs.every(({ sight }) => sight === first.sight)) {
    return [{ item, sight: first?.sight ?? "seen" }];
  }
  const groups: SightedGlyph[][] = [];
  for (const glyph of glyphs) {
    const group = groups.at(-1);
    if (group?.[0]?.sight === glyph.sight) group.push(glyph);
    else groups.push([glyph]);
  }
  return groups.map((group) => ({ item: cutOut(item, group), sight: group[0]?.sight ?? "seen" }));
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const GAP = 0.18;

function cutOut(item: RawItem, glyphs: readonly SightedGlyph[]): RawItem {
  const parts: string[] = [];
  let [start, end] = [Infinity, -Infinity];
  for (const { at, middle, text } of glyphs) {
    const { along, height } = placeOn(item, at);
    if (parts.length > 0 && along - end > GAP * height) parts.push(" ");
    parts.push(text);
    start = Math.min(start, along);
    end = 2 * placeOn(item, middle).along - along;
  }
  const isReversed = RIGHT_TO_LEFT.test(parts.join(""));
  const [a = 1, b = 0, c = 0, d = 1, left = 0, base = 0] = item.transform;
  const length = Math.hypot(a, b) || 1;
  return {
    ...item,
    str: (isReversed ? parts.toReversed() : parts).join(""),
    width: Math.max(0, end - start),
    transform: [a, b, c, d, left + (start * a) / length, base + (start * b) / length],
  };
}
