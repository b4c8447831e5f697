// Rows as they are compared: once cut into words, which every part of a check then works on.
import { shortHash } from "../../core/hash.ts";
import type { TrainExample } from "../../spec/training.ts";
import { lastExchange, learntText, messageText } from "../examples/message-text.ts";
import { plainWords } from "../plain-words.ts";
import { numberOf } from "./number-of.ts";

export type PreparedRow = {
  /** Its place among the examples. */
  readonly at: number;
  readonly line: number;
  readonly example: TrainExample;
  /** Everything before the last reply, as it is compared. */
  readonly contextKey: string;
  /** All that is learnt, as it is compared. */
  readonly replyKey: string;
  /** How many words are learnt, the first of them, and the numbers, codes and dates among them. */
  readonly replyLength: number;
  readonly opening: string;
  readonly replyNumbers: string;
  /** Different words of what was asked and, apart from them, of the reply, by number. */
  readonly words: Int32Array;
  /** Rows that differ in a number, a code or a date are different rows, however alike the rest. */
  readonly numbers: string;
};

const OPENING = 3;

export function prepareRows(examples: readonly TrainExample[], lines: readonly number[]): readonly PreparedRow[] {
  const known = new Map<string, number>();
  return examples.map((example, at) => {
    const { before } = lastExchange(example);
    const said = before.map(({ role, content }) => ({ role, words: plainWords(messageText({ content })) }));
    const asked = said.findLast(({ role }) => role === "user")?.words ?? [];
    const reply = plainWords(learntText(example));
    const context = said.map(({ role, words }) => `${role} ${words.join(" ")}`).join("\n");
    const replyText = reply.join(" ");
    const replyNumbers = numbersIn(reply, replyText);
    return {
      at,
      line: lines[at] ?? at + 1,
      example,
      contextKey: shortHash(context),
      replyKey: shortHash(replyText),
      replyLength: reply.length,
      opening: reply.slice(0, OPENING).join(" "),
      replyNumbers,
      words: differentWords(asked, reply, (word) => numberOf(known, word)),
      numbers: `${numbersIn(asked, context)}|${replyNumbers}`,
    };
  });
}

/** Even numbers for words of the question, odd ones for those of the reply; sorted. */
function differentWords(
  asked: readonly string[],
  reply: readonly string[],
  wordNumber: (word: string) => number,
): Int32Array {
  const all = new Int32Array(asked.length + reply.length);
  for (let at = 0; at < asked.length; at += 1) all[at] = 2 * wordNumber(asked[at] ?? "");
  for (let at = 0; at < reply.length; at += 1) all[asked.length + at] = 2 * wordNumber(reply[at] ?? "") + 1;
  const sorted = all.toSorted();
  let count = 0;
  for (let at = 0; at < sorted.length; at += 1) {
    const word = sorted[at] ?? 0;
    if (at === 0 || word !== sorted[at - 1]) sorted[count++] = word;
  }
  return sorted.slice(0, count);
}

const DIGIT = /\d/u;

/** `whole` is a text that holds the words: most hold no digit at all. */
function numbersIn(words: readonly string[], whole: string): string {
  return DIGIT.test(whole) ? words.filter((word) => DIGIT.test(word)).join(" ") : "";
}
