// Makes training rows from a few words, for tests that care about sets and not about files.
import type { TrainExample } from "../spec/training.ts";

/** Readable by `public`, without sources, unless said otherwise. */
export function buildExample(question: string, answer: string, given: Partial<TrainExample> = {}): TrainExample {
  return {
    messages: [
      { role: "user", content: question },
      { role: "assistant", content: answer },
    ],
    weight: 1,
    acl: ["public"],
    ...given,
  };
}
