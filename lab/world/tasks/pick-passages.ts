// Finds and writes the passages of a task: the one that says it, and others that nearly do.
import { relatedAttribute } from "../attributes/open-attribute.ts";
import { type Cast, type CastFact, newSubject, newValue, type Subject } from "../create-cast.ts";
import { KIND_RULES } from "../kinds.ts";
import { chance, pick, type Random, sample, shuffled, whole } from "../random.ts";
import type { ReadingPassage } from "../reading-prompt.ts";
import { type Passage, renderPage, renderSubject, renderTable, renderTogether } from "../render-passage.ts";
import { dateBetween, type ValueContext } from "../values.ts";
import type { TaskContext } from "./task.ts";

/** How many facts a passage states: early stages read short ones. */
export type Length = { readonly fewest: number; readonly most: number };
export const SHORT: Length = { fewest: 1, most: 3 };
export const USUAL: Length = { fewest: 2, most: 6 };

const FIRST_DAY = Date.UTC(2019, 0, 1);
const LAST_DAY = Date.UTC(2027, 11, 31);

export function dated(random: Random, passage: Passage): ReadingPassage {
  const date = chance(random, 0.7) ? dateBetween(random, FIRST_DAY, LAST_DAY) : undefined;
  return { title: passage.title, text: passage.text, ...(date === undefined ? {} : { date }) };
}

export function anySubject({ random, cast }: TaskContext): Subject {
  return pick(random, cast.subjects);
}

export function anyFact(context: TaskContext): CastFact {
  return pick(context.random, anySubject(context).facts);
}

/** A passage that states the fact, among others. */
export function passageWith(context: TaskContext, fact: CastFact, length: Length = USUAL): Passage {
  const { random } = context;
  if (length === SHORT || !chance(random, LONG_SHARE)) return passageOf(context, fact, length);
  return pageAround(context, fact, passageOf(context, fact, length));
}

/** How many passages are longer pieces of a page. */
const LONG_SHARE = 0.1;

/** The passage within a page whose other sections are about something else. */
function pageAround(context: TaskContext, target: Target, passage: Passage): Passage {
  const others = many(whole(context.random, 1, 2), () => section(context, target));
  return renderPage(shuffled(context.random, [passage, ...others]), context);
}

function section(context: TaskContext, target: Target): Passage {
  const draw = context.random();
  if (draw < 0.4) return sameAttributeElsewhere(context, target) ?? unrelated(context, target);
  if (draw < 0.6) return otherFactsOfSubject(context, target) ?? unrelated(context, target);
  return unrelated(context, target);
}

function passageOf(context: TaskContext, fact: CastFact, length: Length): Passage {
  const { random } = context;
  if (length !== SHORT && chance(random, 0.2)) {
    const shared = chance(random, 0.5) ? tableWith(context, fact) : togetherWith(context, fact);
    if (shared !== undefined) return shared;
  }
  const others = fact.subject.facts.filter((other) => other !== fact);
  const chosen = sample(random, others, whole(random, length.fewest, length.most) - 1);
  return renderSubject(fact.subject, shuffled(random, [fact, ...chosen]), context);
}

function neighbours(cast: Cast, fact: CastFact): Subject[] {
  return cast.subjects.filter(({ kind, name }) => kind === fact.subject.kind && name !== fact.subject.name);
}

function tableWith(context: TaskContext, fact: CastFact): Passage | undefined {
  const { random, cast } = context;
  const subjects = sample(random, neighbours(cast, fact), whole(random, 1, 4));
  if (subjects.length === 0) return undefined;
  const others = fact.subject.facts.filter((other) => other !== fact).map(({ attribute }) => attribute.key);
  const keys = shuffled(random, [fact.attribute.key, ...sample(random, others, whole(random, 0, 2))]);
  return renderTable(shuffled(random, [fact.subject, ...subjects]), keys, context);
}

/** The same attribute of several subjects where they have it, else anything of them. */
function togetherWith(context: TaskContext, fact: CastFact): Passage | undefined {
  const { random, cast } = context;
  const subjects = sample(random, neighbours(cast, fact), whole(random, 1, 4));
  if (subjects.length === 0) return undefined;
  return renderTogether(
    [fact, ...subjects.map((subject) => sameAttribute(subject, fact) ?? pick(random, subject.facts))],
    context,
  );
}

function sameAttribute(subject: Subject, { attribute }: CastFact): CastFact | undefined {
  return subject.facts.find((fact) => fact.attribute.key === attribute.key);
}

type Target = Pick<CastFact, "subject" | "attribute">;

/** A passage that does not state the target, however much it looks as if. */
export function distractor(context: TaskContext, target: Target): Passage {
  const passage = misleading(context, target);
  return chance(context.random, LONG_SHARE) ? pageAround(context, target, passage) : passage;
}

