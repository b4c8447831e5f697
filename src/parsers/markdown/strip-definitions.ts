// Takes out of Markdown what it defines and never shows: link definitions and footnotes that nothing refers to, and titles of links.
import { fenceAfter, maybeFence } from "./fences.ts";
import { closedTitle, createTitleSearch, type TitleSearch } from "./link-title.ts";

export type WithoutDefinitions = {
  readonly text: string;
  /** Characters taken out; comments, which everybody writes, do not count. */
  readonly removed: number;
};

type Definition = {
  readonly label: string;
  /** Where its label begins. */
  readonly at: number;
  /** The lines that it takes up. */
  readonly start: number;
  readonly end: number;
  /** What is left of it where it is used; undefined where it stays as it is. */
  readonly kept: string | undefined;
  readonly isComment: boolean;
};

const START = /^((?: {0,3}>)* {0,3}(?:(?:[-*+]|\d{1,9}[.)]) {1,4})?)\[([^[\]\n]{1,300})\]:/;
const REFERENCE = /\[([^[\]]{1,300})\]/g;
const DESTINATION = /^[ \t]*(<[^<>\n]*>|[^\s<][^\s]*)/;
const COMMENT = /^[ \t]*(?:#|<>)[ \t]*["'(]/;
const ENDS_PARAGRAPH = /^[ >]*(?:$|#{1,6}[ \t]|(?:[-*_][ \t]*){3,}$|=+[ \t]*$)/;
const MOST_TITLE_LINES = 20;

export function stripDefinitions(text: string): WithoutDefinitions {
  if (!text.includes("]:")) return { text, removed: 0 };
  const definitions = findDefinitions(text);
  if (definitions.length === 0) return { text, removed: 0 };
  const used = usedLabels(text, new Set(definitions.map(({ at }) => at)));
  const kept: string[] = [];
  let from = 0;
  let removed = 0;
  for (const { label, start, end, kept: shorter, isComment } of definitions) {
    const replacement = isComment || !used.has(label) ? "" : (shorter ?? text.slice(start, end));
    kept.push(text.slice(from, start), replacement);
    removed += isComment ? 0 : end - start - replacement.length;
    from = end;
  }
  kept.push(text.slice(from));
  return { text: kept.join(""), removed };
}

function findDefinitions(text: string): readonly Definition[] {
  const search = createTitleSearch(text);
  const found: Definition[] = [];
  let fence = "";
  let start = 0;
  let above: Above = { endsParagraph: true, isQuoted: false };
  while (start < text.length) {
    const end = lineEnd(text, start);
    const before = fence;
    if (maybeFence(text, start)) fence = fenceAfter(text.slice(start, Math.min(end, start + 1000)), before);
    const isCode = before !== "" || fence !== "";
    const definition: Definition | undefined = isCode ? undefined : definitionAt(search, start, above);
    if (definition !== undefined) found.push(definition);
    const line = text.slice(start, Math.min(end, start + 200));
    const endsParagraph = isCode || definition !== undefined || ENDS_PARAGRAPH.test(line);
    above = { endsParagraph, isQuoted: /^ {0,3}>/.test(line) };
    start = definition?.end ?? end + 1;
  }
  return found;
}

/** What stands on the line before. */
type Above = { readonly endsParagraph: boolean; readonly isQuoted: boolean };

/** A line in the middle of a paragraph is text, whatever it looks like; one that opens a quotation or a list item begins anew. */
function definitionAt(search: TitleSearch, start: number, above: Above): Definition | undefined {
  const { text } = search;
  const line = text.slice(start, Math.min(lineEnd(text, start), start + 2000));
  const [opening, prefix = "", label = ""] = START.exec(line) ?? [];
  if (opening === undefined) return undefined;
  const rest = line.slice(opening.length);
  const facts = { label: normalLabel(label), at: start + prefix.length, start, isComment: false };
  if (COMMENT.test(rest)) return { ...facts, isComment: true, end: nextLine(text, start), kept: undefined };
  const begins = above.endsParagraph || /[-*+\d]/.test(prefix) || (prefix.includes(">") && !above.isQuoted);
  if (!begins) return undefined;
  if (label.startsWith("^")) return { ...facts, end: footnoteEnd(text, nextLine(text, start)), kept: undefined };
  return linkDefinition(search, start + opening.length, facts);
}

type Facts = Pick<Definition, "label" | "at" | "start" | "isComment">;

/** The address may stand on the next line, and so may the title, which may go over several lines. */
function linkDefinition(search: TitleSearch, afterLabel: number, facts: Facts): Definition | undefined {
  const { text } = search;
  const from =
    text.slice(afterLabel, lineEnd(text, afterLabel)).trim() === "" ? lineEnd(text, afterLabel) + 1 : afterLabel;
  const destination = DESTINATION.exec(text.slice(from, lineEnd(text, from)))?.[0];
  if (destination === undefined) return undefined;
  const afterAddress = from + destination.length;
  const kept = `${text.slice(facts.start, afterAddress)}\n`;
  const isAlone = text.slice(afterAddress, lineEnd(text, afterAddress)).trim() === "";
  const titleEnd = endOfTitle(search, isAlone ? lineEnd(text, afterAddress) + 1 : afterAddress);
  if (titleEnd !== undefined) return { ...facts, end: titleEnd, kept };
  return isAlone ? { ...facts, end: nextLine(text, afterAddress), kept: undefined } : undefined;
}

/** Where the line after a title begins; undefined where no title that ends its line stands. */
function endOfTitle(search: TitleSearch, from: number): number | undefined {
  const { text } = search;
  let limit = from;
  for (let lines = 0; lines < MOST_TITLE_LINES && limit < text.length; lines += 1) limit = nextLine(text, limit);
  const end = closedTitle(search, from, limit);
  if (end === undefined || text.slice(end, lineEnd(text, end)).trim() !== "") return undefined;
  return nextLine(text, end);
}

/** A footnote goes on in lines that follow at once, and in indented ones after an empty line. */
function footnoteEnd(text: string, from: number): number {
  let end = from;
  let isAfterBlank = false;
  for (let start = from; start < text.length; start = nextLine(text, start)) {
    const line = text.slice(start, Math.min(lineEnd(text, start), start + 400));
    const isBlank = line.trim() === "";
    const isIndented = /^(?: {2}|\t)/.test(line);
    if (!isBlank && !isIndented && (isAfterBlank || START.test(line) || ENDS_PARAGRAPH.test(line))) break;
    if (!isBlank) end = nextLine(text, start);
    isAfterBlank = isBlank;
  }
  return end;
}

function usedLabels(text: string, definitions: ReadonlySet<number>): ReadonlySet<string> {
  const used = new Set<string>();
  for (const reference of text.matchAll(REFERENCE)) {
    if (!definitions.has(reference.index)) used.add(normalLabel(reference[1] ?? ""));
  }
  return used;
}

function normalLabel(label: string): string {
  return label.trim().replace(/\s+/g, " ").toLowerCase();
}

function lineEnd(text: string, from: number): number {
  const newline = text.indexOf("\n", from);
  return newline === -1 ? text.length : newline;
}

function nextLine(text: string, from: number): number {
  return Math.min(text.length, lineEnd(text, from) + 1);
}
