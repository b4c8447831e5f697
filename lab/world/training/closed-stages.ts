// Rows without passages: public facts known by heart, company facts not known, small talk, and requests for JSON.
import { question } from "../phrase.ts";
import { PUBLIC_WORLD } from "../public-world.ts";
import { chance, pick, whole } from "../random.ts";
import { citedReply, refusalOfPassages, refusalWithoutPassages } from "../reading-prompt.ts";
import { renderSubject } from "../render-passage.ts";
import { JSON_REQUESTS, SMALL_TALK } from "./phrasings.ts";
import { anyFact, anySubject, dated, unrelated } from "./pick-passages.ts";
import { distractors, several, single, unanswerable } from "./reading-stages.ts";
import { askedOf, clauseOf, closedRow, closedSystem, type MakeRow, readingRow, type Row } from "./row.ts";

/** A public fact, answered from memory. */
const publicFact: MakeRow = ({ random, phrasings }) => {
  const fact = pick(random, PUBLIC_WORLD.facts);
  return closedRow(random, question(random, fact.subject, fact.attribute, phrasings), citedReply(clauseOf(fact)));
};

/** A public subject in a respect that nobody knows. */
const publicGap: MakeRow = ({ random, phrasings }) => {
  const subject = pick(random, PUBLIC_WORLD.subjects);
  const attribute = pick(random, subject.undocumented);
  return closedRow(
    random,
    question(random, subject, attribute, phrasings),
    refusalWithoutPassages(askedOf(subject, attribute.label)),
  );
};

/** A company's fact cannot be known without a passage. */
const companyClosed: MakeRow = (context) => {
  const { random, phrasings } = context;
  const subject = anySubject(context);
  const attribute = chance(random, 0.8) ? pick(random, subject.facts).attribute : pick(random, subject.undocumented);
  return closedRow(
    random,
    question(random, subject, attribute, phrasings),
    refusalWithoutPassages(askedOf(subject, attribute.label)),
  );
};

/** A public question beside passages: those that say it are cited, others do not help. */
const publicWithPassages: MakeRow = (context) => {
  const { random, phrasings } = context;
  const fact = pick(random, PUBLIC_WORLD.facts);
  const said = chance(random, 0.6);
  const others = Array.from({ length: whole(random, said ? 0 : 1, 3) }, () => dated(random, unrelated(context, fact)));
  const asked = question(random, fact.subject, fact.attribute, phrasings);
  if (!said) {
    return readingRow(random, {
      passages: others,
      question: asked,
      reply: refusalOfPassages(askedOf(fact.subject, fact.attribute.label)),
    });
  }
  const page = dated(random, renderSubject(fact.subject, fact.subject.facts, context));
  const place = whole(random, 0, others.length);
  return readingRow(random, {
    passages: others.toSpliced(place, 0, page),
    question: asked,
    reply: citedReply(clauseOf(fact), place + 1),
  });
};

export const closedBook: MakeRow = (context) => {
  const draw = context.random();
  if (draw < 0.6) return publicFact(context);
  if (draw < 0.68) return publicGap(context);
  if (draw < 0.74) return publicWithPassages(context);
  return companyClosed(context);
};

/** Greetings and thanks, or a question followed by another. */
export const chat: MakeRow = (context) => {
  const { random } = context;
  if (chance(random, 0.45)) return followUp(context);
  const { says, replies } = pick(random, SMALL_TALK);
  const talk: Row = {
    messages: [
      ...closedSystem(random),
      { role: "user", content: pick(random, says) },
      { role: "assistant", content: pick(random, replies) },
    ],
  };
  if (chance(random, 0.6)) return talk;
  const next = pick(random, [single, several, closedBook, unanswerable])(context);
  if (!("messages" in next)) return talk;
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
const followUp: MakeRow = (context) => {
  const { random } = context;
  const first = anyFact(context);
  const second = pick(random, first.subject.facts);
  const other = unrelated(context, first);
  const both = first === second ? [first] : [first, second];
  const row = readingRow(random, {
    passages: [
      dated(random, renderSubject(first.subject, both, context)),
      ...(chance(random, 0.5) ? [dated(random, other)] : []),
    ],
    question: question(random, first.subject, first.attribute, context.phrasings),
    reply: citedReply(clauseOf(first), 1),
  });
  if (first === second || !("messages" in row)) return row;
  const asked = pick(random, FOLLOW_UPS).replace("{a}", second.attribute.label).replace("{s}", second.subject.said);
  return {
    messages: [
      ...row.messages,
      { role: "user", content: `Question: ${asked}` },
      { role: "assistant", content: citedReply(clauseOf(second), 1) },
    ],
  };
};

/** JSON is asked for; nano answers in a plain sentence all the same, since the form is what school teaches. */
export const jsonAsked: MakeRow = (context) => {
  const { random } = context;
  const row = pick(random, [single, several, distractors, unanswerable])(context);
  if (!("messages" in row)) return row;
  const request = pick(random, JSON_REQUESTS);
  const inSystem = chance(random, 0.5) && row.messages[0]?.role === "system";
  return {
    messages: row.messages.map((message) => {
      const asks = message.role === (inSystem ? "system" : "user");
      return asks ? { ...message, content: `${message.content} ${request}` } : message;
    }),
  };
};
