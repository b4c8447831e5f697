// The kinds of exam by name, and how a row of each is drawn: canonical prompt, questions spelt as they should be.
import { createHouseStyle, houseRequest } from "../house-style.ts";
import { closedMessages, type Message, readingMessages } from "../reading-prompt.ts";
import type { ExpectedReply } from "../score-reply.ts";
import { spellings } from "../spellings.ts";
import { changed, newest } from "../tasks/changed-facts.ts";
import { companyFact, publicFact } from "../tasks/closed-book.ts";
import { singleUsual, unanswerableAmong, withDistractors } from "../tasks/one-fact.ts";
import type { MakeTask, Task, TaskContext } from "../tasks/task.ts";
import { chained, joint } from "../tasks/two-facts.ts";

export const EXAM_KINDS = [
  "single",
  "distractors4",
  "unanswerable",
  "closed-company",
  "closed-public",
  "json-asked",
  "newest",
  "changed",
  "joint",
  "chained",
] as const;
export type ExamKind = (typeof EXAM_KINDS)[number];

export type ExamRow = {
  readonly id: string;
  readonly kind: ExamKind;
  readonly messages: readonly Message[];
  readonly expected: ExpectedReply;
  /** What a perfect plain reply would be. */
  readonly reference: string;
};

const MAKERS: Readonly<Record<ExamKind, MakeTask>> = {
  single: singleUsual,
  distractors4: (context) => withDistractors(context, 4),
  unanswerable: (context) => unanswerableAmong(context, 4),
  "closed-company": companyFact,
  "closed-public": publicFact,
  "json-asked": (context) => withDistractors(context, 2),
  newest,
  changed,
  joint,
  chained,
};

export function examRow(kind: ExamKind, id: string, context: TaskContext): ExamRow {
  const task = MAKERS[kind](context);
  const { values, refuse, cites } = task.expected;
  const expected = { answers: values.map(spellings), refuse, cites };
  if (kind !== "json-asked") {
    return { id, kind, messages: messagesOf(task), expected, reference: task.reply };
  }
  const house = createHouseStyle(context.random, context.cast.company.split(" ")[0] ?? "");
  return {
    id,
    kind,
    messages: messagesOf(task, houseRequest(house)),
    expected: { ...expected, house },
    reference: task.reply,
  };
}

function messagesOf({ passages, question }: Task, request?: string): readonly Message[] {
  const asked = request === undefined ? question : `${question}\n${request}`;
  return passages === undefined ? closedMessages(asked) : readingMessages(passages, asked);
}
