// Rows that talk: greetings and thanks, a question followed by another, and requests for JSON.
import { question } from "../phrase.ts";
import { chance, pick } from "../random.ts";
import { citedReply } from "../reading-prompt.ts";
import { renderSubject } from "../render-passage.ts";
import { closedBook } from "../tasks/closed-book.ts";
import { distractors, several, single, unanswerable } from "../tasks/one-fact.ts";
import { anyFact, dated, unrelated } from "../tasks/pick-passages.ts";
import { clauseOf } from "../tasks/task.ts";
import { withJsonRequest } from "./json-request.ts";
import { SMALL_TALK } from "./phrasings.ts";
import { closedSystem, type MakeRow, type MessageRow, taskRow } from "./row.ts";

/** Greetings and thanks, or a question followed by another. */
export const chat: MakeRow<MessageRow> = (context) => {
  const { random } = context;
  if (chance(random, 0.45)) return followUp(context);
  const { says, replies } = pick(random, SMALL_TALK);
  const talk: MessageRow = {
    messages: [
      ...closedSystem(random),
      { role: "user", content: pick(random, says) },
      { role: "assistant", content: pick(random, replies) },
    ],
  };
  if (chance(random, 0.6)) return talk;
  const next = taskRow(random, pick(random, [single, several, closedBook, unanswerable])(context));
  return { messages: [...talk.messages, ...next.messages.filter(({ role }) => role !== "system")] };
};

const FOLLOW_UPS = [
  "And the {a}?",
  "And what is the {a}?",
  "What about the {a}?",
  "And {s}'s {a}?",
  "Thanks. And the {a} of {s}?",
  "And what is the {a} of {s}?",
];

/** The second question is about the same subject; the passages came with the first. */
const followUp: MakeRow<MessageRow> = (context) => {
  const { random } = context;
  const first = anyFact(context);
  const second = pick(random, first.subject.facts);
  const other = unrelated(context, first);
  const both = first === second ? [first] : [first, second];
  const row = taskRow(random, {
    passages: [
      dated(random, renderSubject(first.subject, both, context)),
      ...(chance(random, 0.5) ? [dated(random, other)] : []),
    ],
    question: question(random, first.subject, first.attribute, context.phrasings),
    reply: citedReply(clauseOf(first), 1),
    expected: { values: [first.value], refuse: false, cites: [1] },
  });
  if (first === second) return row;
  const asked = pick(random, FOLLOW_UPS)
    .replace("{a}", () => second.attribute.label)
    .replace("{s}", () => second.subject.said);
  return {
    messages: [
      ...row.messages,
      { role: "user", content: `Question: ${asked}` },
      { role: "assistant", content: citedReply(clauseOf(second), 1) },
    ],
  };
};

/** JSON is asked for; nano answers in a plain sentence all the same, since the form is what school teaches. */
export const jsonAsked: MakeRow<MessageRow> = (context) => {
  const { random } = context;
  const row = taskRow(random, pick(random, [single, several, distractors, unanswerable])(context));
  const inSystem = chance(random, 0.5) && row.messages[0]?.role === "system";
  return {
    messages: row.messages.map((message) => {
      const asks = message.role === (inSystem ? "system" : "user");
      return asks ? { ...message, content: withJsonRequest(random, message.content) } : message;
    }),
  };
};
