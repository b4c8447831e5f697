// Takes comments, hidden HTML and titles out of Markdown; code is left alone, since there they are text that people see.
import { createTagSearch, findTagEnd, type TagSearch } from "../reading/find-tag-end.ts";
import { neverShown, readAttributes } from "../reading/hidden-markup.ts";
import { styledChild, styledRoot } from "../reading/html/element-styles.ts";
import { createStyleSheet, type StyleSheet } from "../reading/html/style-sheet.ts";
import { fenceAfter, maybeFence } from "./fences.ts";
import { createTitleSearch, linkTitle, type TitleSearch } from "./link-title.ts";
import { plainTag } from "./plain-tag.ts";
import { stripDefinitions } from "./strip-definitions.ts";

export type StrippedText = {
  readonly text: string;
  readonly warnings: readonly string[];
};

type Scan = {
  readonly text: string;
  readonly kept: string[];
  readonly tags: TagSearch;
  readonly titles: TitleSearch;
  from: number;
  hidden: number;
  /** Titles and attributes in words: most pages have a few, and only much of it is worth a warning. */
  asides: number;
  /** What the style blocks so far say. */
  readonly sheet: StyleSheet;
  /** The next token and the end of the paragraph, remembered so that no stretch is searched twice. */
  token: RegExpExecArray | null;
  paragraphEnd: number;
  /** Closing marks known not to come any more: looking for each only once keeps the scan linear. */
  readonly missing: Set<string>;
};

const TOKEN = /`+|<!--|<[a-z]|\]\(/gi;
const LEAST_ASIDES = 80;

/** Removes `<!-- -->`, `[//]: # (…)`, unused definitions, titles, and elements that no reader would see. */
export function stripHidden(source: string): StrippedText {
  const { text, removed } = stripDefinitions(source);
  if (!mayHoldMarkup(text) && !mayHoldTitle(text)) return { text, warnings: hiddenWarning(0, removed) };
  const scan: Scan = {
    text,
    kept: [],
    tags: createTagSearch(text, { braces: false }),
    titles: createTitleSearch(text),
    from: 0,
    hidden: 0,
    asides: removed,
    sheet: createStyleSheet(),
    token: null,
    paragraphEnd: 0,
    missing: new Set(),
  };
  scanLines(scan);
  scan.kept.push(text.slice(scan.from));
  return {
    text: scan.kept.length === 1 ? text : scan.kept.join(""),
    warnings: hiddenWarning(scan.hidden, scan.asides),
  };
}

function hiddenWarning(hidden: number, asides: number): readonly string[] {
  const count = hidden + (asides < LEAST_ASIDES ? 0 : asides);
  return count === 0 ? [] : [`${count} characters of hidden text were removed.`];
}

function mayHoldMarkup(text: string): boolean {
  for (let at = text.indexOf("<"); at !== -1; at = text.indexOf("<", at + 1)) {
    const next = text.charCodeAt(at + 1) | 32;
    if (next === 33 || (next >= 97 && next <= 122)) return true;
  }
  return false;
}

function mayHoldTitle(text: string): boolean {
  const search = createTitleSearch(text);
  for (let at = text.indexOf("]("); at !== -1; at = text.indexOf("](", at + 2)) {
    if (linkTitle(search, at + 2) !== undefined) return true;
  }
  return false;
}

function scanLines(scan: Scan): void {
  const { text } = scan;
  let fence = "";
  let start = 0;
  findToken(scan, 0);
  while (start < text.length && scan.token !== null) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const before = fence;
    if (maybeFence(text, start)) fence = fenceAfter(text.slice(start, Math.min(end, start + 1000)), before);
    start = before !== "" || fence !== "" ? end + 1 : scanLine(scan, start, end);
  }
}

/** Handles what begins on this line; returns where the next line starts, which may be further down. */
function scanLine(scan: Scan, start: number, firstEnd: number): number {
  const { text } = scan;
  let position = start;
  let end = firstEnd;
  for (;;) {
    if (scan.token !== null && scan.token.index < position) findToken(scan, position);
    const { token } = scan;
    if (token === null || token.index >= end) return end + 1;
    position = scanToken(scan, token, token.index === firstVisible(text, start));
    if (position > end) end = lineEnd(text, position);
  }
}

function findToken(scan: Scan, from: number): void {
  TOKEN.lastIndex = from;
  scan.token = TOKEN.exec(scan.text);
}

function scanToken(scan: Scan, token: RegExpExecArray, opensBlock: boolean): number {
  const [mark] = token;
  const after = token.index + mark.length;
  if (mark.startsWith("`")) return skipCodeSpan(scan, mark, after);
  if (mark === "<!--") return skipComment(scan, token.index, opensBlock);
  if (mark === "](") return skipTitle(scan, after);
  return skipElement(scan, token.index);
}

