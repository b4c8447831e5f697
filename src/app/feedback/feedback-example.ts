import type { SourceAccess } from "../../school/check/find-open-rows.ts";
// A row to learn from out of a reviewed thumb, for whoever may read all that its answer rests on.
import { inheritAccess } from "../../school/inherit-access.ts";
import type { TrainExample } from "../../spec/training.ts";
import { correctionOf, type Judged } from "./feedback-line.ts";
import { withoutMarks } from "./feedback-question.ts";

/** A string says why none comes of it. */
export function feedbackExample(item: Judged, accessOf: SourceAccess | undefined): TrainExample | string {
  const { given, thumb } = item.thumb;
  const { correct, unanswerable } = correctionOf(item);
  if (thumb === "down" && correct === undefined) return "only an answer that is right can be learnt";
  if (unanswerable === true || !given.answered) return "it holds no answer that could be learnt";
  const acls = given.read.map((id) => accessOf?.(id));
  const known = acls.filter((acl) => acl !== undefined);
  if (known.length < acls.length) return "who may read what it rests on is not known";
  return {
    messages: [
      { role: "user", content: given.question },
      { role: "assistant", content: thumb === "down" ? (correct ?? "") : withoutMarks(given.text) },
    ],
    weight: 1,
    // why: an answer from nothing that was read is as private as whoever asked.
    acl: known.length === 0 ? given.as : inheritAccess(known).acl,
    ...(given.sources.length === 0 ? {} : { sources: [...new Set(given.sources.map(({ documentId }) => documentId))] }),
    tags: ["feedback", `thumb-${thumb}`],
  };
}
