// Colours as CSS writes them.
import { type Colour, hexColour } from "../colour.ts";

export type CssColour = { readonly colour: Colour; readonly alpha: number };

/** The basic names, and all names of colours next to white. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ["aliceblue", "f0f8ff"],
  ["aqua", "00ffff"],
  ["azure", "f0ffff"],
  ["black", "000000"],
  ["blue", "0000ff"],
  ["cyan", "00ffff"],
  ["darkblue", "00008b"],
  ["darkgray", "a9a9a9"],
  ["darkgreen", "006400"],
  ["darkgrey", "a9a9a9"],
  ["darkred", "8b0000"],
  ["darkslategray", "2f4f4f"],
  ["darkslategrey", "2f4f4f"],
  ["dimgray", "696969"],
  ["dimgrey", "696969"],
  ["floralwhite", "fffaf0"],
  ["fuchsia", "ff00ff"],
  ["gainsboro", "dcdcdc"],
  ["ghostwhite", "f8f8ff"],
  ["gray", "808080"],
  ["green", "008000"],
  ["grey", "808080"],
  ["honeydew", "f0fff0"],
  ["ivory", "fffff0"],
  ["lavenderblush", "fff0f5"],
  ["lightgray", "d3d3d3"],
  ["lightgrey", "d3d3d3"],
  ["lime", "00ff00"],
  ["magenta", "ff00ff"],
  ["maroon", "800000"],
  ["midnightblue", "191970"],
  ["mintcream", "f5fffa"],
  ["navy", "000080"],
  ["oldlace", "fdf5e6"],
  ["olive", "808000"],
  ["orange", "ffa500"],
  ["purple", "800080"],
  ["red", "ff0000"],
  ["seashell", "fff5ee"],
  ["silver", "c0c0c0"],
  ["snow", "fffafa"],
  ["teal", "008080"],
  ["white", "ffffff"],
  ["whitesmoke", "f5f5f5"],
  ["yellow", "ffff00"],
]);

const FUNCTION = /^(rgb|hsl)a?\(([^()]*)\)$/;

/** A name, `#fff`, `rgb()` or `hsl()`, in lower case; undefined for what cannot be told from here, such as variables. */
export function parseCssColour(text: string): CssColour | undefined {
  const value = text.trim();
  if (value === "transparent") return { colour: { red: 0, green: 0, blue: 0 }, alpha: 0 };
  if (value.startsWith("#")) return parseHex(value.slice(1));
  const named = hexColour(NAMES.get(value));
  if (named !== undefined) return { colour: named, alpha: 1 };
  const [, model = "", inside = ""] = FUNCTION.exec(value) ?? [];
  const parts = inside.split(/[\s,/]+/).filter((part) => part !== "");
  if (model === "" || parts.length < 3 || parts.length > 4) return undefined;
  const alpha = parts[3] === undefined ? 1 : partOf(parts[3], 1);
  const colour = model === "rgb" ? rgbColour(parts) : hslColour(parts);
  return colour === undefined || alpha === undefined ? undefined : { colour, alpha };
}

function parseHex(digits: string): CssColour | undefined {
  const long = digits.length <= 4 ? digits.replace(/./g, "$&$&") : digits;
  const colour = hexColour(long.slice(0, 6));
  if (colour === undefined || (long.length !== 6 && !/^[0-9a-f]{8}$/.test(long))) return undefined;
  return { colour, alpha: long.length === 8 ? Number.parseInt(long.slice(6), 16) / 255 : 1 };
}

function rgbColour(parts: readonly string[]): Colour | undefined {
  const [red, green, blue] = parts.map((part) => partOf(part, 255));
  return red === undefined || green === undefined || blue === undefined ? undefined : { red, green, blue };
}

function hslColour([first = "", second = "", third = ""]: readonly string[]): Colour | undefined {
  const turn = /^(-?[\d.]+)(deg)?$/.exec(first)?.[1];
  const [saturation, lightness] = [partOf(percent(second), 1), partOf(percent(third), 1)];
  if (turn === undefined || saturation === undefined || lightness === undefined) return undefined;
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const part = (offset: number): number => {
    const place = (((offset + Number(turn) / 30) % 12) + 12) % 12;
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(place - 3, 9 - place, 1))));
  };
  return { red: part(0), green: part(8), blue: part(4) };
}

function percent(part: string): string {
  return part.endsWith("%") ? part : `${part}%`;
}

/** A number, or a percentage of `whole`. */
function partOf(part: string, whole: number): number | undefined {
  const number = /^(-?\d*\.?\d+)(%?)$/.exec(part);
  if (number === null) return undefined;
  const value = number[2] === "%" ? (Number(number[1]) / 100) * whole : Number(number[1]);
  return Math.min(whole, Math.max(0, value));
}
