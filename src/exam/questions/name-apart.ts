// Names for questions that the file gives none: by their words, and by who asks where several ask in the same words.
import { shortHash } from "../../core/hash.ts";
import type { Principals } from "../../spec/access.ts";
import type { Question } from "../../spec/exam.ts";
import type { WrittenQuestion } from "./question-schema.ts";

export type ReadQuestion = { readonly question: Question; readonly written: WrittenQuestion };

/**
 * The same wherever they stand in the file. A question that nobody else asks in its words keeps the name of its words, so that
 * runs of files from before still fit; so does one whose asker the file leaves open, whoever a run is then made for.
 */
export function nameApart<Read extends ReadQuestion>(reads: readonly Read[]): readonly Read[] {
  const groups = Map.groupBy(
    reads.filter(({ written }) => written.id === undefined),
    ({ question }) => question.id,
  );
  const names = new Map<Question, string>();
  for (const [id, group] of groups) {
    const askers = Map.groupBy(group, ({ question }) => keyOf(question.principals));
    if (askers.size < 2) continue;
    for (const [asker, own] of askers) {
      if (own.some(({ written }) => written.principals === undefined)) continue;
      for (const { question } of own) names.set(question, `${id}-${shortHash(asker).slice(0, 6)}`);
    }
  }
  return reads.map((read) => {
    const name = names.get(read.question);
    return name === undefined ? read : { ...read, question: named(read.question, name) };
  });
}

/** Askers are a set: in whatever order they are written, and however often. */
function keyOf(principals: Principals): string {
  return JSON.stringify([...new Set(principals)].toSorted());
}

function named(question: Question, id: string): Question {
  return { ...question, id, cluster: question.cluster === question.id ? id : question.cluster };
}
