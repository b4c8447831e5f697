// An analyzer for tests: lower-case words without a plural s, and numbers; questions without their smallest words.
const STOPS = new Set("a the is are do does how i my it its what which who when where to of and in for".split(" "));

function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) {
    const stem = word.replace(/(?<=\p{L}{3})s$/u, "");
    counts.set(stem, (counts.get(stem) ?? 0) + 1);
  }
  return counts;
}

export const PLAIN_ANALYZER = {
  passage: (text: string): ReadonlyMap<string, number> => countWords(text),
  question: (text: string): ReadonlyMap<string, number> =>
    new Map([...countWords(text)].filter(([word]) => !STOPS.has(word))),
};
