// Rows for the first steps of training: copying from a few short pairs, and plain text to learn the language from.
import type { CastFact } from "../create-cast.ts";
import { capital, inventCode, inventName, inventWord } from "../names.ts";
import { statement } from "../phrase.ts";
import { PUBLIC_WORLD } from "../public-world.ts";
import { chance, pick, type Random, sample, whole } from "../random.ts";
import { renderSubject } from "../render-passage.ts";
import { anySubject } from "../tasks/pick-passages.ts";
import { clauseOf, type TaskContext } from "../tasks/task.ts";
import type { MakeRow, MessageRow } from "./row.ts";

/** "velora: 482 … velora?" → "482": the smallest form of looking something up. */
export const copy: MakeRow = (context) => {
  const { random } = context;
  if (chance(random, 0.4)) return copyFact(context);
  const count = whole(random, 2, 8);
  const keys = [...new Set(Array.from({ length: count }, () => token(context)))];
  const pairs = keys.map((key) => ({ key, value: token(context) }));
  const { key, value } = pick(random, pairs);
  const [is, end, ask] = pick(random, PAIR_FORMS);
  return {
    messages: [
      { role: "user", content: `${pairs.map((pair) => pair.key + is + pair.value).join(end)}${end}${ask(key)}` },
      { role: "assistant", content: value },
    ],
  };
};

const PAIR_FORMS: readonly (readonly [is: string, end: string, ask: (key: string) => string])[] = [
  [" is ", ". ", (key) => `What is ${key}?`],
  [": ", "\n", (key) => `${key}?`],
  [" = ", ", ", (key) => `${key} =`],
  [" has ", ". ", (key) => `What has ${key}?`],
];

function token({ random, cast }: TaskContext): string {
  switch (whole(random, 0, 4)) {
    case 0:
      return inventWord(random, cast.split);
    case 1:
      return inventName(random, cast.split);
    case 2:
      return String(whole(random, 10, 99_999));
    case 3:
      return `${inventName(random, cast.split)} ${inventName(random, cast.split)}`;
    default:
      return inventCode(random, cast.split);
  }
}

/** A few plain statements and the repetition of one of them. */
function copyFact({ random, cast, phrasings }: TaskContext): MessageRow {
  const facts = sample(random, cast.subjects, whole(random, 1, 5)).map(({ facts: known }): CastFact =>
    pick(random, known),
  );
  const fact = pick(random, facts);
  const plain = chance(random, 0.5);
  const text = facts.map((each) => (plain ? `${clauseOf(each)}.` : statement(random, each, phrasings))).join(" ");
  return {
    messages: [
      { role: "user", content: `${text}\n${capital(fact.attribute.label)} of ${fact.subject.said}?` },
      { role: "assistant", content: chance(random, 0.5) ? fact.value : `${clauseOf(fact)}.` },
    ],
  };
}

/** Pages as they stand in a company's library, and now and then a page of general knowledge. */
export const text: MakeRow = (context) => {
  const { random } = context;
  if (chance(random, 0.25)) return { text: generalKnowledge(random, context) };
  const passages = Array.from({ length: whole(random, 2, 6) }, () => {
    const subject = anySubject(context);
    return renderSubject(subject, sample(random, subject.facts, whole(random, 2, 7)), context);
  });
  const page = passages.map(({ title, text: body }) => `## ${title}\n\n${body}`).join("\n\n");
  return {
    text: `# ${pick(random, ["Notes", "Handbook", "Overview", "Intranet"])} of ${context.cast.company}\n\n${page}\n`,
  };
};

function generalKnowledge(random: Random, context: TaskContext): string {
  return sample(random, PUBLIC_WORLD.facts, whole(random, 6, 14))
    .map((fact) => (chance(random, 0.5) ? `${clauseOf(fact)}.` : statement(random, fact, context.phrasings)))
    .join(chance(random, 0.5) ? " " : "\n");
}
