// What makes two calls the same call, and two rows of a run the same row.
import { hashParts } from "../../core/hash.ts";
import type { Principals } from "../../spec/access.ts";
import type { Arm, Question } from "../../spec/exam.ts";

/**
 * The same for the same call, whatever the question and the arm are called: what is asked, who asks, everything about the
 * arm, and which repeat it is. What is expected has no part in it, so that a corrected answer costs no new call; only an
 * oracle is shown it.
 */
export function callKey(question: Question, arm: Arm, repeat: number): string {
  const { name: _, ...way } = arm;
  const { sources, quotes } = question.expected;
  const shown = arm.context.kind === "oracle" ? stable({ sources, quotes }) : "";
  const asked = stable({ question: question.question, history: question.history ?? [] });
  return hashParts([asked, stable(ordered(question.principals)), stable(way), shown, String(repeat)]);
}

/** A call under the names that this run gives to its question and arm. */
export function rowKey(call: string, question: Question, arm: Arm): string {
  return hashParts([call, question.id, arm.name]);
}

/** Names the set of principals, whatever their order, without saying who they are. */
export function principalsDigest(principals: Principals): string {
  return hashParts(ordered(principals));
}

function ordered(principals: Principals): readonly string[] {
  return [...new Set(principals)].toSorted();
}

/** JSON whose text does not depend on the order in which fields were written. */
export function stable(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  });
}
