// Brings different spellings of one word to one form: compatibility forms, case, accents, invisible characters.

const ASCII = /^\p{ASCII}*$/u;
/** Soft hyphens, joiners, direction marks; Arabic tatweel and vowel signs; Hebrew points. */
const UNSEEN = /\p{Cf}|\u{640}|[\u{64b}-\u{652}]|[\u{591}-\u{5bd}]|\u{5bf}|\u{5c1}|\u{5c2}|\u{5c4}|\u{5c5}|\u{5c7}/gu;
/** Accents on Latin and Greek letters only: elsewhere a mark can make another letter (й, が). */
const ACCENTS = /([\p{Script=Latin}\p{Script=Greek}])\p{Mn}+/gu;
const LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  ς: "σ",
  ı: "i",
  ł: "l",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  æ: "ae",
  œ: "oe",
  ħ: "h",
};
const LETTER = /[ßςıłøđðþæœħ]/g;

/** Compatibility form (NFKC) without invisible characters, case kept, so that camelCase can still be seen. */
export function normalise(text: string): string {
  if (ASCII.test(text)) return text;
  return text
    .normalize("NFKC")
    .replace(UNSEEN, "")
    .replace(/[\u2010\u2011]/g, "-")
    .replace(/[\u2019\u02bc]/g, "'");
}

/** Lower case without accents: `Größe` and `GROSSE` meet in `grosse`. Expects normalised text. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (ASCII.test(lower)) return lower;
  const bare = lower.normalize("NFD").replace(ACCENTS, "$1").normalize("NFC");
  return bare.replace(LETTER, (letter) => LETTERS[letter] ?? letter);
}
