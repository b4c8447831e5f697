// Brings two spellings of the same words together, and leads back from there to the exact place in the stored text.

export type FoldedText = {
  readonly text: string;
  /** `starts[i]` and `ends[i]`: where character `i` of the folded text begins and ends in the original. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
};

const QUOTES = /[“”„‟«»″＂]/u;
const APOSTROPHES = /[‘’‚‛′`´＇]/u;
const DASHES = /[‐‑‒–—―−－]/u;
const LIGATURES: Readonly<Record<string, string>> = { ﬀ: "ff", ﬁ: "fi", ﬂ: "fl", ﬃ: "ffi", ﬄ: "ffl" };
/** Marks of Markdown, which people do not quote. */
const MARKUP = /[*_~]/u;

/**
 * Lower case, one space for any white space, plain quotes and dashes, full-width letters as plain ones; invisible characters
 * and emphasis are gone. Letters of other alphabets and raised digits stay what they are: `10²` is not 102.
 */
export function foldText(text: string): FoldedText {
  const folded: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const character of text) {
    const from = at;
    at += character.length;
    const piece = foldCharacter(character);
    const isRepeated = piece === " " && (folded.length === 0 || folded.at(-1) === " ");
    if (isRepeated) continue;
    for (const unit of piece) {
      folded.push(unit);
      starts.push(from);
      ends.push(at);
    }
  }
  return { text: folded.join(""), starts, ends };
}

/** The folded text alone. */
export function fold(text: string): string {
  return foldText(text).text.trim();
}

function foldCharacter(character: string): string {
  if (/\s/u.test(character)) return " ";
  if (/\p{Cf}/u.test(character) || MARKUP.test(character)) return "";
  if (QUOTES.test(character)) return '"';
  if (APOSTROPHES.test(character)) return "'";
  if (DASHES.test(character)) return "-";
  const code = character.charCodeAt(0);
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0).toLowerCase();
  const lower = LIGATURES[character] ?? character.toLowerCase();
  // why: a character that becomes two units in lower case keeps its length only as its first one.
  return lower.length > character.length && LIGATURES[character] === undefined ? lower.slice(0, 1) : lower;
}
