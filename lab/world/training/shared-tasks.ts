// The questions that share their passages, and those that share that there are none.
import type { Attribute } from "../attributes/attribute.ts";
import type { CastFact, Subject } from "../create-cast.ts";
import { saidName } from "../kinds.ts";
import { question } from "../phrase.ts";
import { PUBLIC_WORLD } from "../public-world.ts";
import { chance, pick, sample, shuffled, whole } from "../random.ts";
import { citedReply, refusalOfPassages, refusalWithoutPassages } from "../reading-prompt.ts";
import type { Passage } from "../render-passage.ts";
import { dated, many, newLookAlike } from "../tasks/pick-passages.ts";
import { askedOf, clauseOf, REFUSED, type Task, type TaskContext } from "../tasks/task.ts";

/** Asks first what the passages were made for, and the same of those who resemble its subject; then whatever they say, or do not. */
export function readingTasks(context: TaskContext, found: readonly Passage[], target: Target): readonly Task[] {
  const { random } = context;
  const passages = found.map((passage) => dated(random, passage));
  const sole = soleFacts(found);
  const isTarget = ({ fact }: Placed): boolean =>
    keyOf(fact.subject, fact.attribute) === keyOf(target.subject, target.attribute);
  const alike = sole.filter((placed) => placed.fact.attribute.key === target.attribute.key && !isTarget(placed));
  const wanted = [...sole.filter(isTarget), ...sample(random, alike, 2)];
  const others = sole.filter((placed) => !wanted.includes(placed));
  const count = found.length === 1 ? 5 : 8;
  const told = found.some(({ stated }) => stated.some(({ fact }) => isTarget({ fact, place: 0 })));
  const aimed = [...(told ? [] : [refusal(context, target)]), ...wanted.map((placed) => answered(context, placed))];
  const rest = [
    ...sample(random, others, count - wanted.length).map((placed) => answered(context, placed)),
    ...many(found.length === 1 ? whole(random, 0, 2) : whole(random, 2, 4), () =>
      chance(random, 0.55) ? mistaken(context, found) : refused(context, found),
    ),
  ];
  // why first: a sheet that is nearly full drops the last ones
  return [...aimed, ...shuffled(random, rest)].map((task) => ({ ...task, passages }));
}

export type Target = Pick<CastFact, "subject" | "attribute">;
export type Placed = { readonly fact: CastFact; readonly place: number };

const keyOf = ({ said }: Subject, { key }: Attribute): string => `${said}/${key}`;

/** Facts that stand in one passage only, so that one citation is right. */
export function soleFacts(passages: readonly Passage[]): readonly Placed[] {
  const found = new Map<string, Placed[]>();
  for (const [at, { stated }] of passages.entries()) {
    for (const { fact } of stated) {
      const key = keyOf(fact.subject, fact.attribute);
      found.set(key, [...(found.get(key) ?? []), { fact, place: at + 1 }]);
    }
  }
  return [...found.values()].flatMap((places) => (places.length === 1 ? places : []));
}

export function answered({ random, phrasings }: TaskContext, { fact, place }: Placed): Task {
  return {
    question: question(random, fact.subject, fact.attribute, phrasings),
    reply: citedReply(clauseOf(fact), place),
    expected: { values: [fact.value], refuse: false, cites: [place] },
  };
}

/** A question about someone the passages know or resemble, in a respect of which they say nothing. */
function refused(context: TaskContext, passages: readonly Passage[]): Task {
  const { random, cast } = context;
  const facts = passages.flatMap(({ stated }) => stated.map(({ fact }) => fact));
  const stated = new Set(facts.map(({ subject, attribute }) => keyOf(subject, attribute)));
  for (;;) {
    const subject =
      chance(random, 0.65) && facts.length > 0
        ? pick(random, facts).subject
        : pick(random, [...cast.absent, ...cast.subjects]);
    const own = [...subject.undocumented, ...subject.facts.map(({ attribute }) => attribute)];
    const same = own.filter(({ key }) => facts.some(({ attribute }) => attribute.key === key));
    const attribute = pick(random, same.length > 0 && chance(random, 0.5) ? same : own);
    if (stated.has(keyOf(subject, attribute))) continue;
    return refusal(context, { subject, attribute });
  }
}

/** What the passages say of somebody, asked of another whose name nearly is the same. */
function mistaken(context: TaskContext, passages: readonly Passage[]): Task {
  const { random } = context;
  const facts = passages.flatMap(({ stated }) => stated.map(({ fact }) => fact));
  const { subject, attribute } = pick(random, facts);
  const kind = subject.kind === "public" ? "product" : subject.kind;
  for (;;) {
    const name = newLookAlike(kind, subject.name, context);
    if (facts.some((fact) => fact.subject.name === name)) continue;
    return refusal(context, { subject: { ...subject, name, said: saidName(kind, name) }, attribute });
  }
}

export function refusal({ random, phrasings }: TaskContext, { subject, attribute }: Target): Task {
  return {
    question: question(random, subject, attribute, phrasings),
    reply: refusalOfPassages(askedOf(subject, attribute.label)),
    expected: REFUSED,
  };
}

/** Without passages: public facts are known, everything else is not. */
export function closedTask({ random, cast, phrasings }: TaskContext): Task {
  const draw = random();
  const fact = pick(random, PUBLIC_WORLD.facts);
  if (draw < 0.68) {
    return {
      question: question(random, fact.subject, fact.attribute, phrasings),
      reply: citedReply(clauseOf(fact)),
      expected: { values: [fact.value], refuse: false, cites: [] },
    };
  }
  const subject = draw < 0.78 ? fact.subject : pick(random, cast.subjects);
  const facts = draw < 0.78 ? [] : subject.facts.map(({ attribute }) => attribute);
  const attribute = pick(random, [...facts, ...subject.undocumented]);
  return {
    question: question(random, subject, attribute, phrasings),
    reply: refusalWithoutPassages(askedOf(subject, attribute.label)),
    expected: REFUSED,
  };
}
