// Finds words of a passage again that were copied from it with other quotation marks, dashes, blanks or letter case.

const FOLDS: Readonly<Record<string, string>> = {
  "\u2018": "'",
  "\u2019": "'",
  "\u201c": '"',
  "\u201d": '"',
  "\u2010": "-",
  "\u2011": "-",
  "\u2013": "-",
  "\u2014": "-",
};

type Folded = { readonly text: string; readonly places: readonly number[] };

/** The very words of the text, or undefined where they do not stand there. */
export function findVerbatim(text: string, quote: string): string | undefined {
  const wanted = fold(quote.trim()).text.trim();
  if (wanted === "") return undefined;
  const folded = fold(text);
  const at = folded.text.indexOf(wanted);
  if (at < 0) return undefined;
  const [start = 0, last = 0] = [folded.places[at], folded.places[at + wanted.length - 1]];
  return text.slice(start, last + 1);
}

/** Marks of emphasis and blanks in a row go; what remains knows where it stood. */
function fold(text: string): Folded {
  let folded = "";
  const places: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "*" || character === "`") continue;
    const isBlank = /\s/u.test(character);
    if (isBlank && folded.endsWith(" ")) continue;
    const plain = isBlank ? " " : (FOLDS[character] ?? character.toLowerCase());
    // why: a few letters become two in lower case; then positions would no longer be those of the text.
    folded += plain.length === 1 ? plain : character;
    places.push(at);
  }
  return { text: folded, places };
}
