// One question by the table: closed book, retrieved passages, the right passage in hand, and what the library holds of it.
import { type Language, languageOf } from "../../core/language-of.ts";
import type { Question } from "../../spec/exam.ts";
import { type Cause, type Cell, type DiagnosedQuestion, REMEDIES } from "./diagnosis.ts";
import type { Evidence } from "./locate-evidence.ts";
import type { Observation } from "./observe-trial.ts";

export type QuestionEvidence = {
  readonly question: Question;
  readonly closed?: Observation | undefined;
  readonly retrieved?: Observation | undefined;
  readonly oracle?: Observation | undefined;
  readonly evidence: Evidence;
};

type Judgement = { readonly cell: Cell; readonly cause?: Cause };

export function diagnoseQuestion(given: QuestionEvidence): DiagnosedQuestion {
  const { question, closed, retrieved, oracle } = given;
  const judgement = question.expected.unanswerable === true ? judgeUnanswerable(given) : judgeAnswerable(given);
  return {
    question,
    ...judgement,
    remedy: REMEDIES[judgement.cell],
    knowsFacts: closed?.facts === "right",
    ...(closed === undefined ? {} : { closed }),
    ...(retrieved === undefined ? {} : { retrieved }),
    ...(oracle === undefined ? {} : { oracle }),
  };
}

/** Only an answer is wrong there, by the arm that has the documents where there is one. */
function judgeUnanswerable({ closed, retrieved }: QuestionEvidence): Judgement {
  const seen = retrieved ?? closed;
  if (seen === undefined || seen.facts === "failed") return { cell: "unclear", cause: "call-failed" };
  return { cell: seen.facts === "abstained" ? "fine" : "abstention" };
}

function judgeAnswerable({ question, closed, retrieved, oracle, evidence }: QuestionEvidence): Judgement {
  if ([closed, retrieved, oracle].some((seen) => seen?.facts === "failed")) {
    return { cell: "unclear", cause: "call-failed" };
  }
  if (isRight(closed)) return { cell: "fine" };
  if (isRight(retrieved)) return { cell: "knowledge" };
  if (retrieved?.facts === "right") return { cell: "behaviour" };
  if (evidence.kind === "missing" || evidence.kind === "forbidden" || evidence.kind === "outdated") {
    return { cell: evidence.kind };
  }
  if (evidence.kind === "unknown") return judgeWithoutSource([closed, oracle]);
  if (oracle === undefined) return { cell: "unclear", cause: "oracle-not-asked" };
  if (oracle.facts !== "right") {
    return { cell: "reading", cause: oracle.facts === "abstained" ? "refused" : "misread" };
  }
  if (oracle.form === "wrong") return { cell: "behaviour" };
  // why: the table alone would blame the search; the passage lay before the model, and was not made use of.
  if (retrieved !== undefined && wasShown(retrieved, evidence)) {
    return { cell: "reading", cause: retrieved.facts === "abstained" ? "refused" : "distracted" };
  }
  return { cell: "retrieval", cause: causeOfMiss({ question, retrieved, evidence }) };
}

/** The arm that reads the right passage had none to read: a search that failed and a passage that was misread look the same. */
function judgeWithoutSource(seen: readonly (Observation | undefined)[]): Judgement {
  const onlyForm = seen.some((one) => one?.facts === "right" && one.form === "wrong");
  return onlyForm ? { cell: "behaviour" } : { cell: "unclear", cause: "no-source" };
}

function isRight(seen: Observation | undefined): boolean {
  return seen?.facts === "right" && seen.form === "right";
}

/** Each place stands whole in some passage that the model was shown. */
function wasShown({ shown }: Observation, evidence: Evidence): boolean {
  if (evidence.kind !== "readable" || evidence.places.length === 0 || shown === undefined) return false;
  return evidence.places.every(({ documentId, start, end }) =>
    shown.some((passage) => passage.documentId === documentId && passage.start <= start && passage.end >= end),
  );
}

type Miss = Pick<QuestionEvidence, "question" | "retrieved" | "evidence">;

function causeOfMiss({ question, retrieved, evidence }: Miss): Cause {
  if (evidence.kind !== "readable") return "not-found";
  if (isOtherLanguage(question.question, evidence.text)) return "other-language";
  const sources = new Set([
    ...(question.expected.sources ?? []),
    ...evidence.places.map(({ documentId }) => documentId),
  ]);
  const isFound = retrieved?.retrieved.some((document) => sources.has(document)) === true;
  return isFound && retrieved?.shown !== undefined ? "cut" : "not-found";
}

/** By the smallest words where both are known, otherwise by their scripts. */
function isOtherLanguage(question: string, text: string): boolean {
  const [asked, written]: readonly (Language | undefined)[] = [languageOf(question), languageOf(text)];
  if (asked !== undefined && written !== undefined) return asked !== written;
  return isMostlyLatin(question) !== isMostlyLatin(text);
}

function isMostlyLatin(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return letters === 0 || latin * 2 >= letters;
}
