// A tree of HTML as Markdown blocks: headings, paragraphs, lists, quotes, tables and code, links by their words.
import type { MarkdownWriter } from "../markdown-writer.ts";
import { headingLine, oneLine } from "../markdown-writer.ts";
import type { HtmlElement, HtmlNode } from "./build-tree.ts";
import { BLOCK_ELEMENTS } from "./html-elements.ts";
import { inlineText, rawText } from "./inline-text.ts";
import { tableRows } from "./table-rows.ts";

export type RenderOptions = {
  readonly writer: MarkdownWriter;
  readonly dropped: ReadonlySet<HtmlElement>;
  /** Added to the level of every heading, for documents made of several pages. */
  readonly headingShift?: number;
};

type List = { readonly ordered: boolean; count: number };

type Rendering = RenderOptions & {
  readonly lists: List[];
  quotes: number;
  /** The marker of a list item whose first line has not been written yet. */
  marker: string;
  inline: HtmlNode[];
};

type Step = { readonly enter: HtmlNode } | { readonly leave: HtmlElement };

const HEADING = /^h[1-6]$/;
const DEEPEST_INDENT = 8;

/** Writes the blocks below an element; nesting of any depth is walked without recursion. */
export function renderMarkdown(root: HtmlElement, options: RenderOptions): void {
  const rendering: Rendering = { ...options, lists: [], quotes: 0, marker: "", inline: [] };
  const steps: Step[] = [{ enter: root }];
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    if ("leave" in step) leave(rendering, step.leave);
    else if (typeof step.enter === "string") rendering.inline.push(step.enter);
    else if (!options.dropped.has(step.enter)) enter(rendering, step.enter, steps);
  }
  flush(rendering);
}

function enter(rendering: Rendering, element: HtmlElement, steps: Step[]): void {
  const { name } = element;
  if (!BLOCK_ELEMENTS.has(name) && name !== "#root" && !element.hasBlocks) {
    rendering.inline.push(element);
    return;
  }
  flush(rendering);
  if (HEADING.test(name)) {
    const level = Number(name[1]) + (rendering.headingShift ?? 0);
    write(rendering, headingLine(level, withoutAnchors(inlineText([element], rendering.dropped))));
  } else if (name === "pre") writeCode(rendering, element);
  else if (name === "table" && !element.hasBlocks) writeTable(rendering, element);
  else {
    if (name === "ul" || name === "ol" || name === "menu" || name === "dir") openList(rendering, element);
    else if (name === "li") rendering.marker = nextMarker(rendering.lists);
    else if (name === "dd") rendering.marker = "- ";
    else if (name === "blockquote") rendering.quotes += 1;
    steps.push({ leave: element });
    for (let index = element.children.length - 1; index >= 0; index -= 1) {
      const child = element.children[index];
      if (child !== undefined) steps.push({ enter: child });
    }
  }
}

function leave(rendering: Rendering, { name }: HtmlElement): void {
  flush(rendering);
  if (name === "ul" || name === "ol" || name === "menu" || name === "dir") rendering.lists.pop();
  else if (name === "li" || name === "dd") rendering.marker = "";
  else if (name === "blockquote") rendering.quotes -= 1;
}

function openList({ lists }: Rendering, element: HtmlElement): void {
  const start = Number.parseInt(element.attributes.get("start") ?? "1", 10);
  lists.push({ ordered: element.name === "ol", count: Number.isSafeInteger(start) ? start : 1 });
}

function nextMarker(lists: readonly List[]): string {
  const list = lists.at(-1);
  if (list === undefined || !list.ordered) return "- ";
  list.count += 1;
  return `${list.count - 1}. `;
}

function flush(rendering: Rendering): void {
  if (rendering.inline.length === 0) return;
  const text = inlineText(rendering.inline, rendering.dropped);
  rendering.inline = [];
  if (text !== "") write(rendering, text);
}

function write(rendering: Rendering, text: string): void {
  if (text === "") return;
  const { lists, marker, quotes, writer } = rendering;
  const quote = "> ".repeat(Math.min(quotes, 4));
  const indent = "  ".repeat(Math.min(Math.max(0, lists.length - 1), DEEPEST_INDENT));
  const isItem = marker !== "";
  const rest = `${quote}${indent}${isItem || lists.length > 0 ? "  " : ""}`;
  const first = isItem ? `${quote}${indent}${marker}` : rest;
  rendering.marker = "";
  const body = rest === "" ? text : text.replaceAll("\n", `\n${rest}`);
  writer.block(`${first}${body}`, { tight: isItem });
}

function writeCode(rendering: Rendering, element: HtmlElement): void {
  const inner = element.children.find(
    (child): child is HtmlElement => typeof child === "object" && child.name === "code",
  );
  const classes = `${element.attributes.get("class") ?? ""} ${inner?.attributes.get("class") ?? ""}`;
  rendering.marker = "";
  rendering.writer.code(rawText(element, rendering.dropped), /\blang(?:uage)?-([\w+#-]+)/.exec(classes)?.[1]);
}

function writeTable(rendering: Rendering, element: HtmlElement): void {
  const { caption, rows } = tableRows(element, rendering.dropped);
  if (caption !== "") write(rendering, caption);
  rendering.marker = "";
  const widest = rows.reduce((most, row) => Math.max(most, row.length), 0);
  if (widest > 1 && rows.length > 1) rendering.writer.table(rows);
  else for (const row of rows) write(rendering, oneLine(row.join(" ")));
}

/** Without the marks that documentation sites hang on headings to link to them. */
function withoutAnchors(text: string): string {
  return text.replace(/[ \t]*[¶#§]$|^[§¶][ \t]*|^#[ \t]+|[ \t]*\u{1f517}$/gu, "");
}
