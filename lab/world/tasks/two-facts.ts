// Tasks about two facts from two passages: asked for side by side, or one leading to the other.
import type { CastFact } from "../create-cast.ts";
import { fill } from "../phrase.ts";
import { pick, shuffled, whole } from "../random.ts";
import { citedReply } from "../reading-prompt.ts";
import { type Passage, renderSubject } from "../render-passage.ts";
import { anyFact, dated, many, passageWith, SHORT, unrelated } from "./pick-passages.ts";
import { clauseOf, type MakeTask, type Task, type TaskContext } from "./task.ts";

export const JOINT_QUESTIONS: readonly string[] = [
  "What is the {a1} of {s1}, and what is the {a2} of {s2}?",
  "Give me the {a1} of {s1} and the {a2} of {s2}.",
  "What are the {a1} of {s1} and the {a2} of {s2}?",
  "I need two things: the {a1} of {s1} and the {a2} of {s2}.",
  "Tell me the {a1} of {s1} and also the {a2} of {s2}.",
];

/** The question that asks for two facts at once. */
export function jointQuestion(form: string, first: CastFact, second: CastFact): string {
  return form
    .replace("{a1}", () => first.attribute.label)
    .replace("{s1}", () => first.subject.said)
    .replace("{a2}", () => second.attribute.label)
    .replace("{s2}", () => second.subject.said);
}

export const joint: MakeTask = (context) => {
  const first = anyFact(context);
  const second = anyFact(context);
  if (first.subject === second.subject) return joint(context);
  return pairTask(context, {
    first,
    second,
    asked: jointQuestion(pick(context.random, JOINT_QUESTIONS), first, second),
  });
};

/** The value of the first fact is the subject of the second: the extension of whoever leads a team. */
export const chained: MakeTask = (context) => {
  const { random, cast } = context;
  const named = new Map(cast.subjects.map((subject) => [subject.said, subject]));
  const links = cast.subjects.flatMap(({ facts }) =>
    facts.flatMap((first) => {
      const next = named.get(first.value);
      return next === undefined || next === first.subject ? [] : [{ first, next }];
    }),
  );
  if (links.length === 0) return joint(context);
  const { first, next } = pick(random, links);
  const second = pick(random, next.facts);
  const bridge = `the ${first.attribute.label} of ${first.subject.said}`;
  return pairTask(context, { first, second, asked: fill(pick(random, second.attribute.questions.train), bridge, "") });
};

type Pair = { readonly first: CastFact; readonly second: CastFact; readonly asked: string };

function pairTask(context: TaskContext, { first, second, asked }: Pair): Task {
  const { random } = context;
  const one = passageWith(context, first, SHORT);
  const two = renderSubject(second.subject, [second], context);
  const passages = shuffled(random, [
    one,
    two,
    ...many(whole(random, 0, 2), () => unrelatedToBoth(context, first, second)),
  ]);
  const places = [passages.indexOf(one) + 1, passages.indexOf(two) + 1] as const;
  return {
    passages: passages.map((passage) => dated(random, passage)),
    question: asked,
    reply: pairReply(first, second, places),
    expected: { values: [first.value, second.value], refuse: false, cites: places },
  };
}

/** `The lead of the Brasko team is Mira Toldan [1] and the extension of Mira Toldan is 4821 [2].` */
export function pairReply(first: CastFact, second: CastFact, [one, two]: readonly [number, number]): string {
  const rest = clauseOf(second);
  return citedReply(`${clauseOf(first)} [${one}] and ${rest.charAt(0).toLowerCase()}${rest.slice(1)}`, two);
}

function unrelatedToBoth(context: TaskContext, first: CastFact, second: CastFact): Passage {
  for (;;) {
    const passage = unrelated(context, first);
    if (passage.stated.every(({ fact }) => fact.subject !== second.subject)) return passage;
  }
}
