// Rows as they are compared: once cut into words, which every part of a check then works on.
import { shortHash } from "../../core/hash.ts";
import type { TrainExample } from "../../spec/training.ts";
import { lastExchange, learntText, messageText } from "../examples/message-text.ts";
import { plainWords } from "../plain-words.ts";

export type PreparedRow = {
  /** Its place among the examples. */
  readonly at: number;
  readonly line: number;
  readonly example: TrainExample;
  /** Everything before the last reply, as it is compared. */
  readonly contextKey: string;
  /** All that is learnt, as it is compared. */
  readonly replyKey: string;
  readonly asked: readonly string[];
  readonly reply: readonly string[];
  /** Different words of what was asked and, apart from them, of the reply, by number. */
  readonly words: Int32Array;
  /** Numbers, codes and dates in it: rows that differ in one are different rows, however alike the rest. */
  readonly digits: string;
};

export function prepareRows(examples: readonly TrainExample[], lines: readonly number[]): readonly PreparedRow[] {
  const numbers = new Map<string, number>();
  const numberOf = (word: string): number => {
    const known = numbers.get(word);
    if (known !== undefined) return known;
    numbers.set(word, numbers.size);
    return numbers.size - 1;
  };
  return examples.map((example, at) => {
    const { before } = lastExchange(example);
    const said = before.map(({ role, content }) => ({ role, words: plainWords(messageText({ content })) }));
    const asked = said.findLast(({ role }) => role === "user")?.words ?? [];
    const reply = plainWords(learntText(example));
    // why: even numbers for words of the question, odd ones for those of the reply.
    const words = new Set(asked.map((word) => 2 * numberOf(word)));
    for (const word of reply) words.add(2 * numberOf(word) + 1);
    return {
      at,
      line: lines[at] ?? at + 1,
      example,
      contextKey: shortHash(said.map(({ role, words: own }) => `${role} ${own.join(" ")}`).join("\n")),
      replyKey: shortHash(reply.join(" ")),
      asked,
      reply,
      words: Int32Array.from(words).toSorted(),
      digits: [...asked, ...reply].filter(hasDigit).join(" "),
    };
  });
}

function hasDigit(word: string): boolean {
  return /\d/u.test(word);
}
