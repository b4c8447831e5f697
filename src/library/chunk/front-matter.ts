// Finds the front matter that opens a Markdown document, which describes the document and is no part of its text.
import { advance, linesOf, trimEnd } from "./lines.ts";

const FIELD = /^(?:["']?[\w$.@-][^:=\n]{0,200}["']?\s*[:=]|#|\[|\{|---|\+\+\+|\.\.\.)/;

/** Where the text begins: after front matter between `---` (YAML) or `+++` (TOML) lines, or after a byte order mark. */
export function frontMatterEnd(text: string): number {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const mark = text.slice(start, start + 3);
  if (mark !== "---" && mark !== "+++") return start;
  const lines = linesOf(text, start);
  if (!advance(lines) || trimEnd(text, start, lines.end) !== start + 3) return start;
  let checked = false;
  while (advance(lines)) {
    const line = text.slice(lines.start, Math.min(lines.end, lines.start + 300)).trimEnd();
    if (line === mark || (mark === "---" && line === "...")) return Math.min(lines.next, text.length);
    if (!checked && line !== "" && !FIELD.test(line)) return start;
    checked ||= line !== "";
  }
  return start;
}
