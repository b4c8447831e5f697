// Whether two words may be the same name in two forms: `M.` and `Maria`, `Dakor` and `DAKOR-Group`.

/** So much of a name tells it from others; a single letter is an initial. */
const TELLING_LETTERS = 3;

/** Of two words as they are compared. */
export function isSameName(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  return (short.length === 1 || short.length >= TELLING_LETTERS) && long.startsWith(short);
}

/** For each name of `names` that is another form of one of the others; the same word is none. */
export function createOtherForms(names: Iterable<string>): (word: string) => readonly string[] {
  const own = new Set(names);
  const byStart = Map.groupBy(own, startOf);
  const byInitial = Map.groupBy(own, (name) => name.slice(0, 1));
  return (word) => {
    const initial = word.slice(0, 1);
    const near =
      word.length === 1
        ? (byInitial.get(initial) ?? [])
        : [...(byStart.get(startOf(word)) ?? []), ...(byStart.get(initial) ?? [])];
    return near.filter((name) => name !== word && isSameName(name, word));
  };
}

function startOf(word: string): string {
  return word.slice(0, TELLING_LETTERS);
}
