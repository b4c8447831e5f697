// What of a passage is embedded and hashed: the headings above it, a repeated table header, its text.
import type { Passage } from "../../spec/document.ts";
import { headingLabel } from "./heading-label.ts";

/**
 * The text that stands for a passage: its heading path, its prefix, its text. Headings that the text itself opens with
 * are not said twice. Nothing in it tells where the document lies, so that a rename changes no passage.
 */
export function embedText(
  passage: Pick<Passage, "headings" | "prefix" | "start" | "end">,
  documentText: string,
): string {
  const text = documentText.slice(passage.start, passage.end);
  const path = unsaidHeadings(passage.headings, text).join(" > ");
  return `${path === "" ? "" : `${path}\n\n`}${passage.prefix}${text}`;
}

function unsaidHeadings(headings: readonly string[], text: string): readonly string[] {
  const said = new Set<string>();
  let start = 0;
  while (said.size < headings.length && start < text.length) {
    const line = firstLine(text, start);
    const label = line.isMarked ? headingLabel(line.text) : line.text.trim();
    if (!headings.includes(label)) break;
    said.add(label);
    start = line.next;
  }
  return said.size === 0 ? headings : headings.filter((heading) => !said.has(heading));
}

const MARKED = /^[ \t]*(?:[#=]|<h)/;
const UNDERLINE = /^[ \t]*[=\-~^*]{3,}[ \t]*$/;
const LONGEST_LINE = 300;

type OpeningLine = { readonly text: string; readonly isMarked: boolean; readonly next: number };

/** The next line that is neither blank nor an underline, and whether it is marked or underlined as a heading. */
function firstLine(text: string, from: number): OpeningLine {
  let start = from;
  while (start < text.length) {
    const end = lineEnd(text, start);
    const line = text.slice(start, Math.min(end, start + LONGEST_LINE));
    if (line.trim() !== "" && !UNDERLINE.test(line)) {
      const isMarked = MARKED.test(line) || isUnderline(text, end + 1);
      return { text: line, isMarked, next: end + 1 };
    }
    start = end + 1;
  }
  return { text: "", isMarked: false, next: text.length };
}

function isUnderline(text: string, start: number): boolean {
  const code = text.charCodeAt(start);
  return (code === 61 || code === 45) && UNDERLINE.test(text.slice(start, lineEnd(text, start)));
}

function lineEnd(text: string, start: number): number {
  const feed = text.indexOf("\n", start);
  return feed === -1 ? text.length : feed;
}
