// Takes the program out of MDX: imports, exports, JSX tags and comments go, the words between them stay.
import { createTagSearch, findTagEnd, type TagSearch } from "../reading/find-tag-end.ts";
import { fenceAfter, maybeFence } from "./fences.ts";

const MODULE_LINE = /^(?:import|export)(?=[\s{*"'])/;
const LONGEST_MODULE_BLOCK = 200;
const SPOKEN_ATTRIBUTES = /(?:^|\s)(?:title|label|summary|heading|caption)=(?:"([^"]*)"|'([^']*)')/g;

/** The Markdown inside an MDX text. Labels that a component would show (`title`, `label`, `summary`) are kept as words. */
export function stripMdx(text: string): string {
  const kept: string[] = [];
  let fence = "";
  let prose: string[] = [];
  const flush = (): void => {
    if (prose.length > 0) kept.push(stripJsx(prose.join("\n")));
    prose = [];
  };
  const lines = text.split("\n");
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    const before = fence;
    if (maybeFence(line, 0)) fence = fenceAfter(line, before);
    if (before !== "" || fence !== "") {
      flush();
      kept.push(line);
    } else if (MODULE_LINE.test(line)) index = moduleEnd(lines, index);
    else prose.push(line);
  }
  flush();
  return kept.join("\n");
}

/** The last line of an import or export: the next empty line outside brackets ends it. */
function moduleEnd(lines: readonly string[], start: number): number {
  let depth = 0;
  const limit = Math.min(lines.length, start + LONGEST_MODULE_BLOCK);
  for (let index = start; index < limit; index += 1) {
    const line = lines[index] ?? "";
    for (const bracket of line.match(/[{}()[\]]/g) ?? []) depth += "{([".includes(bracket) ? 1 : -1;
    if (depth <= 0 && (line.trim() === "" || (lines[index + 1] ?? "").trim() === "" || /;[ \t]*$/.test(line)))
      return index;
  }
  return start;
}

function stripJsx(source: string): string {
  const text = stripComments(source);
  if (!/<\/?[A-Z>]/.test(text)) return text;
  const search = createTagSearch(text, { braces: true });
  const kept: string[] = [];
  let from = 0;
  let start = text.indexOf("<");
  while (start !== -1) {
    const end = componentEnd(search, start);
    if (end !== -1) {
      kept.push(text.slice(from, start), labels(text.slice(start, end)));
      from = end;
    }
    start = text.indexOf("<", end === -1 ? start + 1 : end);
  }
  kept.push(text.slice(from));
  return kept.join("");
}

function stripComments(text: string): string {
  const kept: string[] = [];
  let from = 0;
  for (let start = text.indexOf("{/*"); start !== -1; start = text.indexOf("{/*", from)) {
    const end = text.indexOf("*/}", start + 3);
    if (end === -1) break;
    kept.push(text.slice(from, start));
    from = end + 3;
  }
  return kept.length === 0 ? text : kept.join("") + text.slice(from);
}

/** Where a component's tag ends; -1 for anything else: HTML tags are judged later, with their attributes. */
function componentEnd(search: TagSearch, start: number): number {
  const head = /^<\/?(?:[A-Z][\w.]*(?=[\s/>])|>)/.exec(search.text.slice(start, start + 100))?.[0];
  if (head === undefined) return -1;
  return head.endsWith(">") ? start + head.length : findTagEnd(search, start + head.length);
}

function labels(tag: string): string {
  const words = [...tag.matchAll(SPOKEN_ATTRIBUTES)].map(([, double, single]) => double ?? single ?? "");
  const text = words.filter((word) => word.trim() !== "").join(" ");
  return text === "" || tag.startsWith("</") ? "" : `${text}${tag.endsWith("/>") ? "" : "\n\n"}`;
}
