// The kinds of questions that are measured.
import type { Question } from "./contestants/contestant.ts";
import type { Questions, Selectivity } from "./data.ts";

export type Kind = "vector" | "text" | "hybrid" | `vector ${Selectivity}` | "hybrid 10%";

export const KINDS: readonly Kind[] = [
  "vector",
  "text",
  "hybrid",
  "vector 1%",
  "vector 10%",
  "vector 50%",
  "hybrid 10%",
];

const VIEWS: Readonly<Record<Kind, Selectivity | undefined>> = {
  vector: undefined,
  text: undefined,
  hybrid: undefined,
  "vector 1%": "1%",
  "vector 10%": "10%",
  "vector 50%": "50%",
  "hybrid 10%": "10%",
};

export function questionOf(kind: Kind, questions: Questions, index: number): Question {
  const view = VIEWS[kind];
  return {
    ...(kind === "text" ? {} : { vector: questions.vector(index) }),
    ...(kind.startsWith("vector") ? {} : { text: questions.texts[index] ?? "" }),
    ...(view === undefined ? {} : { groups: questions.groups[view] }),
  };
}

/** The right ten, where there is one right answer. */
export function truthOf(kind: Kind, questions: Questions, index: number): readonly number[] | undefined {
  return kind.startsWith("vector") ? questions.truth[VIEWS[kind] ?? "all"][index] : undefined;
}
