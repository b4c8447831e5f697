// HTML in which every inserted text is escaped: what documents, models and people wrote can never become markup.
import { plainText } from "./plain-text.ts";

/** Made only here, so that no foreign text reaches a page as markup. */
export type Html = { readonly html: string };

export type Insertable = string | number | Html | undefined | false | readonly Insertable[];

/** A template whose inserted strings are cleaned and escaped, for elements and for attributes in double quotes; nothing is left out but `undefined` and `false`. */
// why this name: the formatter takes templates called `html` apart, and white space means something in ours.
export function markup(parts: TemplateStringsArray, ...values: readonly Insertable[]): Html {
  let written = parts[0] ?? "";
  values.forEach((value, index) => {
    written += markupOf(value) + (parts[index + 1] ?? "");
  });
  return { html: written };
}

/** Marks markup that this program wrote itself, such as its styles. */
export function trustedHtml(written: string): Html {
  return { html: written };
}

export function joinHtml(parts: readonly Insertable[], separator: string): Html {
  return { html: parts.map(markupOf).join(separator) };
}

function markupOf(value: Insertable): string {
  if (value === undefined || value === false) return "";
  if (typeof value === "string") return escapeText(value);
  if (typeof value === "number") return String(value);
  return "html" in value ? value.html : value.map(markupOf).join("");
}

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** For text and for attributes in double quotes, which all of ours are. */
export function escapeText(text: string): string {
  return plainText(text).replaceAll(/[&<>"]/gu, (character) => ESCAPES[character] ?? character);
}
