// What a claim puts between quotation marks.
import type { Span } from "../../../spec/document.ts";

const PAIRS =
  /"([^"\n]+)"|“([^“”\n]+)[”“]|„([^„“”\n]+)[“”]|«([^«»\n]+)»|»([^«»\n]+)«|「([^「」\n]+)」|＂([^＂\n]+)＂/gu;

export type QuotedString = Span & { readonly words: string };

/** In the order in which they stand; the positions include the marks. */
export function quotedStrings(claim: string): readonly QuotedString[] {
  return [...claim.matchAll(PAIRS)].flatMap((match) => {
    const words = match.slice(1).find((group) => group !== undefined) ?? "";
    const place = { start: match.index, end: match.index + match[0].length };
    return /[\p{L}\p{N}]/u.test(words) ? [{ ...place, words }] : [];
  });
}
