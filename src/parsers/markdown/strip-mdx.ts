// Takes the program out of MDX: imports, exports, JSX tags and comments go, the words between them stay.
import { createTagSearch, findTagEnd, type TagSearch } from "../reading/find-tag-end.ts";
import { hidesText } from "../reading/hidden-markup.ts";
import { fenceAfter, maybeFence } from "./fences.ts";
import { braceEnd, htmlTag, jsxAttributes } from "./jsx-tag.ts";

const MODULE_LINE = /^(?:import|export)(?=[\s{*"'])/;
const LONGEST_MODULE_BLOCK = 200;
const SPOKEN_ATTRIBUTES = /(?:^|\s)(?:title|label|summary|heading|caption)=(?:"([^"]*)"|'([^']*)')/g;

/**
 * The Markdown inside an MDX text. Labels that a component would show (`title`, `label`, `summary`) are kept as words.
 * What is not shown stands between marks, which look like hidden HTML; those that are left over `dropMarks` takes out.
 */
export function stripMdx(text: string): string {
  const hidden = hiddenComponents(text);
  const kept: string[] = [];
  let fence = "";
  let prose: string[] = [];
  const flush = (): void => {
    if (prose.length > 0) kept.push(stripJsx(prose.join("\n"), hidden));
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

const MARK = /<\/?mdx-[a-z\d-]+(?: hidden="")?(?: \/)?>/g;

/** The text without the marks of what turned out to be shown. */
export function dropMarks(text: string): string {
  return text.includes("mdx-") ? text.replace(MARK, "") : text;
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

/** Names of components that are told somewhere not to show: all tags of these are marked, so that each finds its end. */
function hiddenComponents(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  if (!/\b(?:style|hidden|aria-hidden)\b/.test(text)) return names;
  const search = createTagSearch(text, { braces: true });
  for (let start = text.indexOf("<"); start !== -1; start = text.indexOf("<", start + 1)) {
    const tag = jsxTag(search, start);
    if (tag?.isComponent === true && !tag.isClosing && hidesText(jsxAttributes(tag.inside))) names.add(tag.name);
  }
  return names;
}

function stripJsx(source: string, hidden: ReadonlySet<string>): string {
  const text = stripComments(source);
  if (!/<\/?[A-Z>]|<[a-z][^<>]*\{/.test(text)) return markDead(text);
  const search = createTagSearch(text, { braces: true });
  const kept: string[] = [];
  let from = 0;
  let start = text.indexOf("<");
  while (start !== -1) {
    const tag = jsxTag(search, start);
    const shown = tag === undefined ? undefined : shownTag(tag, hidden);
    if (tag !== undefined && shown !== undefined) {
      kept.push(text.slice(from, start), shown);
      from = tag.end;
    }
    start = text.indexOf("<", shown === undefined ? start + 1 : from);
  }
  kept.push(text.slice(from));
  return markDead(kept.join(""));
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

const NEVER = /\{\s*(?:false|null|undefined|0|""|'')\s*&&/g;
const LONGEST_EXPRESSION = 50_000;

/** `{false && …}` is there in the source and on no page. */
function markDead(text: string): string {
  const kept: string[] = [];
  let from = 0;
  for (const dead of text.matchAll(NEVER)) {
    if (dead.index < from) continue;
    const end = braceEnd(text, dead.index, Math.min(text.length, dead.index + LONGEST_EXPRESSION));
    // why: what is left open here is open for all that begin inside it, too.
    if (text[end - 1] !== "}") break;
    kept.push(text.slice(from, dead.index), '<mdx-never hidden="">', text.slice(dead.index, end), "</mdx-never>");
    from = end;
  }
  return kept.length === 0 ? text : kept.join("") + text.slice(from);
}

type JsxTag = {
  readonly name: string;
  readonly isComponent: boolean;
  readonly isClosing: boolean;
  readonly isClosed: boolean;
  /** What stands between the name and the tag's end. */
  readonly inside: string;
  readonly end: number;
};

/** The tag of a component, a fragment, or an HTML element. */
function jsxTag(search: TagSearch, start: number): JsxTag | undefined {
  const [head, slash = "", name = ""] =
    /^<(\/?)([A-Za-z][\w.-]*(?=[\s/>])|(?=>))/.exec(search.text.slice(start, start + 100)) ?? [];
  if (head === undefined) return undefined;
  const end = findTagEnd(search, start + head.length);
  if (end === -1) return undefined;
  const inside = search.text.slice(start + head.length, end - 1);
  const isClosed = inside.endsWith("/");
  return { name, isComponent: !/^[a-z]/.test(name), isClosing: slash !== "", isClosed, inside, end };
}

/** What stands in a tag's place; undefined for HTML as it is, which is judged later with its attributes. */
function shownTag(
  { name, isComponent, isClosing, isClosed, inside }: JsxTag,
  hidden: ReadonlySet<string>,
): string | undefined {
  if (!isComponent) return inside.includes("{") ? htmlTag(name, jsxAttributes(inside), isClosed) : undefined;
  const mark = `mdx-${name.toLowerCase().replaceAll(/[^a-z\d]/g, "-")}`;
  const isMarked = hidden.has(name);
  if (isClosing) return isMarked ? `</${mark}>` : "";
  const isHidden = isMarked && hidesText(jsxAttributes(inside));
  const words = isHidden ? "" : labels(inside, isClosed);
  return isMarked ? htmlTag(mark, new Map(isHidden ? [["hidden", ""]] : []), isClosed) + words : words;
}

function labels(inside: string, isClosed: boolean): string {
  const words = [...inside.matchAll(SPOKEN_ATTRIBUTES)].map(([, double, single]) => double ?? single ?? "");
  const text = words.filter((word) => word.trim() !== "").join(" ");
  return text === "" ? "" : `${text}${isClosed ? "" : "\n\n"}`;
}
