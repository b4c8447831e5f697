// The tags of MDX as HTML tags: what their braces say about being seen is kept, the rest of the program goes.

const STYLE_ENTRY =
  /(?:^|[,{])\s*["']?([A-Za-z-]{1,40})["']?\s*:\s*(?:"([^"]{0,200})"|'([^']{0,200})'|`([^`]{0,200})`|(-?\d*\.?\d+))/g;
/** Numbers of these are no lengths. */
const UNITLESS = new Set(["opacity", "zoom", "scale", "line-height", "z-index", "order", "flex", "font-weight"]);
const MOST_ATTRIBUTES = 100;
const NAME = /\s*([A-Za-z_][\w:.-]*)/y;
const EQUALS = /\s*=\s*/y;

/** The attributes of a JSX tag in HTML's terms; those whose value only the program knows are left out. */
export function jsxAttributes(inside: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (let at = 0; at < inside.length && attributes.size < MOST_ATTRIBUTES;) {
    NAME.lastIndex = at;
    const name = NAME.exec(inside)?.[1];
    if (name === undefined) {
      at = inside[at] === "{" ? braceEnd(inside, at) : at + 1;
      continue;
    }
    const { value, end } = readValue(inside, NAME.lastIndex, name);
    if (value !== undefined) attributes.set(htmlName(name), value);
    at = end;
  }
  return attributes;
}

type ReadValue = { readonly value: string | undefined; readonly end: number };

function readValue(inside: string, after: number, name: string): ReadValue {
  EQUALS.lastIndex = after;
  if (!EQUALS.test(inside)) return { value: "", end: after };
  const start = EQUALS.lastIndex;
  const open = inside[start] ?? "";
  if (open === "{") {
    const end = braceEnd(inside, start);
    return { value: bracedValue(name, inside.slice(start + 1, end - 1).trim()), end };
  }
  const close = open === '"' || open === "'" ? inside.indexOf(open, start + 1) : -1;
  return close === -1
    ? { value: undefined, end: start + 1 }
    : { value: inside.slice(start + 1, close), end: close + 1 };
}

/** Position after the brace that closes the one at `open`, with strings passed over; the text's end when there is none. */
export function braceEnd(text: string, open: number, limit = text.length): number {
  let depth = 0;
  for (let index = open; index < limit; index += 1) {
    const char = text[index];
    if (char === "{") depth += 1;
    else if (char === "}") depth -= 1;
    else if (char === '"' || char === "'" || char === "`") {
      const close = text.indexOf(char, index + 1);
      if (close !== -1 && close < limit && !text.slice(index, close).includes("\n")) index = close;
    }
    if (depth === 0) return index + 1;
  }
  return limit;
}

function htmlName(name: string): string {
  return name === "className" ? "class" : name.toLowerCase();
}

/** `{true}`, `{"text"}`, and for styles `{{ display: "none" }}`. */
function bracedValue(name: string, value: string): string | undefined {
  if (name === "style") return cssOf(value);
  if (value === "true") return name.startsWith("aria-") ? "true" : "";
  return /^(?:"([^"]*)"|'([^']*)'|`([^`$]*)`)$/
    .exec(value)
    ?.slice(1)
    .find((text) => text !== undefined);
}

function cssOf(object: string): string {
  const declarations: string[] = [];
  for (const [, key = "", double, single, quoted, number] of object.matchAll(STYLE_ENTRY)) {
    const property = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const length = number === undefined || UNITLESS.has(property) ? number : `${number}px`;
    declarations.push(`${property}: ${double ?? single ?? quoted ?? length ?? ""}`);
  }
  return declarations.join("; ");
}

/** A tag that HTML knows, with these attributes. */
export function htmlTag(name: string, attributes: ReadonlyMap<string, string>, closed: boolean): string {
  const written = [...attributes].map(([key, value]) => ` ${key}="${value.replaceAll('"', "'")}"`);
  return `<${name}${written.join("")}${closed ? " />" : ">"}`;
}
