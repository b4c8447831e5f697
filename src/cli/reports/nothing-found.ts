// What to say when nothing was found: what was looked for and as whom, never how much there is that may not be seen.
import type { Principals } from "../../spec/access.ts";
import type { Printer } from "../printer.ts";
import { line, type Styled } from "../terminal/styled.ts";

export type LookedFor = {
  readonly terms: readonly string[];
  /** The conditions on metadata, as given. */
  readonly where?: readonly string[];
};

export function nothingFoundLines(
  { terms, where = [] }: LookedFor,
  as: Principals,
  printer: Printer,
): readonly Styled[] {
  const { dim } = printer.palette;
  const words = terms.filter((term) => /^[\p{L}\p{N}]/u.test(term));
  const among = where.length === 0 ? "" : `; only in documents with ${where.join(" and ")}`;
  const looked = words.length === 0 ? [] : [line`${dim(`Looked for: ${words.join(", ")}${among}`)}`];
  return [line`Not in the documents.`, ...looked, asWhomLine(as, printer)];
}

/** Vectors always find something: that none of the words stands there is said first. */
export function nearestInMeaningLines(
  hits: readonly { readonly lexical?: unknown }[],
  { palette }: Printer,
): readonly Styled[] {
  if (hits.some(({ lexical }) => lexical !== undefined)) return [];
  return [line`${palette.dim("None of these words was found; what comes nearest in meaning:")}`, line``];
}

/** Reminds whoever got no answer of whom they asked as. */
export function asWhomLine(as: Principals, { palette }: Printer): Styled {
  return line`${palette.dim(asWhom(as))}`;
}

function asWhom(as: Principals): string {
  if (as.every((principal) => principal === "public")) {
    return "Asked as the public, which sees only what everybody may read; --as user:NAME asks as somebody.";
  }
  return `Asked as ${as.join(", ")}.`;
}
