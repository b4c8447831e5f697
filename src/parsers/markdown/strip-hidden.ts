import { createTagSearch, findTagEnd, type TagSearch } from "../reading/find-tag-end.ts";
import { hidesText, neverShown, readAttributes } from "../reading/hidden-markup.ts";
// Takes comments and hidden HTML out of Markdown; code is left alone, since there they are text that people see.
import { fenceAfter, maybeFence } from "./fences.ts";

export type StrippedText = {
  readonly text: string;
  readonly warnings: readonly string[];
};

type Scan = {
  readonly text: string;
  readonly kept: string[];
  readonly tags: TagSearch;
  from: number;
  hidden: number;
  /** The next token and the end of the paragraph, remembered so that no stretch is searched twice. */
  token: RegExpExecArray | null;
  paragraphEnd: number;
  /** Closing marks known not to come any more: looking for each only once keeps the scan linear. */
  readonly missing: Set<string>;
};

const COMMENT_LINE = /^ {0,3}\[[^\]\n]{0,50}\]:[ \t]*(?:#|<>)[ \t]*["'(].*$\n?/gm;
const TOKEN = /`+|<!--|<[a-z]/gi;

/** Removes `<!-- -->`, `[//]: # (…)`, and elements that no reader would see. */
export function stripHidden(source: string): StrippedText {
  const text = source.includes("]: ") || source.includes("]:#") ? source.replace(COMMENT_LINE, "") : source;
  if (!mayHoldMarkup(text)) return { text, warnings: [] };
  const scan: Scan = {
    text,
    kept: [],
    tags: createTagSearch(text, { braces: false }),
    from: 0,
    hidden: 0,
    token: null,
    paragraphEnd: 0,
    missing: new Set(),
  };
  scanLines(scan);
  scan.kept.push(text.slice(scan.from));
  const warnings = scan.hidden === 0 ? [] : [`${scan.hidden} characters of hidden text were removed.`];
  return { text: scan.kept.length === 1 ? text : scan.kept.join(""), warnings };
}

function mayHoldMarkup(text: string): boolean {
  for (let at = text.indexOf("<"); at !== -1; at = text.indexOf("<", at + 1)) {
    const next = text.charCodeAt(at + 1) | 32;
    if (next === 33 || (next >= 97 && next <= 122)) return true;
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

function skipElement(scan: Scan, start: number): number {
  const tag = readTag(scan, start);
  if (tag === undefined) return start + 1;
  if (!neverShown(tag.name) && !hidesText(tag.attributes)) return tag.end;
  const end = tag.closed ? tag.end : elementEnd(scan, tag.name, tag.end);
  if (end === -1) return cut(scan, start, tag.end);
  if (tag.name !== "script" && tag.name !== "style") scan.hidden += end - tag.end;
  return cut(scan, start, end);
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
