// What RAFT rows are made from: questions with their answers, and the passages that a search finds for them.
import type { Acl, Principals } from "../../spec/access.ts";
import type { DocumentId } from "../../spec/document.ts";
import type { TrainMessage } from "../../spec/training.ts";

export type RaftItem = {
  readonly id: string;
  readonly question: string;
  readonly answer: string;
  /** The documents that answer it. */
  readonly sources: readonly DocumentId[];
  /** Words of them that hold the answer; without any the best sentence is looked for. */
  readonly quotes?: readonly string[];
  /** Values that a passage must not hold to be misleading; without any those of the answer. */
  readonly values?: readonly string[];
  readonly tags?: readonly string[];
};

export type RaftPassage = {
  readonly documentId: DocumentId;
  readonly title: string;
  readonly date?: string;
  /** Exactly as it stands in the stored document: quotes are looked for in it. */
  readonly text: string;
  /** Shown before the text, such as the header of a table that was cut. */
  readonly prefix?: string;
  readonly acl: Acl;
};

export type FindRequest = {
  readonly question: string;
  readonly limit: number;
  readonly principals: Principals;
};

export type RaftShelf = {
  /** What our own search finds, best first. */
  find(request: FindRequest): Promise<readonly RaftPassage[]>;
  /** Passages of one document that together hold all of it, those nearest to the question first. */
  passagesOf(documentId: DocumentId, request: Omit<FindRequest, "limit">): Promise<readonly RaftPassage[]>;
};

/** Writes a prompt in the very form in which the trained model will be asked. */
export type WriteReadingPrompt = (passages: readonly RaftPassage[], question: string) => readonly TrainMessage[];

/** What a row says whose passages do not hold the answer: the answer all the same, as the paper has it, or that it is not known. */
export const ABSENT_POLICIES = ["answer", "refuse"] as const;
export type AbsentPolicy = (typeof ABSENT_POLICIES)[number];

export type WriteAnswer = (parts: {
  readonly answer: string;
  /** Undefined where the right passage is not shown. */
  readonly cited: { readonly quote: string; readonly number: number } | undefined;
}) => string;

/** The quote with its passage, then the answer: what is read comes before what is said. */
export const quotingAnswer: WriteAnswer = ({ answer, cited }) =>
  cited === undefined ? answer : `The passage says: "${cited.quote}" [${cited.number}]\n${answer}`;

/** The answer with the passage's number before its last full stop, as answers are cited here. */
export const citingAnswer: WriteAnswer = ({ answer, cited }) => {
  if (cited === undefined) return answer;
  const [, body = answer, stop = ""] = /^([^]*?)([.!?]?)\s*$/u.exec(answer) ?? [];
  return `${body} [${cited.number}]${stop}`;
};

const NUMBERED = /"(source|passage|citation|reference|ref)":\s*\d+/u;

/** An answer that is JSON with the number of a passage gets the number of its own; any other is cited. */
export const numberingAnswer: WriteAnswer = (parts) => {
  const { answer, cited } = parts;
  if (cited === undefined || !answer.trimStart().startsWith("{")) return citingAnswer(parts);
  return answer.replace(NUMBERED, (_whole, field: string) => `"${field}":${cited.number}`);
};

export const ANSWER_STYLES = { cite: citingAnswer, quote: quotingAnswer, number: numberingAnswer } as const;
export type AnswerStyle = keyof typeof ANSWER_STYLES;
