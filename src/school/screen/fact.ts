// What is asked of a base model to see whether it knows: a fact in several phrasings, and how a right reply is told.

export type ScreenedFact = {
  readonly id: string;
  /** The same question in one or more phrasings. */
  readonly questions: readonly string[];
  /** A right reply holds, of each list, at least one spelling. */
  readonly answers: readonly (readonly string[])[];
  /** A whole reply, for the examples before a question. */
  readonly reply: string;
  /** Rows of the set that teach it, by their place. */
  readonly rows: readonly number[];
};

/** How firmly a model knows a fact, after SliCK (arXiv 2405.05904). */
export const KNOWLEDGE = ["HighlyKnown", "MaybeKnown", "WeaklyKnown", "Unknown"] as const;
export type Knowledge = (typeof KNOWLEDGE)[number];

/** The value stands in the reply on its own: `48` does not stand in `148` or `48.5`, nor `Velora` in `Velorana`. */
export function isRight(reply: string, answers: ScreenedFact["answers"]): boolean {
  const text = plain(reply);
  return answers.length > 0 && answers.every((spellings) => spellings.some((value) => holds(text, plain(value))));
}

function holds(text: string, wanted: string): boolean {
  if (wanted === "") return false;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const before = text.charAt(at - 1);
    const rest = text.slice(at + wanted.length, at + wanted.length + 2);
    if (!joins(before, wanted.charAt(0)) && !continues(rest, wanted)) return true;
  }
  return false;
}

const WORD = /[\p{L}\p{N}]/u;

function joins(one: string, other: string): boolean {
  return WORD.test(one) && WORD.test(other);
}

/** `3` followed by `.5` or `,000` is another number. */
function continues(rest: string, wanted: string): boolean {
  return joins(wanted.slice(-1), rest.charAt(0)) || (/\d$/u.test(wanted) && /^[.,:/-]\d/u.test(rest));
}

function plain(text: string): string {
  return text.normalize("NFKC").toLowerCase().replaceAll("’", "'").replaceAll(/\s+/gu, " ").trim();
}
