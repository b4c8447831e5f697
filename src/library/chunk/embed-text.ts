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
  if (headings.length === 0) return headings;
  const said = new Set<string>();
  let start = 0;
  for (let count = 0; count < headings.length && start < text.length; count += 1) {
    const line = firstLine(text, start);
    const label = headingLabel(line.text);
    if (!headings.includes(label)) break;
    said.add(label);
    start = line.next;
  }
  return said.size === 0 ? headings : headings.filter((heading) => !said.has(heading));
}

const UNDERLINE = /^[ \t]*[=\-~^*]{3,}[ \t]*$/;

/** The next line that is neither blank nor an underline. */
function firstLine(text: string, from: number): { readonly text: string; readonly next: number } {
  let start = from;
  while (start < text.length) {
    const feed = text.indexOf("\n", start);
    const end = feed === -1 ? text.length : feed;
    const line = text.slice(start, end);
    if (line.trim() !== "" && !UNDERLINE.test(line)) return { text: line, next: end + 1 };
    start = end + 1;
  }
  return { text: "", next: text.length };
}
