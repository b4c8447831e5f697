// Whether a media query holds for somebody who reads the page on an ordinary screen.

const WIDTH_PX = 1280;
const HEIGHT_PX = 800;
const PX_PER_UNIT: Readonly<Record<string, number>> = { px: 1, em: 16, rem: 16, pt: 96 / 72, cm: 96 / 2.54, in: 96 };

const FEATURES: ReadonlySet<string> = new Set([
  "color",
  "hover:hover",
  "any-hover:hover",
  "pointer:fine",
  "any-pointer:fine",
  "orientation:landscape",
  "prefers-color-scheme:light",
  "prefers-reduced-motion:no-preference",
  "prefers-contrast:no-preference",
  "scripting:enabled",
  "update:fast",
  "display-mode:browser",
]);

/** One of the list holds; what cannot be told from here does not. */
export function holdsOnScreen(media: string): boolean {
  const list = media.toLowerCase().trim();
  return list === "" || list.split(",").some((query) => queryHolds(query.trim()));
}

function queryHolds(query: string): boolean {
  const negated = /^not\s+(?=[a-z])/.test(query);
  const parts = query.replace(/^(?:not|only)\s+(?=[a-z])/, "").split(/\s+and\s+/);
  const known = parts.map((part) => partHolds(part.trim()));
  if (!negated) return known.every((holds) => holds === true);
  return !known.includes(undefined) && known.includes(false);
}

/** Undefined where nobody can tell. */
function partHolds(part: string): boolean | undefined {
  if (part === "all" || part === "screen") return true;
  if (/^[a-z]+$/.test(part)) return false;
  const negated = /^not\s*(\(.*\))$/.exec(part)?.[1];
  if (negated !== undefined) {
    const holds = partHolds(negated);
    return holds === undefined ? undefined : !holds;
  }
  const feature = /^\(([^()]*)\)$/.exec(part)?.[1]?.replace(/\s+/g, "");
  if (feature === undefined) return undefined;
  if (FEATURES.has(feature)) return true;
  return (
    sizeHolds(feature) ??
    ([...FEATURES].some((each) => each.split(":")[0] === feature.split(":")[0]) ? false : undefined)
  );
}

/** `min-width:600px`, `width>=600px`, `400px<=width<=700px` */
function sizeHolds(feature: string): boolean | undefined {
  const plain = /^(min|max)-(?:device-)?(width|height):(.+)$/.exec(feature);
  if (plain !== null) return compare(plain[2] ?? "", plain[1] === "min" ? ">=" : "<=", plain[3] ?? "");
  const range = /^(?:([\d.a-z]+)([<>]=?))?(width|height)(?:([<>]=?)([\d.a-z]+))?$/.exec(feature);
  if (range === null) return undefined;
  const [, left, before = "", side = "", after = "", right] = range;
  const bounds = [
    left === undefined
      ? true
      : compare(side, before.startsWith("<") ? before.replace("<", ">") : before.replace(">", "<"), left),
    right === undefined ? true : compare(side, after, right),
  ];
  return bounds.includes(undefined) ? undefined : bounds.every((bound) => bound === true);
}

function compare(side: string, operator: string, length: string): boolean | undefined {
  const [, number, unit = "px"] = /^(\d*\.?\d+)([a-z]*)$/.exec(length) ?? [];
  const factor = number === "0" ? 1 : PX_PER_UNIT[unit];
  if (number === undefined || factor === undefined) return undefined;
  const bound = Number(number) * factor;
  const actual = side === "width" ? WIDTH_PX : HEIGHT_PX;
  if (operator === ">=") return actual >= bound;
  if (operator === "<=") return actual <= bound;
  return operator === ">" ? actual > bound : actual < bound;
}
