// Finds where a tag inside Markdown or MDX ends, however its attributes are quoted.

export type TagSearch = {
  readonly text: string;
  /** JSX: attribute values in braces may hold `>` and `<`. */
  readonly braces: boolean;
  /** Characters that searches may still walk in vain: bounds texts made of nothing but openings. */
  budget: number;
};

const LONGEST_TAG = 20_000;
const FREE_STEPS = 1_000_000;
const STEPS_PER_CHARACTER = 16;

/** A search over one text, in time linear in its length whatever it holds. */
export function createTagSearch(text: string, options: { readonly braces: boolean }): TagSearch {
  return { text, braces: options.braces, budget: FREE_STEPS + STEPS_PER_CHARACTER * text.length };
}

/** Position after the `>` of the tag whose name ends at `from`; -1 when it is no tag, or when the budget is spent. */
export function findTagEnd(search: TagSearch, from: number): number {
  const { text, braces } = search;
  if (search.budget <= 0) return -1;
  const limit = Math.min(text.length, from + LONGEST_TAG);
  let depth = 0;
  let index = from;
  for (; index < limit; index += 1) {
    const char = text[index] ?? "";
    if (char === '"' || char === "'" || (char === "`" && depth > 0)) {
      const closing = depth > 0 || followsEquals(text, index) ? closingQuote(text, index, limit) : index;
      if (closing === -1) {
        index = limit;
        break;
      }
      index = closing;
    } else if (braces && char === "{") depth += 1;
    else if (braces && char === "}") depth -= 1;
    else if (depth > 0) continue;
    else if (char === ">") return index + 1;
    else if (char === "<") break;
  }
  search.budget -= Math.max(index - from, 1);
  return -1;
}

function closingQuote(text: string, opening: number, limit: number): number {
  const quote = text.charCodeAt(opening);
  for (let index = opening + 1; index < limit; index += 1) if (text.charCodeAt(index) === quote) return index;
  return -1;
}

function followsEquals(text: string, index: number): boolean {
  let before = index - 1;
  while (text[before] === " " || text[before] === "\n") before -= 1;
  return text[before] === "=";
}
