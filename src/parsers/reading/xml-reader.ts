// Reads XML piece by piece: no entities beyond the five and numbers, bounded depth, no recursion, linear time.
import { Parser } from "htmlparser2";

import { decodeText } from "./decode-text.ts";
import { parseFailure } from "./parse-failure.ts";

export type XmlElement = {
  /** Without its namespace prefix. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
};

export type XmlNode = XmlElement | string;

export type XmlSource = {
  readonly xml: string;
  /** The document, and the part of it, that messages name. */
  readonly fileName: string;
  readonly part: string;
};

const DEEPEST = 300;
const MOST_NODES = 2_000_000;
const NO_ATTRIBUTES: Readonly<Record<string, string>> = {};

/** Decodes the bytes of an XML part, by its mark, its declaration, or as UTF-8. */
export function xmlSource(bytes: Uint8Array, fileName: string, part: string): XmlSource {
  const head = Buffer.from(bytes.subarray(0, 200)).toString("latin1");
  const declared = /^<\?xml[^>]{0,150}?encoding=["']([\w.:-]{1,40})["']/.exec(head)?.[1];
  return { xml: decodeText(bytes, `${fileName} (${part})`, declared).text, fileName, part };
}

type Building = { name: string; attributes: Readonly<Record<string, string>>; children: XmlNode[] };

/**
 * Visits each outermost element of one of these names as a tree, one at a time, so that a long document never stands in
 * memory as a whole.
 */
export function eachElement(source: XmlSource, names: ReadonlySet<string>, visit: (element: XmlElement) => void): void {
  const stack: Building[] = [];
  let depth = 0;
  let nodes = 0;
  const add = (node: XmlNode): void => {
    nodes += 1;
    if (nodes > MOST_NODES) throw parseFailure(source.fileName, `"${source.part}" inside it has too many elements`);
    stack.at(-1)?.children.push(node);
  };
  const parser = new Parser(
    {
      onopentag(qualified, attributes) {
        depth += 1;
        if (depth > DEEPEST) throw parseFailure(source.fileName, `"${source.part}" is nested deeper than ${DEEPEST}`);
        const name = localName(qualified);
        if (stack.length === 0 && !names.has(name)) return;
        if (stack.length === 0) nodes = 0;
        const element = { name, attributes: isEmpty(attributes) ? NO_ATTRIBUTES : attributes, children: [] };
        add(element);
        stack.push(element);
      },
      ontext(text) {
        const children = stack.at(-1)?.children;
        if (children === undefined) return;
        const last = children.length - 1;
        const before = children[last];
        if (typeof before === "string") children[last] = before + text;
        else add(text);
      },
      onclosetag() {
        depth -= 1;
        const element = stack.pop();
        if (element !== undefined && stack.length === 0) visit(element);
      },
    },
    { xmlMode: true },
  );
  parser.end(source.xml);
}

/** The whole part as one tree; throws `parse_failed` when there is no such root element in it. */
export function readTree(source: XmlSource, root: string): XmlElement {
  let found: XmlElement | undefined;
  eachElement(source, new Set([root]), (element) => (found ??= element));
  if (found !== undefined) return found;
  throw parseFailure(source.fileName, `"${source.part}" inside it is damaged (there is no <${root}> in it)`);
}

/** An attribute by its local name; one without a prefix comes first. */
export function attribute(element: XmlElement | undefined, name: string): string | undefined {
  if (element === undefined) return undefined;
  if (Object.hasOwn(element.attributes, name)) return element.attributes[name];
  return prefixed(element, name);
}

/** An attribute by its local name that has a namespace prefix, such as `r:id` beside `id`. */
export function prefixed(element: XmlElement, name: string): string | undefined {
  for (const key of Object.keys(element.attributes)) {
    if (key.endsWith(name) && localName(key) === name && key !== name) return element.attributes[key];
  }
  return undefined;
}

/** The child elements, or those of one name. */
export function elements(element: XmlElement | undefined, name?: string): XmlElement[] {
  const found: XmlElement[] = [];
  for (const node of element?.children ?? []) {
    if (typeof node !== "string" && (name === undefined || node.name === name)) found.push(node);
  }
  return found;
}

/** The first child element of one name, or what a path of names leads to. */
export function child(element: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  let at = element;
  for (const name of path) {
    at = at?.children.find((node): node is XmlElement => typeof node !== "string" && node.name === name);
  }
  return at;
}

/** All elements of one name below, in document order. */
export function descendants(element: XmlElement, name: string): XmlElement[] {
  const found: XmlElement[] = [];
  const open = [...elements(element)].toReversed();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.name === name) found.push(next);
    open.push(...elements(next).toReversed());
  }
  return found;
}

/** All text below an element. */
export function textOf(element: XmlElement | undefined): string {
  const parts: string[] = [];
  const open: XmlNode[] = element === undefined ? [] : [element];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === "string") parts.push(next);
    else for (let index = next.children.length - 1; index >= 0; index -= 1) pushNode(open, next.children[index]);
  }
  return parts.join("");
}

function pushNode(open: XmlNode[], node: XmlNode | undefined): void {
  if (node !== undefined) open.push(node);
}

function localName(qualified: string): string {
  return qualified.slice(qualified.indexOf(":") + 1);
}

function isEmpty(attributes: Record<string, string>): boolean {
  for (const name in attributes) if (Object.hasOwn(attributes, name)) return false;
  return true;
}
