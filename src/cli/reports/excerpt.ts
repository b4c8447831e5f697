// The sentence of a passage that says most about why it was found, and what follows it.
import { goesOnAfter, languageOnce } from "../../core/goes-on.ts";
import type { Palette } from "../terminal/palette.ts";
import { cleanText, joinStyled, line, type Styled } from "../terminal/styled.ts";

export const EXCERPT_LINES = 3;

export type ExcerptOptions = {
  /** Terms of the search; those that stand for a stem begin with a mark that no text holds. */
  readonly terms: readonly string[];
  readonly width: number;
  readonly maxLines: number;
};

/** Begins with the sentence that holds most of the terms; goes on as long as there is room, the terms set off. */
export function excerptLines(
  text: string,
  { terms, width, maxLines }: ExcerptOptions,
  palette: Palette,
): readonly Styled[] {
  const pattern = termPattern(terms);
  const pieces = piecesOf(text);
  const from = bestPiece(pieces, pattern);
  const lines: string[] = [];
  for (const { shown } of pieces.slice(from)) {
    if (lines.length >= maxLines) break;
    lines.push(...wrap(withFirstTerm(shown, pattern, width), width, maxLines - lines.length));
  }
  return lines.map((one) => highlight(one, pattern, palette));
}

/** Where in the text the excerpt begins; a passage may reach over several sections. */
export function excerptStart(text: string, terms: readonly string[]): number {
  const pieces = piecesOf(text);
  return pieces[bestPiece(pieces, termPattern(terms))]?.offset ?? 0;
}

/** A sentence, a row, a line of code or a heading, without the line breaks that it is written with. */
type Piece = { readonly shown: string; readonly offset: number; readonly isHeading: boolean };

const STANDS_ALONE = /^\s*(?:#{1,6}\s|\||`{3,}|~{3,})/;
const BEGINS = /^\s*(?:[-*+•]|\d{1,3}[.)])\s+/;
const FENCE = /^\s*(?:`{3,}|~{3,})/;
const SENTENCES = new Intl.Segmenter("en", { granularity: "sentence" });

function piecesOf(text: string): readonly Piece[] {
  return paragraphsOf(text).flatMap(({ written, offset }) => {
    if (STANDS_ALONE.test(written)) return pieceOf(written, offset);
    // why: the segmenter takes a line break for the end of a sentence.
    const unbroken = written.replaceAll("\n", " ");
    return sentencesOf(unbroken).flatMap(({ start, end }) => pieceOf(unbroken.slice(start, end), offset + start));
  });
}

type Stretch = { readonly start: number; end: number };

/** The segmenter knows no dates and shortened words: `am 31. März` would be two sentences. */
function sentencesOf(text: string): readonly Stretch[] {
  const language = languageOnce(text);
  const sentences: Stretch[] = [];
  for (const { segment, index } of SENTENCES.segment(text)) {
    const last = sentences.at(-1);
    const stop = text.slice(0, index).trimEnd().length - 1;
    const end = index + segment.length;
    if (last !== undefined && text[stop] === "." && goesOnAfter(text, stop, language)) last.end = end;
    else sentences.push({ start: index, end });
  }
  return sentences;
}

function pieceOf(written: string, at: number): readonly Piece[] {
  const shown = cleanText(written).replaceAll(/\s+/gu, " ").trim();
  if (shown === "" || /^[|\s:-]+$/u.test(shown)) return [];
  const indent = written.length - written.trimStart().length;
  return [{ shown, offset: at + indent, isHeading: /^#{1,6}\s/.test(shown) }];
}

type Paragraph = { written: string; readonly offset: number; isOpen: boolean };

/** Lines that run on are joined; headings, rows and lines of code stay lines. */
function paragraphsOf(text: string): readonly Paragraph[] {
  const paragraphs: Paragraph[] = [];
  let offset = 0;
  let isCode = false;
  for (const written of text.split("\n")) {
    const last = paragraphs.at(-1);
    if (FENCE.test(written)) isCode = !isCode;
    const isLine = isCode || STANDS_ALONE.test(written);
    const goesOn = last?.isOpen === true && !isLine && !BEGINS.test(written) && written.trim() !== "";
    if (goesOn) last.written += `\n${written}`;
    else paragraphs.push({ written, offset, isOpen: !isLine && written.trim() !== "" });
    offset += written.length + 1;
  }
  return paragraphs;
}

/** Whole words that begin with a term: `refund` also sets off `refunds`. */
function termPattern(terms: readonly string[]): RegExp | undefined {
  const plain = terms.filter((term) => /^[\p{L}\p{N}]/u.test(term) && term.length > 1);
  if (plain.length === 0) return undefined;
  const longestFirst = plain.toSorted((one, other) => other.length - one.length).map((term) => RegExp.escape(term));
  return new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${longestFirst.join("|")})[\p{L}\p{N}]*`, "giu");
}

/** Of equals the first one that is no heading. */
function bestPiece(pieces: readonly Piece[], pattern: RegExp | undefined): number {
  if (pattern === undefined) return 0;
  const scores = pieces.map(({ shown, isHeading }) => {
    const weight = weightOf(new Set((shown.match(pattern) ?? []).map((word) => word.toLowerCase())));
    return isHeading ? weight - HEADING_COSTS : weight;
  });
  const most = Math.max(0, ...scores);
  return most === 0 ? 0 : scores.indexOf(most);
}

const HEADING_COSTS = 0.5;

/** Different words count, not repeats; one with a digit in it, such as a code, tells more than others. */
function weightOf(words: ReadonlySet<string>): number {
  return [...words].reduce((sum, word) => sum + (/\p{N}/u.test(word) ? 3 : 1), 0);
}

/** An endless sentence is begun a little before its first term. */
function withFirstTerm(text: string, pattern: RegExp | undefined, width: number): string {
  const first = pattern === undefined ? -1 : text.search(pattern);
  if (first + 20 < width) return text;
  const from = text.lastIndexOf(" ", first - Math.floor(width / 3)) + 1;
  return from > 0 ? `…${text.slice(from)}` : text;
}

/** Lines of whole words; a word that is wider than a line is cut. */
function wrap(text: string, width: number, maxLines: number): readonly string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest !== "" && lines.length < maxLines) {
    const isLast = lines.length === maxLines - 1;
    if (rest.length <= width) return [...lines, rest];
    const space = rest.lastIndexOf(" ", isLast ? width - 1 : width);
    const end = space > width / 2 ? space : width - 1;
    lines.push(isLast ? `${rest.slice(0, end)}…` : rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return lines;
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
