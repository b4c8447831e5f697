// Counts the numbered and bulleted paragraphs of a Word file as Word shows them.
import { attribute, child, eachElement, elements } from "../reading/xml-reader.ts";
import type { XmlElement, XmlSource } from "../reading/xml-reader.ts";

export type Numbering = {
  /** What stands before the next paragraph of a list: `-` for a bullet, a number, or undefined when there is nothing. */
  next(list: string, level: number): string | undefined;
};

type Level = { readonly format: string; readonly text: string; readonly start: number };
type List = { readonly shared: string; readonly levels: ReadonlyMap<number, Level>; readonly restarts: boolean };

const DEEPEST = 9;
const PLAIN: Level = { format: "bullet", text: "", start: 1 };

/** Reads numbering.xml. */
export function readNumbering(source: XmlSource | undefined): Numbering {
  const lists = source === undefined ? new Map<string, List>() : readLists(source);
  const counters = new Map<string, (number | undefined)[]>();
  const started = new Set<string>();
  return {
    next(list, level) {
      const found = lists.get(list);
      if (list === "0" || level < 0 || level >= DEEPEST) return undefined;
      if (found === undefined) return "-";
      if (found.restarts && !started.has(list)) counters.delete(found.shared);
      started.add(list);
      const counts = counters.get(found.shared) ?? [];
      counters.set(found.shared, counts);
      const own = found.levels.get(level) ?? PLAIN;
      counts[level] = (counts[level] ?? own.start - 1) + 1;
      counts.length = level + 1;
      return label(own, found.levels, counts);
    },
  };
}

function readLists(source: XmlSource): Map<string, List> {
  const shapes = new Map<string, ReadonlyMap<number, Level>>();
  const lists = new Map<string, List>();
  eachElement(source, new Set(["abstractNum", "num"]), (element) => {
    if (element.name === "abstractNum") {
      shapes.set(attribute(element, "abstractNumId") ?? "", readLevels(elements(element, "lvl")));
      return;
    }
    const shared = attribute(child(element, "abstractNumId"), "val") ?? "";
    const overrides = elements(element, "lvlOverride");
    const levels = new Map(shapes.get(shared));
    for (const override of overrides) applyOverride(levels, override);
    lists.set(attribute(element, "numId") ?? "", { shared, levels, restarts: overrides.length > 0 });
  });
  return lists;
}

function readLevels(found: readonly XmlElement[]): Map<number, Level> {
  const levels = new Map<number, Level>();
  for (const element of found) {
    const format = attribute(child(element, "numFmt"), "val") ?? "decimal";
    const text = attribute(child(element, "lvlText"), "val") ?? "";
    levels.set(levelOf(element), { format, text, start: whole(attribute(child(element, "start"), "val"), 1) });
  }
  return levels;
}

function applyOverride(levels: Map<number, Level>, override: XmlElement): void {
  for (const [level, shape] of readLevels(elements(override, "lvl"))) levels.set(level, shape);
  const level = levelOf(override);
  const shape = levels.get(level);
  const start = attribute(child(override, "startOverride"), "val");
  if (shape !== undefined && start !== undefined) levels.set(level, { ...shape, start: whole(start, 1) });
}

function levelOf(element: XmlElement): number {
  return whole(attribute(element, "ilvl"), 0);
}

function whole(value: string | undefined, otherwise: number): number {
  return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : otherwise;
}

function label(
  own: Level,
  levels: ReadonlyMap<number, Level>,
  counts: readonly (number | undefined)[],
): string | undefined {
  if (own.format === "none") return undefined;
  if (own.format === "bullet") return "-";
  const shown = own.text.replace(/%([1-9])/g, (_, digit: string) => {
    const level = levels.get(Number(digit) - 1) ?? PLAIN;
    return formatNumber(counts[Number(digit) - 1] ?? level.start, level.format);
  });
  return shown.trim() === "" ? undefined : shown.trim();
}

const ROMAN: readonly (readonly [number, string])[] = [
  [1000, "m"],
  [900, "cm"],
  [500, "d"],
  [400, "cd"],
  [100, "c"],
  [90, "xc"],
  [50, "l"],
  [40, "xl"],
  [10, "x"],
  [9, "ix"],
  [5, "v"],
  [4, "iv"],
  [1, "i"],
];

function formatNumber(value: number, format: string): string {
  if (format === "decimalZero") return String(value).padStart(2, "0");
  if (format === "lowerLetter") return letters(value);
  if (format === "upperLetter") return letters(value).toUpperCase();
  if (format === "lowerRoman") return roman(value);
  if (format === "upperRoman") return roman(value).toUpperCase();
  return String(value);
}

function letters(value: number): string {
  if (value < 1 || value > 780) return String(value);
  return String.fromCharCode(97 + ((value - 1) % 26)).repeat(Math.ceil(value / 26));
}

function roman(value: number): string {
  if (value < 1 || value > 3999) return String(value);
  let rest = value;
  let shown = "";
  for (const [size, digits] of ROMAN) {
    for (; rest >= size; rest -= size) shown += digits;
  }
  return shown;
}
