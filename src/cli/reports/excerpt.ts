// The lines of a passage that say most about why it was found.
import type { Palette } from "../terminal/palette.ts";
import { cleanText, joinStyled, line, type Styled } from "../terminal/styled.ts";

export const EXCERPT_LINES = 3;

export type ExcerptOptions = {
  /** Terms of the search; those that stand for a stem begin with a mark that no text holds. */
  readonly terms: readonly string[];
  readonly width: number;
  readonly maxLines: number;
};

/** The stretch of lines with most of the terms, each cut to the width, the terms set off. */
export function excerptLines(
  text: string,
  { terms, width, maxLines }: ExcerptOptions,
  palette: Palette,
): readonly Styled[] {
  const lines = shownLines(text).map(({ shown }) => shown);
  const pattern = termPattern(terms);
  const start = bestStart(lines, pattern, maxLines);
  return lines.slice(start, start + maxLines).map((one) => highlight(fit(one, pattern, width), pattern, palette));
}

/** Where in the text the first line of the excerpt stands that holds a term; a passage may reach over several sections. */
export function excerptStart(text: string, terms: readonly string[]): number {
  const lines = shownLines(text);
  const pattern = termPattern(terms);
  const start = bestStart(
    lines.map(({ shown }) => shown),
    pattern,
    EXCERPT_LINES,
  );
  const excerpt = lines.slice(start, start + EXCERPT_LINES);
  const found = excerpt.find(({ shown }) => pattern !== undefined && shown.search(pattern) !== -1);
  return (found ?? excerpt[0])?.offset ?? 0;
}

type ShownLine = { readonly shown: string; readonly offset: number };

/** Lines with words in them, and where they stand. */
function shownLines(text: string): readonly ShownLine[] {
  let offset = 0;
  const lines: ShownLine[] = [];
  for (const written of text.split("\n")) {
    const shown = cleanText(written).replaceAll(/\s+/gu, " ").trim();
    const indent = written.length - written.trimStart().length;
    if (shown !== "" && !/^[|\s:-]+$/u.test(shown)) lines.push({ shown, offset: offset + indent });
    offset += written.length + 1;
  }
  return lines;
}

/** Whole words that begin with a term: `refund` also sets off `refunds`. */
function termPattern(terms: readonly string[]): RegExp | undefined {
  const plain = terms.filter((term) => /^[\p{L}\p{N}]/u.test(term) && term.length > 1);
  if (plain.length === 0) return undefined;
  const longestFirst = plain.toSorted((one, other) => other.length - one.length).map((term) => RegExp.escape(term));
  return new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${longestFirst.join("|")})[\p{L}\p{N}]*`, "giu");
}

function bestStart(lines: readonly string[], pattern: RegExp | undefined, maxLines: number): number {
  if (pattern === undefined) return 0;
  const found = lines.map((one) => (one.match(pattern) ?? []).map((word) => word.toLowerCase()));
  let best = 0;
  let most = -1;
  for (let start = 0; start === 0 || start + maxLines <= lines.length; start += 1) {
    const score = weightOf(new Set(found.slice(start, start + maxLines).flat()));
    if (score > most) [best, most] = [start, score];
  }
  return best;
}

/** Different words count, not repeats; one with a digit in it, such as a code, tells more than others. */
function weightOf(words: ReadonlySet<string>): number {
  return [...words].reduce((sum, word) => sum + (/\p{N}/u.test(word) ? 3 : 1), 0);
}

/** Cuts a long line so that its first term stays in sight. */
function fit(text: string, pattern: RegExp | undefined, width: number): string {
  if (text.length <= width) return text;
  const first = pattern === undefined ? 0 : Math.max(0, text.search(pattern));
  const from = first + 20 < width ? 0 : Math.min(first - Math.floor(width / 3), text.length - width + 1);
  const piece = text.slice(from, from + width - (from > 0 ? 2 : 1));
  return `${from > 0 ? "…" : ""}${piece}${from + piece.length < text.length ? "…" : ""}`;
}

function highlight(text: string, pattern: RegExp | undefined, { bold }: Palette): Styled {
  if (pattern === undefined) return line`${text}`;
  const parts: Styled[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    parts.push(line`${text.slice(from, match.index)}`, bold(match[0]));
    from = match.index + match[0].length;
  }
  return joinStyled([...parts, line`${text.slice(from)}`], "");
}
