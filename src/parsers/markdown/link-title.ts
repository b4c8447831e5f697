// Finds the titles of links and images, which show only under a pointer.

export type TitleSearch = {
  readonly text: string;
  /** Characters that searches may still walk: bounds texts made of nothing but openings. */
  budget: number;
};

export type TextSpan = { readonly from: number; readonly to: number };

const LONGEST_ADDRESS = 2000;
const LONGEST_TITLE = 5000;
const FREE_STEPS = 1_000_000;
const STEPS_PER_CHARACTER = 16;
const CLOSES: Readonly<Record<string, string>> = { '"': '"', "'": "'", "(": ")" };

/** A search over one text, in time linear in its length whatever it holds. */
export function createTitleSearch(text: string): TitleSearch {
  return { text, budget: FREE_STEPS + STEPS_PER_CHARACTER * text.length };
}

/** The title of the link whose address begins at `open`, after its `](`; undefined where it has none. */
export function linkTitle(search: TitleSearch, open: number): TextSpan | undefined {
  const { text } = search;
  if (search.budget < 0) return undefined;
  const from = addressEnd(search, skipSpace(text, open));
  const start = skipSpace(text, from);
  if (start === from) return undefined;
  const end = closedTitle(search, start, Math.min(text.length, start + LONGEST_TITLE));
  if (end === undefined) return undefined;
  const to = skipSpace(text, end);
  return text[to] === ")" ? { from, to } : undefined;
}

/** Position after the title that stands at `from` or after white space there; undefined when none is closed before `limit`. */
export function closedTitle(search: TitleSearch, from: number, limit: number): number | undefined {
  const { text } = search;
  const start = skipSpace(text, from);
  const close = CLOSES[text[start] ?? ""];
  if (close === undefined) return undefined;
  let index = start + 1;
  for (; index < limit; index += 1) {
    const char = text[index];
    if (char === close || (char === "\n" && isBlankLine(text, index + 1))) break;
    if (char === "\\") index += 1;
  }
  search.budget -= index - start;
  return index < limit && text[index] === close ? index + 1 : undefined;
}

function isBlankLine(text: string, from: number): boolean {
  return /^[ \t]*(?:\n|$)/.test(text.slice(from, from + 40));
}

function addressEnd(search: TitleSearch, start: number): number {
  const { text } = search;
  const limit = Math.min(text.length, start + LONGEST_ADDRESS);
  const isBracketed = text[start] === "<";
  let depth = 0;
  let index = start;
  for (; index < limit; index += 1) {
    const char = text[index];
    if (char === "\\") index += 1;
    else if (char === "\n" || (isBracketed && char === ">")) break;
    else if (!isBracketed && (char === " " || char === "\t" || (char === ")" && depth === 0))) break;
    else if (char === "(") depth += 1;
    else if (char === ")") depth -= 1;
  }
  search.budget -= index - start;
  return isBracketed && text[index] === ">" ? index + 1 : index;
}

/** White space with one line end at most. */
function skipSpace(text: string, from: number): number {
  let index = from;
  let lines = 0;
  for (; index < text.length; index += 1) {
    const char = text[index];
    if (char === "\n") lines += 1;
    if ((char !== " " && char !== "\t" && char !== "\n") || lines > 1) break;
  }
  return index;
}
