// Tells from an element's own attributes whether a reader would see its text.
import { boxIsUnseen } from "./html/css-box.ts";
import { readDeclarations } from "./html/css-rules.ts";
import { isUnseen, lookUnder, PLAIN_LOOK } from "./html/element-look.ts";

const NEVER_SHOWN = new Set(["script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "canvas"]);
const ATTRIBUTE = /([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?/g;

/** Elements whose content is never text on the page. */
export function neverShown(name: string): boolean {
  return NEVER_SHOWN.has(name);
}

/** Whether the element's own attributes keep its text from being seen. */
export function hidesText(attributes: ReadonlyMap<string, string>): boolean {
  if (attributes.size === 0) return false;
  const style = attributes.get("style");
  return isMarkedHidden(attributes) || (style !== undefined && styleHides(style));
}

/** Hidden by an attribute that is there for nothing else. */
export function isMarkedHidden(attributes: ReadonlyMap<string, string>): boolean {
  if (attributes.has("hidden") && attributes.get("hidden") !== "false") return true;
  return attributes.get("aria-hidden") === "true";
}

const LONGEST_STYLE = 2000;
const NO_CONTEXT = { isOverPicture: false, isColourDoubtful: false, appears: () => false };

/** Whether CSS declarations hide the text that they apply to: not shown, no size, off screen, white on white. */
export function styleHides(text: string): boolean {
  const declared = readDeclarations(text.slice(0, LONGEST_STYLE));
  const style = new Map([...declared].map(([property, { value }]) => [property, value]));
  return boxIsUnseen(style, NO_CONTEXT.appears) || isUnseen(lookUnder(PLAIN_LOOK, style, NO_CONTEXT));
}

/** The attributes inside a tag, names in lower case, the first of each name. */
export function readAttributes(inside: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = "", double, single, bare] of inside.matchAll(ATTRIBUTE)) {
    const key = name.toLowerCase();
    if (!attributes.has(key)) attributes.set(key, double ?? single ?? bare ?? "");
  }
  return attributes;
}
