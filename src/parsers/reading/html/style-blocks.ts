// Collects the style blocks of a page before it is read: a block counts for what stands before it, too.
import { scanHtml } from "./scan-html.ts";
import { createStyleSheet, type StyleSheet } from "./style-sheet.ts";

/** Elements whose style blocks are not in force while scripts run. */
const ASIDE = new Set(["noscript", "template"]);

/** The sheet that all style blocks of the page make together. */
export function readStyleBlocks(source: string): StyleSheet {
  const sheet = createStyleSheet();
  if (!/<style[\s>]/i.test(source)) return sheet;
  let aside = 0;
  let media: string | undefined;
  let css = "";
  scanHtml(source, {
    open(name, attributes, selfClosed) {
      if (ASIDE.has(name) && !selfClosed) aside += 1;
      else if (name === "style" && aside === 0 && isCss(attributes)) media = attributes.get("media") ?? "";
    },
    close(name) {
      if (ASIDE.has(name)) aside = Math.max(0, aside - 1);
      if (name !== "style" || media === undefined) return;
      sheet.add(css, media);
      css = "";
      media = undefined;
    },
    text(text) {
      if (media !== undefined) css += text;
    },
  });
  if (media !== undefined) sheet.add(css, media);
  return sheet;
}

function isCss(attributes: ReadonlyMap<string, string>): boolean {
  const type = attributes.get("type")?.trim().toLowerCase() ?? "";
  return type === "" || type === "text/css";
}
