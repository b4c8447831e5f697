// Rows that read: one passage, several, look-alikes, none that says it, two facts at once, facts that changed.
import { type Phrasing, phrasing } from "../attributes/attribute.ts";
import { type CastFact, newValue } from "../create-cast.ts";
import { fill, question } from "../phrase.ts";
import { chance, pick, shuffled, whole } from "../random.ts";
import { citedReply, refusalOfPassages } from "../reading-prompt.ts";
import { type Passage, renderSubject } from "../render-passage.ts";
import { dateBetween } from "../values.ts";
import { CHANGE_PHRASINGS, FORMER_QUESTIONS, JOINT_QUESTIONS, NOW_QUESTIONS } from "./phrasings.ts";
import {
  anyFact,
  anySubject,
  dated,
  distractor,
  type Length,
  passageWith,
  placed,
  SHORT,
  unrelated,
} from "./pick-passages.ts";
import { askedOf, clauseOf, type MakeRow, readingRow, type Row, type RowContext } from "./row.ts";

const many = (count: number, make: () => Passage): Passage[] => Array.from({ length: count }, make);

/** One passage that says it; half of them are very short. */
export const single: MakeRow = (context) =>
  answered(context, anyFact(context), [], chance(context.random, 0.5) ? SHORT : undefined);

/** Two to five passages, the others about something else. */
export const several: MakeRow = (context) => {
  const fact = anyFact(context);
  const length = chance(context.random, 0.4) ? SHORT : undefined;
  return answered(context, fact, many(whole(context.random, 1, 4), () => unrelated(context, fact)), length);
};

/** Two to six passages, the others as misleading as can be. */
export const distractors: MakeRow = (context) => {
  const fact = anyFact(context);
  return answered(context, fact, many(whole(context.random, 1, 5), () => distractor(context, fact)));
};

function answered(context: RowContext, fact: CastFact, others: readonly Passage[], length?: Length): Row {
  const { random, phrasings } = context;
  const { passages, place } = placed(random, passageWith(context, fact, length), others);
  return readingRow(random, {
    passages: passages.map((passage) => dated(random, passage)),
    question: question(random, fact.subject, fact.attribute, phrasings),
    reply: citedReply(clauseOf(fact), place),
  });
}

/** The subject is described but not in this respect, or only others are described. */
export const unanswerable: MakeRow = (context) => {
  const { random, cast, phrasings } = context;
  const subject = chance(random, 0.6) ? anySubject(context) : pick(random, cast.absent);
  const documented = chance(random, 0.3);
  const attribute = documented ? pick(random, subject.facts).attribute : pick(random, subject.undocumented);
  const target = { subject, attribute };
  const count = chance(random, 0.3) ? 1 : whole(random, chance(random, 0.05) ? 0 : 2, 5);
  return readingRow(random, {
    passages: many(count, () => distractor(context, target)).map((passage) => dated(random, passage)),
    question: question(random, subject, attribute, phrasings),
    reply: refusalOfPassages(askedOf(subject, attribute.label)),
  });
};

/** Two facts asked for at once, from two passages. */
export const joint: MakeRow = (context) => {
  const { random } = context;
  const first = anyFact(context);
  const second = anyFact(context);
  if (first.subject === second.subject) return joint(context);
  const passages = shuffled(random, [
    passageWith(context, first, SHORT),
    renderSubject(second.subject, [second], context),
    ...many(whole(random, 0, 2), () => unrelatedToBoth(context, first, second)),
  ]);
  return pairRow(context, passages, { facts: [first, second], asked: fillPair(pick(random, JOINT_QUESTIONS), first, second) });
};

/** A fact whose value is the subject of another: the manager of whoever leads a team. */
export const chained: MakeRow = (context) => {
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
  const passages = shuffled(random, [
    passageWith(context, first, SHORT),
    renderSubject(next, [second], context),
    ...many(whole(random, 0, 2), () => unrelatedToBoth(context, first, second)),
  ]);
  const asked = fill(pick(random, second.attribute.questions.train), `the ${first.attribute.label} of ${first.subject.said}`, "");
  return pairRow(context, passages, { facts: [first, second], asked });
};

function unrelatedToBoth(context: RowContext, first: CastFact, second: CastFact): Passage {
  for (;;) {
    const passage = unrelated(context, first);
    if (passage.stated.every(({ fact }) => fact.subject !== second.subject)) return passage;
  }
}