function skipCodeSpan(scan: Scan, mark: string, after: number): number {
  const { text } = scan;
  if (mark.length > 16) return after;
  if (scan.paragraphEnd <= after) {
    const blank = text.indexOf("\n\n", after);
    scan.paragraphEnd = blank === -1 ? text.length : blank;
  }
  const limit = scan.paragraphEnd;
  const runs = /`+/g;
  runs.lastIndex = after;
  for (let run = runs.exec(text); run !== null && run.index < limit; run = runs.exec(text)) {
    if (run[0].length === mark.length) return runs.lastIndex;
  }
  return after;
}

function skipComment(scan: Scan, start: number, opensBlock: boolean): number {
  const end = scan.missing.has("-->") ? -1 : scan.text.indexOf("-->", start + 2);
  if (end !== -1) return cut(scan, start, end + 3);
  scan.missing.add("-->");
  if (!opensBlock) return start + 4;
  scan.hidden += scan.text.length - start - 4;
  return cut(scan, start, scan.text.length);
}

function skipTitle(scan: Scan, after: number): number {
  const title = linkTitle(scan.titles, after);
  if (title === undefined) return after;
  scan.asides += title.to - title.from;
  return cut(scan, title.from, title.to);
}

function skipElement(scan: Scan, start: number): number {
  const tag = readTag(scan, start);
  if (tag === undefined) return start + 1;
  if (!neverShown(tag.name) && !isHidden(tag, scan.sheet)) return simplify(scan, start, tag);
  const end = tag.closed ? tag.end : elementEnd(scan, tag.name, tag.end);
  if (end === -1) return cut(scan, start, tag.end);
  if (tag.name === "style") scan.sheet.add(styleOf(scan.text.slice(tag.end, end)), tag.attributes.get("media") ?? "");
  else if (tag.name !== "script") scan.hidden += end - tag.end;
  return cut(scan, start, end);
}

function isHidden({ name, attributes }: Tag, sheet: StyleSheet): boolean {
  if (attributes.size === 0 && !sheet.hasRules()) return false;
  const { isGone, isUnseen } = styledChild(styledRoot(), { name, attributes }, sheet);
  return isGone || isUnseen;
}

function styleOf(element: string): string {
  return element.replace(/<\/style[^<>]*>$/i, "");
}

/** A visible element's attributes can hold sentences, too. */
function simplify(scan: Scan, start: number, tag: Tag): number {
  const plain = plainTag(scan.text.slice(start, tag.end), tag);
  if (plain === undefined) return tag.end;
  scan.asides += tag.end - start - plain.length;
  cut(scan, start, tag.end);
  scan.kept.push(plain);
  return tag.end;
}

type Tag = {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly end: number;
  readonly closed: boolean;
};

function readTag({ text, tags }: Scan, start: number): Tag | undefined {
  const name = /^[a-z][a-z0-9-]*(?=[\s/>])/i.exec(text.slice(start + 1, start + 41))?.[0];
  if (name === undefined) return undefined;
  const from = start + 1 + name.length;
  const end = findTagEnd(tags, from);
  if (end === -1) return undefined;
  const inside = text.slice(from, end - 1);
  const attributes = inside === "" ? NO_ATTRIBUTES : readAttributes(inside);
  return { name: name.toLowerCase(), attributes, end, closed: inside.endsWith("/") };
}

const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();

function elementEnd(scan: Scan, name: string, from: number): number {
  if (scan.missing.has(name)) return -1;
  const tags = new RegExp(`<(/?)${name}(?=[\\s/>])`, "gi");
  tags.lastIndex = from;
  let depth = 1;
  for (let tag = tags.exec(scan.text); tag !== null; tag = tags.exec(scan.text)) {
    depth += tag[1] === "/" ? -1 : 1;
    if (depth > 0) continue;
    const end = scan.text.indexOf(">", tags.lastIndex);
    return end === -1 ? scan.text.length : end + 1;
  }
  scan.missing.add(name);
  return -1;
}

function cut(scan: Scan, start: number, end: number): number {
  scan.kept.push(scan.text.slice(scan.from, start));
  scan.from = end;
  return end;
}

function firstVisible(text: string, start: number): number {
  let index = start;
  while (text.charCodeAt(index) === 32) index += 1;
  return index;
}

function lineEnd(text: string, position: number): number {
  const newline = text.indexOf("\n", position);
  return newline === -1 ? text.length : newline;
}
