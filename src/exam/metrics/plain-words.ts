// Texts as SQuAD's evaluation compares them: lower case, no punctuation, no articles, single blanks.

const PUNCTUATION = /[!-/:-@[-`{-~]/gu;
// why: what `\b` takes for the end of a word depends on the language; the reference is Python's, where letters of all scripts are letters.
const ARTICLES = /(?<![\p{L}\p{M}\p{N}_])(?:a|an|the)(?![\p{L}\p{M}\p{N}_])/gu;

export function plainWords(text: string): readonly string[] {
  const bare = text.toLowerCase().replace(PUNCTUATION, "").replace(ARTICLES, " ").trim();
  return bare === "" ? [] : bare.split(/\s+/u);
}

/** For what has to be found inside of a text: lower case, one form of each character, single blanks. */
export function foldedText(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\u2018\u2019]/gu, "'")
    .replaceAll(/\s+/gu, " ")
    .trim();
}

/** Whether the words stand in the text; a number only as a whole one, so that 12 is not in 120 or 3.12. */
export function holdsText(text: string, wanted: string): boolean {
  const haystack = foldedText(text);
  const needle = foldedText(wanted);
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + 1)) {
    if (!cutsNumber(haystack, at, at + needle.length)) return true;
  }
  return false;
}

function cutsNumber(text: string, start: number, end: number): boolean {
  const isDigit = (at: number): boolean => /\p{Nd}/u.test(text[at] ?? "");
  const before = isDigit(start - 1) || (/[.,]/u.test(text[start - 1] ?? "") && isDigit(start - 2));
  const after = isDigit(end) || (/[.,]/u.test(text[end] ?? "") && isDigit(end + 1));
  return (isDigit(start) && before) || (isDigit(end - 1) && after);
}
