// A task: a question, what it is asked about, and what a right reply is. Training rows and exam rows are both made from tasks.
import type { Cast, CastFact, Subject } from "../create-cast.ts";
import type { PhrasingSet } from "../phrase.ts";
import type { Random } from "../random.ts";
import { answerClause, askedClause, type ReadingPassage } from "../reading-prompt.ts";

/** What a task is drawn from. */
export type TaskContext = {
  readonly random: Random;
  readonly cast: Cast;
  readonly phrasings: PhrasingSet;
};

export type Task = {
  /** None: closed book. */
  readonly passages?: readonly ReadingPassage[];
  readonly question: string;
  readonly reply: string;
  readonly expected: Expected;
};

export type Expected = {
  /** Values that a right reply holds, as they are written in the passages; none for a refusal. */
  readonly values: readonly string[];
  readonly refuse: boolean;
  /** Numbers of the passages that say it. */
  readonly cites: readonly number[];
};

export type MakeTask = (context: TaskContext) => Task;

export const REFUSED: Expected = { values: [], refuse: true, cites: [] };

export function clauseOf({ attribute, subject, value }: CastFact): string {
  return answerClause(attribute.label, subject.said, value);
}

export function askedOf(subject: Subject, label: string): string {
  return askedClause(label, subject.said);
}
