// Tells from an element's attributes and styles whether a reader would see its text.

const NEVER_SHOWN = new Set(["script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "canvas"]);
const ATTRIBUTE = /([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?/g;
const OFF_SCREEN =
  /(?:^|;)(?:left|top|right|bottom|text-indent|margin-left|margin-top|margin|transform|inset):[^;]*-(?:(?:[5-9]\d\d|\d{4,})|\d{2,3}(?:em|rem|vw|vh))/;
const CLIPPED = /(?:^|;)clip:rect\((?:0|1px)(?:px)?[, ]|(?:^|;)clip-path:inset\((?:50|100)%/;
const HIDING =
  /(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|content-visibility:hidden|opacity:0*(?:\.0+)?%?(?:;|$))/;
const NO_SIZE = /(?:^|;)font-size:0*(?:\.0*)?(?:px|pt|em|rem|%)?(?:;|$)|(?:^|;)transform:scale\(0/;
const NO_BOX = /(?:^|;)(?:max-)?(?:height|width):[01]?(?:px)?(?:;|$)/;
const OVERFLOW_HIDDEN = /(?:^|;)overflow(?:-[xy])?:(?:hidden|clip)/;
const TINY_FONT = /(?:^|;)font-size:(?:0?\.\d+|1)(?:px|pt)(?:;|$)|(?:^|;)font:[^;]*\b0(?:px|pt|em)?[ /]/;
const COLOR = /(?:^|;)color:([^;]+)/;
const BACKGROUND = /(?:^|;)background(?:-color)?:([^;]+)/;
const WHITE = /^(?:white|#fff(?:fff)?(?:ff)?|rgba?\(255,255,255(?:,1)?\)|snow|#fefefe)$/;
const TRANSPARENT = /^(?:transparent|rgba\([^)]*,0?(?:\.0+)?\)|#[0-9a-f]{6}00)$/;

/** Elements whose content is never text on the page. */
export function neverShown(name: string): boolean {
  return NEVER_SHOWN.has(name);
}

/** Whether the element's own attributes keep its text from being seen. */
export function hidesText(attributes: ReadonlyMap<string, string>): boolean {
  if (attributes.size === 0) return false;
  if (attributes.has("hidden") && attributes.get("hidden") !== "false") return true;
  if (attributes.get("aria-hidden") === "true") return true;
  const style = attributes.get("style");
  return style !== undefined && styleHides(style);
}

/** Whether CSS declarations hide the text that they apply to: not shown, no size, off screen, white on white. */
export function styleHides(style: string): boolean {
  const rules = style
    .slice(0, 2000)
    .toLowerCase()
    .replace(/\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//g, "")
    .replace(/!important/g, "")
    .replace(/\s*([:;,()])\s*/g, "$1")
    .trim();
  if (HIDING.test(rules) || NO_SIZE.test(rules) || TINY_FONT.test(rules)) return true;
  if (NO_BOX.test(rules) && OVERFLOW_HIDDEN.test(rules)) return true;
  return OFF_SCREEN.test(rules) || CLIPPED.test(rules) || coloursHide(rules);
}

function coloursHide(rules: string): boolean {
  const color = COLOR.exec(rules)?.[1]?.trim();
  if (color === undefined) return false;
  if (TRANSPARENT.test(color)) return true;
  const background = BACKGROUND.exec(rules)?.[1]?.trim();
  if (background === undefined) return WHITE.test(color);
  return color === background || (WHITE.test(color) && WHITE.test(background));
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
