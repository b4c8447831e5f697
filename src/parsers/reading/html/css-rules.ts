// Reads style sheets into rules: those that hold on a screen, with nested ones laid flat, in time linear in their length.
import { holdsOnScreen } from "./media-query.ts";

export type Declaration = { readonly value: string; readonly important: boolean };
/** By property, in lower case; the last one of a block counts. */
export type Declarations = ReadonlyMap<string, Declaration>;

export type CssRule = { readonly selectors: readonly string[]; readonly declarations: Declarations };

export type CssSheet = {
  readonly rules: readonly CssRule[];
  /** Animations that bring in what was transparent before. */
  readonly appearing: ReadonlySet<string>;
  /** It fetches further sheets, which are not read. */
  readonly imports: boolean;
};

const DEEPEST = 12;
const MOST_RULES = 20_000;
const MOST_SELECTORS = 100;

type Scan = {
  readonly css: string;
  at: number;
  readonly rules: CssRule[];
  readonly appearing: Set<string>;
  imports: boolean;
};

/** Never throws; what is damaged is passed over as browsers do. */
export function readCss(css: string): CssSheet {
  const scan: Scan = { css: withoutComments(css), at: 0, rules: [], appearing: new Set(), imports: false };
  while (scan.at < scan.css.length) readBlock(scan, undefined, 0);
  return scan;
}

/** Declarations as an attribute holds them. */
export function readDeclarations(css: string): Declarations {
  const declarations = new Map<string, Declaration>();
  const scan: Scan = { css: withoutComments(css), at: 0, rules: [], appearing: new Set(), imports: false };
  while (scan.at < scan.css.length) declare(declarations, readPrelude(scan).text);
  return declarations;
}

function withoutComments(css: string): string {
  let start = css.indexOf("/*");
  if (start === -1) return css;
  const kept: string[] = [];
  let from = 0;
  while (start !== -1) {
    kept.push(css.slice(from, start));
    const end = css.indexOf("*/", start + 2);
    if (end === -1) return kept.join("");
    from = end + 2;
    start = css.indexOf("/*", from);
  }
  return kept.join("") + css.slice(from);
}

type Prelude = { readonly text: string; readonly end: "{" | "}" | ";" | "" };

/** What stands before the next brace or semicolon that is in no string and no parenthesis. */
function readPrelude(scan: Scan): Prelude {
  const { css } = scan;
  const start = scan.at;
  let depth = 0;
  for (let index = start; index < css.length; index += 1) {
    const char = css[index];
    if (char === "\\") index += 1;
    else if (char === '"' || char === "'") index = stringEnd(css, index);
    else if (char === "(") depth += 1;
    else if (char === ")") depth -= 1;
    else if (char === "{" || char === "}" || (char === ";" && depth <= 0)) {
      scan.at = index + 1;
      return { text: css.slice(start, index).trim(), end: char };
    }
  }
  scan.at = css.length;
  return { text: css.slice(start).trim(), end: "" };
}

/** A string ends at its quote, or, left open, at the end of the line. */
function stringEnd(css: string, opening: number): number {
  for (let index = opening + 1; index < css.length; index += 1) {
    const char = css[index];
    if (char === "\\") index += 1;
    else if (char === css[opening] || char === "\n") return index;
  }
  return css.length;
}

/** Reads to the end of the block; without selectors it is the sheet itself or a group of rules in it. */
function readBlock(scan: Scan, selectors: readonly string[] | undefined, depth: number): void {
  const declarations = new Map<string, Declaration>();
  while (scan.at < scan.css.length) {
    const { text, end } = readPrelude(scan);
    if (end === "{") openBlock(scan, text, { selectors, depth: depth + 1 });
    else if (text.startsWith("@import")) scan.imports = true;
    else if (selectors !== undefined) declare(declarations, text);
    if (end === "}") break;
  }
  if (selectors === undefined || declarations.size === 0 || scan.rules.length >= MOST_RULES) return;
  scan.rules.push({ selectors, declarations });
}

type Inside = { readonly selectors: readonly string[] | undefined; readonly depth: number };

function openBlock(scan: Scan, prelude: string, { selectors, depth }: Inside): void {
  const [, name = "", condition = ""] = /^@([\w-]+)\s*([^]*)$/.exec(prelude) ?? [];
  if (depth > DEEPEST) return skipBlock(scan);
  if (name === "") return readBlock(scan, nested(selectors, splitList(prelude)), depth);
  if (name === "media" && holdsOnScreen(condition)) return readBlock(scan, selectors, depth);
  if (name === "layer" || (name === "supports" && !/^not\b/.test(condition))) return readBlock(scan, selectors, depth);
  const start = scan.at;
  skipBlock(scan);
  if (name.endsWith("keyframes") && appears(scan.css.slice(start, scan.at))) scan.appearing.add(condition.trim());
}

function appears(frames: string): boolean {
  return /opacity\s*:\s*(?:1|0?\.\d*[1-9]|[1-9]\d*%)|visibility\s*:\s*visible/i.test(frames);
}

function skipBlock(scan: Scan): void {
  for (let depth = 1; depth > 0 && scan.at < scan.css.length;) {
    const { end } = readPrelude(scan);
    if (end === "{") depth += 1;
    else if (end === "}") depth -= 1;
  }
}

/** Selectors of a rule inside another one: `&` stands for the outer ones, and so does their absence. */
function nested(outer: readonly string[] | undefined, inner: readonly string[]): readonly string[] {
  if (outer === undefined) return inner.slice(0, MOST_SELECTORS);
  const combined = inner.flatMap((each) =>
    outer.map((parent) => (each.includes("&") ? each.replaceAll("&", () => parent) : `${parent} ${each}`)),
  );
  return combined.filter((selector) => selector.length < 1000).slice(0, MOST_SELECTORS);
}

/** At the commas that are in no parenthesis, bracket or string. */
export function splitList(list: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let index = 0; index < list.length; index += 1) {
    const char = list[index];
    if (char === "\\") index += 1;
    else if (char === '"' || char === "'") index = stringEnd(list, index);
    else if (char === "(" || char === "[") depth += 1;
    else if (char === ")" || char === "]") depth -= 1;
    else if (char === "," && depth === 0) {
      parts.push(list.slice(from, index));
      from = index + 1;
    }
  }
  return [...parts, list.slice(from)].map((part) => part.trim()).filter((part) => part !== "");
}

function declare(declarations: Map<string, Declaration>, text: string): void {
  const colon = text.indexOf(":");
  if (colon === -1) return;
  const property = unescapeCss(text.slice(0, colon)).trim().toLowerCase();
  const written = unescapeCss(text.slice(colon + 1, colon + 1000))
    .trim()
    .toLowerCase();
  const value = written.replace(/\s*!\s*important$/, "");
  if (property === "" || value === "") return;
  const important = value !== written;
  if (important || declarations.get(property)?.important !== true) {
    declarations.delete(property);
    declarations.set(property, { value, important });
  }
}

const ESCAPE = /\\(?:([0-9a-f]{1,6})\s?|([^\n]))/gi;

/** `\64isplay` says `display`. */
export function unescapeCss(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(ESCAPE, (_whole, hex: string | undefined, char: string | undefined) => {
    if (hex === undefined) return char ?? "";
    const code = Number.parseInt(hex, 16);
    return code === 0 || code > 0x10_ffff ? "\uFFFD" : String.fromCodePoint(code);
  });
}
