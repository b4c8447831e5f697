// Porter's stemmer (1980): brings `indexing`, `indexed` and `indexes` to one form. Its output is a key, not a word.

type Rule = readonly [ending: string, replacement: string];

const PLURALS: readonly Rule[] = [
  ["sses", "ss"],
  ["ies", "i"],
  ["ss", "ss"],
  ["s", ""],
];
const DOUBLE_SUFFIXES: readonly Rule[] = [
  ["ational", "ate"],
  ["ization", "ize"],
  ["iveness", "ive"],
  ["fulness", "ful"],
  ["ousness", "ous"],
  ["tional", "tion"],
  ["biliti", "ble"],
  ["entli", "ent"],
  ["ousli", "ous"],
  ["ation", "ate"],
  ["alism", "al"],
  ["aliti", "al"],
  ["iviti", "ive"],
  ["enci", "ence"],
  ["anci", "ance"],
  ["izer", "ize"],
  ["abli", "able"],
  ["alli", "al"],
  ["ator", "ate"],
  ["eli", "e"],
];
const ADJECTIVE_SUFFIXES: readonly Rule[] = [
  ["icate", "ic"],
  ["ative", ""],
  ["alize", "al"],
  ["iciti", "ic"],
  ["ical", "ic"],
  ["ness", ""],
  ["ful", ""],
];
const LAST_SUFFIXES = "ement ance ence able ible ment ant ent ion ism ate iti ous ive ize al er ic ou".split(" ");

/** Only for folded words of Latin letters a to z; anything else comes back as it is. */
export function stemEnglish(word: string): string {
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return word;
  let stem = replaceEnding(word, PLURALS, 0);
  stem = dropTense(stem);
  if (stem.endsWith("y") && hasVowel(stem.slice(0, -1))) stem = `${stem.slice(0, -1)}i`;
  stem = replaceEnding(stem, DOUBLE_SUFFIXES, 1);
  stem = replaceEnding(stem, ADJECTIVE_SUFFIXES, 1);
  stem = dropLastSuffix(stem);
  return tidyEnd(stem);
}

/** The first ending that fits decides; it is replaced when what stands before it is long enough. */
function replaceEnding(word: string, rules: readonly Rule[], minMeasure: number): string {
  const rule = rules.find(([ending]) => word.endsWith(ending));
  if (rule === undefined) return word;
  const before = word.slice(0, -rule[0].length);
  return measure(before) >= minMeasure ? before + rule[1] : word;
}

function dropTense(word: string): string {
  if (word.endsWith("eed")) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const ending = ["ed", "ing"].find((candidate) => word.endsWith(candidate));
  if (ending === undefined) return word;
  const before = word.slice(0, -ending.length);
  return hasVowel(before) ? mendAfterTense(before) : word;
}

/** `hopp` (from hopping) to `hop`, `fil` (from filing) to `file`. */
function mendAfterTense(stem: string): string {
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (endsDouble(stem) && !/[lsz]$/.test(stem)) return stem.slice(0, -1);
  return measure(stem) === 1 && endsShort(stem) ? `${stem}e` : stem;
}

function dropLastSuffix(word: string): string {
  const ending = LAST_SUFFIXES.find((candidate) => word.endsWith(candidate));
  if (ending === undefined) return word;
  const before = word.slice(0, -ending.length);
  const fits = ending !== "ion" || /[st]$/.test(before);
  return fits && measure(before) > 1 ? before : word;
}

function tidyEnd(word: string): string {
  let tidy = word;
  if (tidy.endsWith("e")) {
    const before = tidy.slice(0, -1);
    const size = measure(before);
    if (size > 1 || (size === 1 && !endsShort(before))) tidy = before;
  }
  return tidy.endsWith("ll") && measure(tidy) > 1 ? tidy.slice(0, -1) : tidy;
}

/** How many times a vowel run is followed by a consonant run: `tree` 0, `trouble` 1, `private` 2. */
function measure(text: string): number {
  let count = 0;
  let wasVowel = false;
  for (let at = 0; at < text.length; at++) {
    const vowel = isVowel(text, at);
    if (wasVowel && !vowel) count++;
    wasVowel = vowel;
  }
  return count;
}

function isVowel(text: string, at: number): boolean {
  const letter = text.charAt(at);
  if (letter === "y") return at > 0 && !isVowel(text, at - 1);
  return "aeiou".includes(letter);
}

function hasVowel(text: string): boolean {
  return Array.from(text, (_, at) => isVowel(text, at)).includes(true);
}

function endsDouble(text: string): boolean {
  const last = text.length - 1;
  return last > 0 && text[last] === text[last - 1] && !isVowel(text, last);
}

/** Consonant, vowel, consonant other than w, x, y: the shape of `hop` and `fil`. */
function endsShort(text: string): boolean {
  const last = text.length - 1;
  if (last < 2 || "wxy".includes(text.charAt(last))) return false;
  return !isVowel(text, last) && isVowel(text, last - 1) && !isVowel(text, last - 2);
}
