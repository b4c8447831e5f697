// What to say when nothing was found: what was looked for and as whom, never how much there is that may not be seen.
import type { Principals } from "../../spec/access.ts";
import type { Printer } from "../printer.ts";
import { line, type Styled } from "../terminal/styled.ts";

export type LookedFor = {
  readonly terms: readonly string[];
  /** The conditions on metadata, as given. */
  readonly where?: readonly string[];
  /** How many passages whoever asks may read, conditions left out of account; undefined where nobody counted. */
  readonly visible?: number;
};

export function nothingFoundLines(
  { terms, where = [], visible }: LookedFor,
  as: Principals,
  printer: Printer,
): readonly Styled[] {
  const { dim } = printer.palette;
  const words = terms.filter((term) => /^[\p{L}\p{N}]/u.test(term));
  const among = where.length === 0 ? "" : `; only in documents with ${where.join(" and ")}`;
  const looked = words.length === 0 ? [] : [line`${dim(`Looked for: ${words.join(", ")}${among}`)}`];
  return [line`Not in the documents.`, ...looked, ...askedAsLines({ as, visible }, printer)];
}

/** Vectors always find something: that none of the words stands there is said first. */
export function nearestInMeaningLines(
  hits: readonly { readonly lexical?: unknown }[],
  { palette }: Printer,
): readonly Styled[] {
  if (hits.some(({ lexical }) => lexical !== undefined)) return [];
  return [line`${palette.dim("None of these words was found; what comes nearest in meaning:")}`, line``];
}

/**
 * Reminds whoever got no answer of whom they asked as. Who may read nothing at all is told where that is decided, in the
 * same words whether the library is empty or closed to them.
 */
export function askedAsLines(
  { as, visible }: { readonly as: Principals; readonly visible: number | undefined },
  printer: Printer,
): readonly Styled[] {
  const { palette, advice } = printer;
  if (visible !== 0) return [asWhomLine(as, printer)];
  const where =
    "Who may read what is said by the `access` rules of the configuration and by the documents themselves; `schoolbook library stats` counts, for whoever runs the library, who may read how much.";
  return [
    line`${palette.dim(`${asWhom(as)} That is nothing at all here.`)}`,
    line`${palette.cyan("→")} ${advice(where)}`,
  ];
}

function asWhomLine(as: Principals, { palette }: Printer): Styled {
  return line`${palette.dim(asWhom(as))}`;
}

function asWhom(as: Principals): string {
  if (as.every((principal) => principal === "public")) {
    return "Asked as the public, which sees only what everybody may read; --as user:NAME asks as somebody.";
  }
  return `Asked as ${as.join(", ")}, who sees what they and everybody may read.`;
}
