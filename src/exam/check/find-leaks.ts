// Questions that give their answer away: it stands in them, or they are a sentence of the very page that holds it.
import { wordsWorth } from "../../core/compared-words.ts";
import type { Question } from "../../spec/exam.ts";
import { plainText, plainWords } from "./compared-words.ts";
import type { Finding } from "./finding.ts";

/** A shorter answer stands in many a question by chance. */
const SHORTEST_ANSWER = 3;
/** So many words in a row are copied, not said anew. */
const COPIED_WORDS = 8;
const SHORTEST_QUESTION = 5;

export function findAnswerInQuestion(question: Question): Finding | undefined {
  const { answers = [], label } = question.expected;
  const asked = plainText(question.question);
  const told = [...answers, ...(label === undefined ? [] : [label])].find((answer) => {
    const wanted = plainText(answer);
    return wanted.trim().length >= SHORTEST_ANSWER && !/^ \d+ $/u.test(wanted) && asked.includes(wanted);
  });
  if (told === undefined) return undefined;
  return {
    kind: "answer-in-question",
    severity: "warning",
    questions: [question.id],
    message: `the answer ${JSON.stringify(told)} of ${question.id} stands in the question`,
    remedy:
      "reword the question so that it does not say it; leave it as it is where the answer is a choice among what is named",
  };
}

/** `texts`: of its sources. A search finds such a question by its words alone, whatever it would do with a person's. */
export function findCopiedWording(question: Question, texts: readonly string[]): Finding | undefined {
  const words = plainWords(question.question);
  const worth = wordsWorth(words);
  if (worth < SHORTEST_QUESTION) return undefined;
  const length = Math.min(Math.ceil((COPIED_WORDS * words.length) / worth), words.length);
  const runs = Array.from(
    { length: words.length - length + 1 },
    (_, from) => ` ${words.slice(from, from + length).join(" ")} `,
  );
  const copied = texts.map(plainText).flatMap((text) => runs.find((run) => text.includes(run)) ?? [])[0];
  if (copied === undefined) return undefined;
  return {
    kind: "copied-wording",
    severity: "warning",
    questions: [question.id],
    message: `${question.id} repeats its source word by word: "${copied.trim()}"`,
    remedy: "say it in other words, as somebody asks who has not read the page: a search finds copied words too easily",
  };
}
