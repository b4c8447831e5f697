// Recognises what kind of block a line of Markdown opens, by looking at few of its characters.
import { isBlank, skipBlanks, trimEnd } from "./lines.ts";

const LONGEST_INSPECTED = 2000;

const DEFINITION =
  /^\[(?!\^)(?:[^\]\\]|\\.){1,999}\]:[ \t]*(?:<[^>\n]*>|[^\s<]\S*)(?:[ \t]+(?:"[^"]*"|'[^']*'|\([^)]*\)))?[ \t]*$/;
const IMPORT_LINE = /^import\s+(?:[\w$*{][^'"]*\bfrom\s+)?(["'])[^"']+\1\s*;?\s*$/;
const MODULE_CODE =
  /^(?:import\s*\{|export\s+(?:const|let|var|default|function|class|async|type|interface|\{|\*)(?!\w))/;
const HTML_HEADING = /^<h([1-6])(?:\s[^>]*)?>[^\n]*<\/h\1>\s*$/i;

/** Level of an ATX heading (`## Title`), or 0. */
export function atxLevel(text: string, first: number, end: number): number {
  let index = first;
  while (index < end && text.charCodeAt(index) === 35) index += 1;
  const level = index - first;
  return level <= 6 && (index === end || isBlank(text.charCodeAt(index))) ? level : 0;
}

/** Level of a line such as `== Title ==` (wiki text), or 0; the spaced form `= = Title = =` counts too. */
export function wikiLevel(text: string, first: number, lineEnd: number): number {
  const end = trimEnd(text, first, lineEnd);
  if (text.charCodeAt(end - 1) !== EQUALS || end - first > LONGEST_WIKI_HEADING) return 0;
  const opening = countEquals(text, first, end, 1);
  const closing = countEquals(text, end - 1, first - 1, -1);
  const hasTitle = opening.next <= closing.next;
  return hasTitle && opening.count === closing.count && opening.count <= 6 ? opening.count : 0;
}

const EQUALS = 61;
const LONGEST_WIKI_HEADING = 200;

/** Equals signs from `from` on towards `limit`, blanks between and after them skipped. */
function countEquals(text: string, from: number, limit: number, step: 1 | -1): { count: number; next: number } {
  let count = 0;
  let next = from;
  while (next !== limit && (text.charCodeAt(next) === EQUALS || isBlank(text.charCodeAt(next)))) {
    if (text.charCodeAt(next) === EQUALS) count += 1;
    next += step;
  }
  return { count, next };
}

/** Length of a fence of back-ticks or tildes that opens a code block, or 0. */
export function fenceLength(text: string, first: number, end: number): number {
  const mark = text.charCodeAt(first);
  let index = first;
  while (index < end && text.charCodeAt(index) === mark) index += 1;
  if (index - first < 3) return 0;
  if (mark === 96) for (let rest = index; rest < end; rest += 1) if (text.charCodeAt(rest) === 96) return 0;
  return index - first;
}

/** True for a line of nothing but at least `length` of the fence's mark. */
export function closesFence(text: string, first: number, end: number, fence: Fence): boolean {
  let index = first;
  while (index < end && text.charCodeAt(index) === fence.mark) index += 1;
  return index - first >= fence.length && skipBlanks(text, index, end) === end;
}

export type Fence = { readonly mark: number; readonly length: number };

/** True for `---`, `* * *`, `___`. */
export function isRule(text: string, first: number, end: number): boolean {
  const mark = text.charCodeAt(first);
  let count = 0;
  for (let index = first; index < end; index += 1) {
    const code = text.charCodeAt(index);
    if (code === mark) count += 1;
    else if (!isBlank(code)) return false;
  }
  return count >= 3;
}

/** Level of a setext underline: 1 for `===`, 2 for `---`, 0 for anything else. */
export function underlineLevel(text: string, first: number, end: number): number {
  const mark = text.charCodeAt(first);
  if (mark !== 61 && mark !== 45) return 0;
  let index = first;
  while (index < end && text.charCodeAt(index) === mark) index += 1;
  if (skipBlanks(text, index, end) !== end) return 0;
  return mark === 61 ? 1 : 2;
}

/** Width of a list marker with the blanks after it (`- `, `12. `), or 0. */
export function markerWidth(text: string, first: number, end: number): number {
  const afterMarker = markerEnd(text, first, end);
  if (afterMarker === -1) return 0;
  if (afterMarker === end) return afterMarker - first + 1;
  if (!isBlank(text.charCodeAt(afterMarker))) return 0;
  const content = skipBlanks(text, afterMarker, end);
  const blanks = content - afterMarker;
  return afterMarker - first + (content === end || blanks > 4 ? 1 : blanks);
}

function markerEnd(text: string, first: number, end: number): number {
  const code = text.charCodeAt(first);
  if (code === 45 || code === 42 || code === 43 || code === 0x2022) return first + 1;
  let index = first;
  while (index < end && index - first < 9 && isDigit(text.charCodeAt(index))) index += 1;
  if (index === first || index === end) return -1;
  const mark = text.charCodeAt(index);
  return mark === 46 || mark === 41 ? index + 1 : -1;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** True for the line under a table's header: `| --- | :-: |`. */
export function isDelimiterRow(text: string, first: number, end: number): boolean {
  let bars = 0;
  let dashes = 0;
  for (let index = first; index < end; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 124) bars += 1;
    else if (code === 45) dashes += 1;
    else if (code !== 58 && !isBlank(code)) return false;
  }
  return bars > 0 && dashes > 0;
}

/** True for `[label]: address "title"`; footnotes are not definitions but text. */
export function isDefinition(text: string, first: number, end: number): boolean {
  return end - first <= LONGEST_INSPECTED && DEFINITION.test(text.slice(first, end));
}

/** `import` for an MDX import, `code` for other module code, undefined for prose. */
export function moduleLine(text: string, start: number, end: number): "import" | "code" | undefined {
  const line = text.slice(start, Math.min(end, start + LONGEST_INSPECTED));
  if (IMPORT_LINE.test(line)) return "import";
  return MODULE_CODE.test(line) ? "code" : undefined;
}

/** Level of a heading written as `<h2>Title</h2>` on one line, or 0. */
export function htmlHeadingLevel(text: string, first: number, end: number): number {
  if (end - first > LONGEST_INSPECTED || (text.charCodeAt(first + 1) | 32) !== 104) return 0;
  return Number(HTML_HEADING.exec(text.slice(first, end))?.[1] ?? 0);
}
