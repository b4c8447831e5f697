// HTML to a tree without what is never seen; deep nesting and unclosed tags cost no more than their length.
import { neverShown } from "../hidden-markup.ts";
import { styledChild, type StyledElement, styledRoot } from "./element-styles.ts";
import { openingCloses, VOID_ELEMENTS } from "./html-elements.ts";
import { scanHtml } from "./scan-html.ts";
import { readStyleBlocks } from "./style-blocks.ts";
import type { StyleSheet } from "./style-sheet.ts";

export type HtmlNode = HtmlElement | string;

export type HtmlElement = {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: HtmlNode[];
  /** Characters of text below it, and how many of them are in links. */
  textLength: number;
  linkLength: number;
  links: number;
  /** Holds a table, list, heading or code block: as a table it lays out a page rather than data. */
  hasBlocks: boolean;
};

/** A meta tag about who may read the page. */
export type AccessTag = { readonly name: string; readonly content: string | undefined; readonly isInHead: boolean };

export type HtmlTree = {
  readonly root: HtmlElement;
  readonly title: string;
  readonly meta: ReadonlyMap<string, string>;
  /** All of them: what is said twice is not said clearly. */
  readonly access: readonly AccessTag[];
  readonly hiddenLength: number;
};

type OpenElement = {
  readonly element: HtmlElement;
  readonly shown: boolean;
  readonly counted: boolean;
  readonly styled: StyledElement;
};

type Building = {
  readonly root: HtmlElement;
  readonly open: OpenElement[];
  readonly openCounts: Map<string, number>;
  readonly meta: Map<string, string>;
  readonly access: AccessTag[];
  readonly styles: StyleSheet;
  /** Until anything was met that a page's head does not hold. */
  isInHead: boolean;
  title: string;
  hiddenLength: number;
};

const OF_HEAD = new Set("html head title meta link script style base noscript".split(" "));
const STRUCTURE = new Set(["table", "ul", "ol", "dl", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article"]);
const MOST_META = 200;

/** Reads HTML or XHTML of any quality; never throws. */
export function buildTree(source: string): HtmlTree {
  const root = createElement("#root", new Map());
  const building: Building = {
    root,
    open: [{ element: root, shown: true, counted: true, styled: styledRoot() }],
    openCounts: new Map(),
    meta: new Map(),
    access: [],
    styles: readStyleBlocks(source),
    isInHead: true,
    title: "",
    hiddenLength: 0,
  };
  scanHtml(source, {
    open: (name, attributes, selfClosed) => openElement(building, { name, attributes, selfClosed }),
    close: (name) => closeElement(building, name),
    text: (text) => addText(building, text),
  });
  while (building.open.length > 1) popElement(building);
  const { title, meta, access, hiddenLength } = building;
  return { root, title, meta, access, hiddenLength };
}

type Opening = {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly selfClosed: boolean;
};

function openElement(building: Building, { name, attributes, selfClosed }: Opening): void {
  building.isInHead &&= OF_HEAD.has(name);
  if (name === "meta") addMeta(building, attributes);
  if (name === "link" && /\bstylesheet\b/i.test(attributes.get("rel") ?? "")) building.styles.addForeign();
  closeImplied(building, openingCloses(name));
  const parent = building.open.at(-1);
  if (parent === undefined) return;
  const element = createElement(name, attributes);
  const styled = styledChild(parent.styled, element, building.styles);
  const shown = parent.shown && !styled.isGone && !isAside(element);
  if (shown) parent.element.children.push(element);
  if (VOID_ELEMENTS.has(name) || (selfClosed && neverShown(name))) return;
  building.open.push({ element, shown, counted: parent.counted && !neverShown(name), styled });
  building.openCounts.set(name, (building.openCounts.get(name) ?? 0) + 1);
}

function closeImplied(building: Building, names: ReadonlySet<string>): void {
  while (names.has(building.open.at(-1)?.element.name ?? "")) popElement(building);
}

/** What is no part of the page's text, or waits for a script to open it. */
function isAside({ name, attributes }: HtmlElement): boolean {
  if (neverShown(name) || name === "title" || name === "head") return true;
  return name === "dialog" && !attributes.has("open");
}

function closeElement(building: Building, name: string): void {
  if (name === "br") openElement(building, { name, attributes: new Map(), selfClosed: true });
  if ((building.openCounts.get(name) ?? 0) === 0) return;
  for (let popped = popElement(building); popped !== undefined && popped !== name; popped = popElement(building));
}

function popElement(building: Building): string | undefined {
  if (building.open.length <= 1) return undefined;
  const popped = building.open.pop();
  const parent = building.open.at(-1);
  if (popped === undefined || parent === undefined) return undefined;
  const { element, shown, counted } = popped;
  building.openCounts.set(element.name, (building.openCounts.get(element.name) ?? 1) - 1);
  if (shown) addUp(parent.element, element);
  else if (parent.shown && counted) building.hiddenLength += element.textLength;
  else if (counted) parent.element.textLength += element.textLength;
  return element.name;
}

function addUp(parent: HtmlElement, child: HtmlElement): void {
  parent.textLength += child.textLength;
  parent.linkLength += child.name === "a" ? child.textLength : child.linkLength;
  parent.links += child.name === "a" ? 1 : child.links;
  parent.hasBlocks ||= child.hasBlocks || STRUCTURE.has(child.name);
}

function addText(building: Building, text: string): void {
  const top = building.open.at(-1);
  if (top === undefined) return;
  const { element, shown, counted, styled } = top;
  const { length } = text.trim();
  building.isInHead &&= length === 0 || OF_HEAD.has(element.name);
  if (element.name === "title" && building.title.length < 1000) building.title += text;
  if (shown && styled.isUnseen) {
    building.hiddenLength += counted ? length : 0;
    // why: the words at both sides of what nobody sees are no less apart for it.
    if (length > 0) element.children.push(" ");
    return;
  }
  if (shown) element.children.push(text);
  element.textLength += length;
}

function addMeta({ meta, access, isInHead }: Building, attributes: ReadonlyMap<string, string>): void {
  const name = (attributes.get("name") ?? attributes.get("property") ?? "").trim().toLowerCase();
  const content = attributes.get("content");
  if (name === "acl" || name === "access") access.push({ name, content, isInHead });
  if (name !== "" && content !== undefined && !meta.has(name) && meta.size < MOST_META) meta.set(name, content);
}

function createElement(name: string, attributes: ReadonlyMap<string, string>): HtmlElement {
  return { name, attributes, children: [], textLength: 0, linkLength: 0, links: 0, hasBlocks: false };
}
