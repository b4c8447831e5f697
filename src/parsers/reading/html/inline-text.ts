// The words inside HTML elements: white space collapsed, code in backticks, links by their words, images left out.
import { oneLine } from "../markdown-writer.ts";
import type { HtmlElement, HtmlNode } from "./build-tree.ts";
import { BLOCK_ELEMENTS } from "./html-elements.ts";

type Step = { readonly node: HtmlNode } | { readonly text: string };

const LINE_BREAK = "\u0001";

/** The text of inline content as one paragraph; `<br>` starts a new line. */
export function inlineText(nodes: readonly HtmlNode[], dropped: ReadonlySet<HtmlElement>): string {
  const parts: string[] = [];
  const steps: Step[] = [...nodes].toReversed().map((node) => ({ node }));
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    if ("text" in step) parts.push(step.text);
    else if (typeof step.node === "string") parts.push(step.node);
    else if (!dropped.has(step.node)) expand(step.node, steps);
  }
  const lines = parts.join("").split(LINE_BREAK).map(oneLine);
  return lines
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function expand(element: HtmlElement, steps: Step[]): void {
  const { name, children } = element;
  if (name === "br") steps.push({ text: LINE_BREAK });
  const [before, after] = marksAround(element);
  if (after !== "") steps.push({ text: after });
  for (let index = children.length - 1; index >= 0; index -= 1) {
    const node = children[index];
    if (node !== undefined) steps.push({ node });
  }
  if (before !== "") steps.push({ text: before });
}

function marksAround({ name, children, textLength }: HtmlElement): readonly [string, string] {
  if (BLOCK_ELEMENTS.has(name)) return [" ", " "];
  if (name === "q") return ["“", "”"];
  const isCode = name === "code" || name === "kbd" || name === "samp" || name === "tt";
  const plain = children.every((child) => typeof child === "string" && !child.includes("`"));
  return isCode && plain && textLength > 0 ? ["`", "`"] : ["", ""];
}

/** The text of preformatted content exactly as it stands. */
export function rawText(element: HtmlElement, dropped: ReadonlySet<HtmlElement>): string {
  const parts: string[] = [];
  const nodes: HtmlNode[] = [element];
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    if (typeof node === "string") parts.push(node);
    else if (node.name === "br") parts.push("\n");
    else if (!dropped.has(node))
      for (let index = node.children.length - 1; index >= 0; index -= 1) push(nodes, node.children[index]);
  }
  return parts.join("");
}

function push(nodes: HtmlNode[], node: HtmlNode | undefined): void {
  if (node !== undefined) nodes.push(node);
}
