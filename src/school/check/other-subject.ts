// Whether a row asks what a question asks, but about something else: the same template with another name in it.
import { nameWords } from "../../core/name-words.ts";

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

/** So many words stand in for a name at most. */
const LONGEST_NAME = 3;
/** A shorter frame stands around many a word by chance. */
const SHORTEST_FRAME = 3;

/**
 * Two signs of it: a name of the question is missing and another stands there; or all of the question stands there but for one
 * gap, and that held a name, or other questions of the exam fill it in other ways. A synonym in the gap is neither.
 */
export function hasOtherSubject(
  question: ComparedQuestion,
  passage: Passage,
  exam: readonly ComparedQuestion[],
): boolean {
  const { words, names } = question;
  const there = new Set(passage.words);
  const missing = words.flatMap((word, at) => (there.has(word) ? [] : [at]));
  if (missing.length === 0) return false;
  const asked = new Set(words);
  const isNamed = missing.some((at) => names.has(words[at] ?? ""));
  if (isNamed && passage.words.some((word) => passage.rowNames.has(word) && !asked.has(word))) return true;
  const [first = 0, last = 0] = [missing[0], missing.at(-1)];
  const frame = { before: words.slice(0, first), after: words.slice(last + 1) };
  if (frame.before.length + frame.after.length < SHORTEST_FRAME || !stands(frame, passage.words)) return false;
  const isAllNamed = missing.every((at) => names.has(words[at] ?? ""));
  return isAllNamed || exam.some((other) => other !== question && stands(frame, other.words));
}

type Frame = { readonly before: readonly string[]; readonly after: readonly string[] };

/** With something between its two parts. */
function stands({ before, after }: Frame, words: readonly string[]): boolean {
  return words.some((_, start) => {
    if (!before.every((word, at) => words[start + at] === word)) return false;
    const gap = start + before.length;
    return Array.from({ length: LONGEST_NAME }, (__, at) => gap + at + 1).some(
      (end) => end <= words.length && after.every((word, at) => words[end + at] === word),
    );
  });
}

/** The numbers and codes among them are looked for apart: of them none may be missing. */
export function namesIn(question: string): ReadonlySet<string> {
  return new Set([...nameWords(question)].filter((word) => !/\d/u.test(word)));
}