type Pair = { readonly facts: readonly [CastFact, CastFact]; readonly asked: string };

function pairRow({ random }: RowContext, passages: readonly Passage[], { facts, asked }: Pair): Row {
  const [first, second] = facts;
  const place = (fact: CastFact): number =>
    passages.findIndex(({ stated }) => stated.some((found) => found.fact === fact)) + 1;
  const rest = clauseOf(second);
  return readingRow(random, {
    passages: passages.map((passage) => dated(random, passage)),
    question: asked,
    reply: citedReply(
      `${clauseOf(first)} [${place(first)}] and ${rest.charAt(0).toLowerCase()}${rest.slice(1)}`,
      place(second),
    ),
  });
}

function fillPair(phrasing: string, first: CastFact, second: CastFact): string {
  return phrasing
    .replaceAll("{a1}", () => first.attribute.label)
    .replaceAll("{s1}", () => first.subject.said)
    .replaceAll("{a2}", () => second.attribute.label)
    .replaceAll("{s2}", () => second.subject.said);
}

/** Two versions of a page with different dates: the newer one counts. */
export const newest: MakeRow = (context) => {
  const { random, phrasings } = context;
  const fact = anyFact(context);
  const older = { ...fact, value: differentValue(context, fact) };
  const date = dateBetween(random, Date.UTC(2021, 0, 1), Date.UTC(2027, 11, 31));
  const before = dateBetween(random, Date.UTC(2017, 0, 1), Date.parse(date) - 86_400_000 * 20);
  const page = (shown: CastFact): Passage =>
    renderSubject(fact.subject, shuffled(random, [shown, ...fact.subject.facts.filter((other) => other !== fact).slice(0, whole(random, 0, 3))]), context);
  const current = page(fact);
  const former = page(older);
  const { passages, place } = placed(random, current, [former, ...many(whole(random, 0, 2), () => unrelated(context, fact))]);
  return readingRow(random, {
    passages: passages.map((passage) => ({
      title: passage.title,
      text: passage.text,
      date: passage === current ? date : passage === former ? before : dateBetween(random, Date.UTC(2017, 0, 1), Date.UTC(2027, 11, 31)),
    })),
    question: chance(random, 0.3)
      ? fill(labelled(pick(random, NOW_QUESTIONS), fact), fact.subject.said, "")
      : question(random, fact.subject, fact.attribute, phrasings),
    reply: citedReply(clauseOf(fact), place),
  });
};

/** One passage tells what a value was and what it is now. */
export const changed: MakeRow = (context) => {
  const { random, phrasings } = context;
  const fact = anyFact(context);
  const former = differentValue(context, fact);
  const date = dateBetween(random, Date.UTC(2017, 0, 1), Date.UTC(2027, 11, 31));
  const text = fill(
    phrasing(
      pick(random, CHANGE_PHRASINGS)
        .replaceAll("{a}", fact.attribute.label)
        .replaceAll("{d}", date)
        .replaceAll("{o}", () => former),
    ),
    fact.subject.said,
    fact.value,
  );
  const story: Passage = { title: pick(random, ["Changes", "Change log", "News", ...fact.subject.titles]), text, stated: [] };
  const { passages, place } = placed(random, story, many(whole(random, 0, 3), () => unrelated(context, fact)));
  const asksFormer = chance(random, 0.35);
  const label = asksFormer ? `former ${fact.attribute.label}` : fact.attribute.label;
  const form = labelled(pick(random, asksFormer ? FORMER_QUESTIONS : NOW_QUESTIONS), fact);
  return readingRow(random, {
    passages: passages.map((passage) => dated(random, passage)),
    question:
      asksFormer || chance(random, 0.4) ? fill(form, fact.subject.said, "") : question(random, fact.subject, fact.attribute, phrasings),
    reply: citedReply(
      asksFormer ? `The ${label} of ${fact.subject.said} was ${former}` : clauseOf(fact),
      place,
    ),
  });
};

const labelled = (text: string, { attribute }: CastFact): Phrasing => phrasing(text.replaceAll("{a}", attribute.label));

function differentValue({ random, cast }: RowContext, fact: CastFact): string {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const value = newValue(fact.attribute, fact.subject.name, { random, split: cast.split, known: cast.known });
    if (value !== fact.value) return value;
  }
  return `not ${fact.value}`;
}
