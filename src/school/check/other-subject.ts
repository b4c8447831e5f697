// Whether a row asks what a question asks, but about something else: the same template with another name in it.
import { foldWord, isSmallest, LANGUAGES } from "../../core/language-of.ts";
import { nameWords } from "../../core/name-words.ts";
import { alignedGaps } from "./aligned-gaps.ts";
import { isSameName } from "./same-name.ts";

/** A question as it is compared. */
export type ComparedQuestion = {
  readonly words: readonly string[];
  /** Those of them that name something, without numbers and codes. */
  readonly names: ReadonlySet<string>;
};

/** What stands in the row where the question is nearly asked. */
export type Passage = {
  /** Words of the row around it. */
  readonly words: readonly string[];
  /** Words anywhere in the row that name something. */
  readonly rowNames: ReadonlySet<string>;
};

/** Says of a question's gap, by its first and last word, whether other questions of the exam fill it in other ways. */
export type IsFilledOtherwise = (question: ComparedQuestion, first: number, last: number) => boolean;

/** So many words stand in for a name at most. */
const LONGEST_NAME = 3;
/** A shorter frame stands around many a word by chance. */
const SHORTEST_FRAME = 3;

/**
 * Two signs of it: in the place of a name of the question another stands; or all of the question stands there but for one gap,
 * and that held a name, or other questions of the exam fill it in other ways. A synonym in the gap is neither, nor is another
 * form of the name, or what it is called without a name, such as `our company`.
 */
export function hasOtherSubject(
  question: ComparedQuestion,
  { words: there, rowNames }: Passage,
  isFilledOtherwise: IsFilledOtherwise,
): boolean {
  const { words, names } = question;
  const held = new Set(there);
  const missing = words.flatMap((word, at) => (held.has(word) ? [] : [at]));
  if (missing.length === 0) return false;
  const missingNames = missing.map((at) => words[at] ?? "").filter((word) => names.has(word));
  const asked = new Set(words);
  const isOther = (word: string): boolean =>
    rowNames.has(word) && !asked.has(word) && !missingNames.some((name) => isSameName(name, word));
  const isReplaced = alignedGaps(words, there).some(
    ({ left, right }) => left.some((word) => missingNames.includes(word)) && right.some(isOther),
  );
  if (isReplaced) return true;
  const [first = 0, last = 0] = [missing[0], missing.at(-1)];
  const frame = { before: words.slice(0, first), after: words.slice(last + 1) };
  if (frame.before.length + frame.after.length < SHORTEST_FRAME) return false;
  const filling = fillingOf(frame, there);
  if (filling === undefined) return false;
  // why: in lower case a single letter is a word, such as `a`, and no initial.
  const isForm = (word: string): boolean =>
    (word.length > 1 || rowNames.has(word)) && missingNames.some((name) => isSameName(name, word));
  if (filling.some(isForm)) return false;
  const isAllNamed = missingNames.length === missing.length && !filling.some(isSmall);
  return isAllNamed || isFilledOtherwise(question, first, last);
}

function isSmall(word: string): boolean {
  const folded = foldWord(word);
  return LANGUAGES.some((language) => isSmallest(folded, language));
}

/** Each gap is looked up in the exam once. */
export function createIsFilledOtherwise(exam: readonly ComparedQuestion[]): IsFilledOtherwise {
  const known = new Map<string, boolean>();
  return ({ words }, first, last) => {
    const frame = { before: words.slice(0, first), after: words.slice(last + 1) };
    const filling = words.slice(first, last + 1).join(" ");
    const key = `${first} ${last} ${words.join(" ")}`;
    const told =
      known.get(key) ?? exam.some((other) => ![undefined, filling].includes(fillingOf(frame, other.words)?.join(" ")));
    known.set(key, told);
    return told;
  };
}

type Frame = { readonly before: readonly string[]; readonly after: readonly string[] };

/** What stands between its two parts; undefined where it does not stand there, or nothing is between. */
function fillingOf({ before, after }: Frame, words: readonly string[]): readonly string[] | undefined {
  for (let start = 0; start < words.length; start += 1) {
    if (!before.every((word, at) => words[start + at] === word)) continue;
    const gap = start + before.length;
    for (let end = gap + 1; end <= Math.min(gap + LONGEST_NAME, words.length); end += 1)
      if (after.every((word, at) => words[end + at] === word)) return words.slice(gap, end);
  }
  return undefined;
}

/** The numbers and codes among them are looked for apart: of them none may be missing. */
export function namesIn(question: string): ReadonlySet<string> {
  return new Set([...nameWords(question)].filter((word) => !/\d/u.test(word)));
}
