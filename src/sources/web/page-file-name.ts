// Gives a page the file name that its media type promises, since addresses seldom end in the right extension.
import { extname } from "node:path";

const EXTENSIONS: Readonly<Record<string, string>> = {
  "text/html": ".html",
  "application/xhtml+xml": ".xhtml",
  "text/markdown": ".md",
  "text/plain": ".txt",
  "application/pdf": ".pdf",
};

/** `/docs/intro` sent as HTML is `intro.html`, `/` is `index.html`; types without a known extension keep the address's own. */
export function pageFileName(address: string, mediaType: string): string {
  const name = new URL(address).pathname.split("/").at(-1) ?? "";
  const own = extname(name);
  const extension = EXTENSIONS[mediaType] ?? own;
  const stem = own === "" ? name : name.slice(0, -own.length);
  return `${stem === "" ? "index" : stem}${extension}`;
}
