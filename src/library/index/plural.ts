// English plurals, cautiously: enough to ask for `token` and `tokens` alike, never a stem that is no word.

const REGULAR_ES = /(?:ch|sh|x|ss|zz)es$/;
const NOT_PLURAL = /(?:ss|us|is|as|os)$/;
const MIN_LENGTH = 4;

/** `queries` to `query`, `boxes` to `box`, `tokens` to `token`; what only looks like a plural stays (`status`, `class`). */
export function singular(term: string): string {
  if (term.length < MIN_LENGTH || !/^[a-z]+s$/.test(term) || NOT_PLURAL.test(term)) return term;
  if (term.endsWith("ies")) return term.length > MIN_LENGTH ? `${term.slice(0, -3)}y` : term;
  return REGULAR_ES.test(term) ? term.slice(0, -2) : term.slice(0, -1);
}

/** The singular of a plural, the plural of anything else; undefined where neither can be told (short, digits, other scripts). */
export function otherNumber(term: string): string | undefined {
  if (term.length < MIN_LENGTH - 1 || !/^[a-z]+$/.test(term)) return undefined;
  const one = singular(term);
  if (one !== term) return one;
  if (/[^aeiou]y$/.test(term)) return `${term.slice(0, -1)}ies`;
  return /(?:ch|sh|x|s|z)$/.test(term) ? `${term}es` : `${term}s`;
}
