// A row to learn from out of a reviewed thumb, for whoever may read all that its answer rests on.
import type { SourceAccess } from "../../school/check/find-open-rows.ts";
import { inheritAccess } from "../../school/inherit-access.ts";
import type { Acl } from "../../spec/access.ts";
import type { TrainExample } from "../../spec/training.ts";
import { correctionOf, type GivenAnswer, type Judged } from "./feedback-line.ts";
import { withoutMarks } from "./feedback-question.ts";

/** A string says why none comes of it. */
export function feedbackExample(item: Judged, accessOf: SourceAccess | undefined): TrainExample | string {
  const { given, thumb } = item.thumb;
  const { correct, unanswerable } = correctionOf(item);
  if (thumb === "down" && correct === undefined) return "only an answer that is right can be learnt";
  if (unanswerable === true || !given.answered) return "it holds no answer that could be learnt";
  const { acls = [], sources: learnt = [] } = given.adapter ?? {};
  const lists = [...given.read, ...learnt].map((id) => accessOf?.(id));
  const known = lists.filter((acl) => acl !== undefined);
  if (known.length < lists.length) return "who may read what it rests on is not known";
  // why: an answer from nothing that was read is as private as whoever asked.
  const rests = [...(given.read.length === 0 ? [askers(given)] : []), ...known, ...acls];
  const { acl } = inheritAccess(rests);
  if (acl.length === 0) return "nobody is cleared by one principal for all that it rests on";
  const sources = [...new Set([...given.sources.map(({ documentId }) => documentId), ...learnt])];
  return {
    messages: [
      { role: "user", content: given.question },
      { role: "assistant", content: thumb === "down" ? (correct ?? "") : withoutMarks(given.text) },
    ],
    weight: 1,
    acl,
    ...(sources.length === 0 ? {} : { sources }),
    tags: ["feedback", `thumb-${thumb}`],
  };
}

/** Whoever named a group beside the public asked as that group. */
function askers({ as }: GivenAnswer): Acl {
  const closer = as.filter((principal) => principal !== "public");
  return closer.length === 0 ? as : closer;
}
