// Holds a proposed question against its passage: only what can be found there again becomes a question.
import type { Principals } from "../../spec/access.ts";
import type { Expected, Question } from "../../spec/exam.ts";
import { plainText } from "../check/compared-words.ts";
import { idFor } from "../questions/question-schema.ts";
import type { DraftKind, DraftPassage, Proposal } from "./draft-passage.ts";
import { findVerbatim } from "./find-verbatim.ts";

/** Why a draft is dropped. */
export type DropReason =
  | "unreadable" // the model wrote nothing that is a draft
  | "model-failed"
  | "no-question" // what it wrote asks nothing, or is too long for a question
  | "points-at-text" // it speaks of "the passage", which whoever asks has not seen
  | "no-quote" // the quote does not stand in the passage
  | "answer-not-quoted" // the quote does not hold the answer
  | "gives-answer-away"
  | "asked-already"
  | "answered-after-all" // meant to have no answer, and the asker's documents answer it
  | "nothing-to-ask"; // no rule finds a fact in the passage

export type Checking = {
  readonly kind: DraftKind;
  readonly passage: DraftPassage;
  /** Who asks. */
  readonly principals: Principals;
  readonly by: "model" | "rules";
};

export type Checked =
  | { readonly kind: "drafted"; readonly question: Question }
  | { readonly kind: "dropped"; readonly reason: DropReason };

const LONGEST = 300;
const POINTS =
  /\b(?:the|this|that|above|given|following|provided)\s+(?:text|passage|document|excerpt|paragraph|section|table)\b|\baccording to (?:it|this)\b/iu;

export function checkProposal(proposal: Proposal, checking: Checking): Checked {
  const { kind, passage, principals, by } = checking;
  const question = proposal.question.trim();
  if (question.length > LONGEST || !/\p{L}/u.test(question) || question.includes("\n")) return dropped("no-question");
  if (by === "model" && !/[?？؟]$/u.test(question)) return dropped("no-question");
  if (POINTS.test(question)) return dropped("points-at-text");
  const expected = kind === "unanswerable" ? { unanswerable: true } : expectedOf(proposal, passage);
  if (typeof expected === "string") return dropped(expected);
  if (kind !== "unanswerable" && givesAway(question, proposal.answer)) return dropped("gives-answer-away");
  const { documentId } = passage;
  return {
    kind: "drafted",
    question: {
      // why: who may not read the answer may ask in the same words as who may.
      id: kind === "forbidden" ? `${idFor({ question })}-forbidden` : idFor({ question }),
      question,
      principals,
      // why: a forbidden question keeps nothing of its answer, since its asker may not learn it from the exam either.
      expected: kind === "forbidden" ? { unanswerable: true, sources: [documentId] } : expected,
      axis: "knowledge",
      cluster: documentId,
      tags: ["draft", `draft-${kind}`, `by-${by}`],
    },
  };
}

function expectedOf({ answer, quote }: Proposal, { prefix, text, documentId }: DraftPassage): Expected | DropReason {
  const found = findVerbatim(text, quote) ?? findVerbatim(prefix, quote);
  if (found === undefined || !/[\p{L}\p{N}]/u.test(found)) return "no-quote";
  const located = { sources: [documentId], quotes: [found] };
  if (answer.trim() === "") return located;
  const exact = findVerbatim(found, answer);
  return exact === undefined ? "answer-not-quoted" : { contains: [exact], ...located };
}

function givesAway(question: string, answer: string): boolean {
  const wanted = plainText(answer);
  return wanted.trim() !== "" && plainText(question).includes(wanted);
}

function dropped(reason: DropReason): Checked {
  return { kind: "dropped", reason };
}
