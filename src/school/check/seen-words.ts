// Which words of each question a row holds: questions that differ only in words that it does not hold are one template to it.
import type { QuestionIndex } from "./index-questions.ts";
import { createOtherForms } from "./same-name.ts";

export type SeenWords = {
  /** Takes a row's words in place of those of the row before. */
  readonly look: (words: readonly string[]) => void;
  /**
   * By the question's place: the number of what the row leaves of it, the same for all of which it leaves the same; whether it
   * holds another form of one of its names, so that it is to be looked at by itself; or whether it lacks a number of it.
   */
  readonly templateOf: (at: number) => number | "alone" | "lacks-number";
};

/** More words than a number has bits to tell them apart. */
const MOST_WORDS = 52;
const BITS = Float64Array.from({ length: MOST_WORDS }, (_, at) => 2 ** at);

export function createSeenWords(index: QuestionIndex): SeenWords {
  const { questions, words } = index;
  const otherForms = createOtherForms(questions.flatMap(({ names }) => [...names]));
  const hasDigit = Uint8Array.from(words.keys(), (word) => (/\d/u.test(word) ? 1 : 0));
  const held = new Int32Array(words.size);
  const alike = new Int32Array(words.size);
  const templateNumber = createTemplates(index);
  let row = 0;
  return {
    look: (rowWords) => {
      row += 1;
      for (const word of new Set(rowWords)) {
        const known = words.get(word);
        if (known !== undefined) held[known] = row;
        for (const form of otherForms(word)) {
          const other = words.get(form);
          if (other !== undefined) alike[other] = row;
        }
      }
    },
    templateOf: (at) => {
      const wordIds = questions[at]?.wordIds ?? NONE;
      let missing = 0;
      let isAlone = wordIds.length > MOST_WORDS;
      for (let place = 0; place < wordIds.length; place += 1) {
        const word = wordIds[place] ?? 0;
        if (held[word] === row) continue;
        if (hasDigit[word] === 1) return "lacks-number";
        if (alike[word] === row) isAlone = true;
        missing += BITS[place] ?? 0;
      }
      return isAlone ? "alone" : templateNumber(at, missing);
    },
  };
}

const NONE = new Int32Array(0);

/** By the question's place and its missing words, a bit for each. */
function createTemplates({ questions }: QuestionIndex): (at: number, missing: number) => number {
  const numbers = new Map<string, number>();
  const known = questions.map(() => new Map<number, number>());
  return (at, missing) => {
    const told = known[at]?.get(missing);
    if (told !== undefined) return told;
    const text = templateText(questions[at], missing);
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    known[at]?.set(missing, number);
    return number;
  };
}

/** All of a question that a row is held against, but for its missing words themselves. */
function templateText(question: QuestionIndex["questions"][number] | undefined, missing: number): string {
  if (question === undefined) return "";
  const { words, names, pairs } = question;
  const left = words.map((word, place) => {
    const isMissing = Math.floor(missing / (BITS[place] ?? 1)) % 2 === 1;
    return `${names.has(word) ? "!" : ""}${isMissing ? "_" : word}`;
  });
  return `${pairs.size} ${left.join(" ")}`;
}