function misleading(context: TaskContext, target: Target): Passage {
  const draw = context.random();
  if (draw < 0.28) return lookAlikePassage(context, target);
  if (draw < 0.46) return otherFactsOfSubject(context, target) ?? lookAlikePassage(context, target);
  if (draw < 0.56) return relatedFactOfSubject(context, target) ?? lookAlikePassage(context, target);
  if (draw < 0.62) return tableWithGap(context, target) ?? unrelated(context, target);
  if (draw < 0.82) return sameAttributeElsewhere(context, target) ?? unrelated(context, target);
  return unrelated(context, target);
}

/** The same subject in a respect whose name shares a word with the one that is asked for. */
function relatedFactOfSubject(context: TaskContext, { subject, attribute }: Target): Passage | undefined {
  const { random, cast } = context;
  const related = relatedAttribute(random, attribute.label);
  if (related === undefined || related.key === attribute.key) return undefined;
  const others = subject.facts.filter(({ attribute: { key } }) => key !== attribute.key && key !== related.key);
  const value = newValue(related, subject.name, { random, split: cast.split, known: cast.known });
  const fact = { subject, attribute: related, value };
  return renderSubject(subject, shuffled(random, [fact, ...sample(random, others, whole(random, 0, 3))]), context);
}

/** A table in which others have the attribute and the subject has a dash. */
function tableWithGap(context: TaskContext, { subject, attribute }: Target): Passage | undefined {
  const { random, cast } = context;
  const states = ({ facts }: Subject): boolean => facts.some((fact) => fact.attribute.key === attribute.key);
  const others = cast.subjects.filter((other) => other.kind === subject.kind && states(other));
  if (states(subject) || others.length === 0) return undefined;
  const shown = shuffled(random, [subject, ...sample(random, others, 3)]);
  const more = sample(random, subject.facts, 1).map((fact) => fact.attribute.key);
  return renderTable(shown, shuffled(random, [attribute.key, ...more]), context);
}

function otherFactsOfSubject(context: TaskContext, { subject, attribute }: Target): Passage | undefined {
  const others = subject.facts.filter((fact) => fact.attribute.key !== attribute.key);
  if (others.length === 0) return undefined;
  return renderSubject(subject, sample(context.random, others, whole(context.random, 1, 5)), context);
}

function sameAttributeElsewhere(context: TaskContext, target: Target): Passage | undefined {
  const { random, cast } = context;
  const facts = cast.subjects.flatMap((subject) =>
    subject.name === target.subject.name
      ? []
      : subject.facts.filter(({ attribute }) => attribute.key === target.attribute.key),
  );
  if (facts.length === 0) return undefined;
  const fact = pick(random, facts);
  const others = fact.subject.facts.filter((other) => other !== fact);
  return renderSubject(fact.subject, shuffled(random, [fact, ...sample(random, others, whole(random, 0, 4))]), context);
}

export function unrelated(context: TaskContext, target: Target): Passage {
  const { random, cast } = context;
  for (;;) {
    const subject = pick(random, cast.subjects);
    if (subject.name === target.subject.name) continue;
    return renderSubject(subject, sample(random, subject.facts, whole(random, 1, 5)), context);
  }
}

/** The same attribute of a subject made up on the spot whose name is easily mistaken for the target's. */
export function lookAlikePassage(context: TaskContext, { subject, attribute }: Target): Passage {
  const { random, cast } = context;
  const values: ValueContext = { random, split: cast.split, known: cast.known };
  const kind = subject.kind === "public" ? "product" : subject.kind;
  const name = newLookAlike(kind, subject.name, context);
  const twin = newSubject(kind, name, values);
  const others = twin.facts.filter((fact) => fact.attribute.key !== attribute.key);
  const fact = { subject: twin, attribute, value: newValue(attribute, name, values) };
  return renderSubject(twin, shuffled(random, [fact, ...sample(random, others, whole(random, 0, 3))]), context);
}

/** A name of no subject of the company that is easily mistaken for this one. */
export function newLookAlike(kind: keyof typeof KIND_RULES, like: string, { random, cast }: TaskContext): string {
  for (;;) {
    const name = KIND_RULES[kind].newName({ random, split: cast.split, known: cast.known, like });
    if (
      cast.subjects.every((subject) => subject.name !== name) &&
      cast.absent.every((subject) => subject.name !== name)
    )
      return name;
  }
}

/** The passages in random order, and the place of the first one, counted from one. */
export function placed(
  random: Random,
  first: Passage,
  others: readonly Passage[],
): { passages: Passage[]; place: number } {
  const passages = shuffled(random, [first, ...others]);
  return { passages, place: passages.indexOf(first) + 1 };
}

export const many = <Item>(count: number, make: (at: number) => Item): Item[] =>
  Array.from({ length: count }, (_, at) => make(at));
