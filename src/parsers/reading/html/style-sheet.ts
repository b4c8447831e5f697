// Knows which classes, ids and elements a page's own style blocks hide: the oldest way to plant text for machines only.
import { styleHides } from "../hidden-markup.ts";

export type StyleSheet = {
  add(css: string): void;
  hides(name: string, attributes: ReadonlyMap<string, string>): boolean;
};

const LONGEST_SHEET = 500_000;
const SIMPLE_SELECTOR = /^(?:[a-z][a-z0-9-]*)?(?:[.#][\w-]+)?$/i;

/** Only plain selectors outside media queries count: what scripts and screen sizes show and hide is not known here. */
export function createStyleSheet(): StyleSheet {
  const hiding = new Set<string>();
  return {
    add(css) {
      for (const { selectors, declarations } of readRules(css.slice(0, LONGEST_SHEET))) {
        if (!styleHides(declarations) || onlyColours(declarations)) continue;
        for (const selector of selectors) if (SIMPLE_SELECTOR.test(selector)) hiding.add(selector);
      }
    },
    hides(name, attributes) {
      if (hiding.size === 0) return false;
      if (hiding.has(name)) return true;
      const id = attributes.get("id");
      if (id !== undefined && (hiding.has(`#${id}`) || hiding.has(`${name}#${id}`))) return true;
      const classes = attributes.get("class")?.split(/\s+/) ?? [];
      return classes.some((each) => each !== "" && (hiding.has(`.${each}`) || hiding.has(`${name}.${each}`)));
    },
  };
}

type Rule = { readonly selectors: readonly string[]; readonly declarations: string };

function readRules(css: string): readonly Rule[] {
  const rules: Rule[] = [];
  let position = 0;
  while (position < css.length) {
    const open = css.indexOf("{", position);
    const close = open === -1 ? -1 : css.indexOf("}", open);
    if (close === -1) break;
    const selector = css
      .slice(position, open)
      .replace(/\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//g, "")
      .trim();
    const inner = css.slice(open + 1, close);
    if (selector.startsWith("@") || inner.includes("{")) position = skipNested(css, open);
    else {
      rules.push({ selectors: selector.split(",").map((each) => each.trim()), declarations: inner });
      position = close + 1;
    }
  }
  return rules;
}

function skipNested(css: string, open: number): number {
  let depth = 0;
  for (let index = open; index < css.length; index += 1) {
    if (css[index] === "{") depth += 1;
    else if (css[index] === "}") depth -= 1;
    if (depth === 0) return index + 1;
  }
  return css.length;
}

/** White text in a style sheet mostly stands on a dark ground that another rule paints. */
function onlyColours(declarations: string): boolean {
  return !styleHides(declarations.replace(/(?:^|;)\s*(?:background-)?color\s*:[^;]*/gi, ""));
}
