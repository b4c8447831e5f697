// An answer's text with its claims marked: what a quote supports carries the quote's letter, what nothing supports a question mark.
import { markup, type Html } from "../../core/page/markup.ts";
import type { Answer } from "../../spec/answer.ts";
import type { Span } from "../../spec/document.ts";

export type MarkedAnswer = Pick<Answer, "text" | "unsupported"> & {
  /** Each claim with the letters of the quotes that support it. */
  readonly claims: readonly (Span & { readonly letter: string })[];
};

/** Claims may overlap: the text is cut wherever one begins or ends. */
export function markText({ text, claims, unsupported = [] }: MarkedAnswer): Html {
  const ends = [...claims, ...unsupported].flatMap(({ start, end }) => [start, end]);
  const cuts = [...new Set([0, ...ends.map((end) => Math.min(text.length, Math.max(0, end))), text.length])].toSorted(
    (one, other) => one - other,
  );
  const pieces = cuts.slice(0, -1).map((start, at) => {
    const end = cuts[at + 1] ?? text.length;
    const covering = claims.filter((claim) => claim.start <= start && claim.end >= end);
    const doubts = unsupported.filter((claim) => claim.start <= start && claim.end >= end);
    const letters = new Set(covering.filter((claim) => claim.end === end).map(({ letter }) => letter));
    return pieceOf(text.slice(start, end), {
      isClaim: covering.length > 0,
      letters: [...letters],
      isDoubted: doubts.length > 0,
      reason: doubts.find((claim) => claim.end === end)?.reason,
    });
  });
  return markup`${pieces}`;
}

type Piece = {
  readonly isClaim: boolean;
  readonly letters: readonly string[];
  readonly isDoubted: boolean;
  readonly reason: string | undefined;
};

function pieceOf(text: string, { isClaim, letters, isDoubted, reason }: Piece): Html {
  const shown = isClaim ? markup`<mark>${text}</mark>` : isDoubted ? markup`<u>${text}</u>` : markup`${text}`;
  const sign = letters.length > 0 ? markup`<sup>${letters.join(" ")}</sup>` : undefined;
  return markup`${shown}${sign}${reason === undefined ? undefined : markup`<sup class="care">? ${reason}</sup>`}`;
}

/** a to z, then aa, ab and so on. */
export function letterOf(index: number): string {
  const last = String.fromCodePoint(97 + (index % 26));
  return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last;
}
