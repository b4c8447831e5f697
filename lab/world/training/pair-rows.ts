// Passages that questions about two facts share: side by side, one leading to the other, or an older and a newer page.
import type { CastFact, Subject } from "../create-cast.ts";
import { fill, question } from "../phrase.ts";
import { chance, pick, sample, shuffled, whole } from "../random.ts";
import { citedReply, missingPart } from "../reading-prompt.ts";
import { newest } from "../tasks/changed-facts.ts";
import { dated, many, passageWith, SHORT, unrelated } from "../tasks/pick-passages.ts";
import { clauseOf, type Task, type TaskContext } from "../tasks/task.ts";
import { JOINT_QUESTIONS, jointQuestion, pairReply } from "../tasks/two-facts.ts";
import { answered, type Placed, soleFacts } from "./shared-tasks.ts";

/** Tasks with the same passages. */
export function pairTasks(context: TaskContext): readonly Task[] {
  const { random } = context;
  if (chance(random, NEWEST_SHARE)) return newestTasks(context);
  const links = sample(random, linksOf(context), whole(random, 1, 2));
  const wanted = [...links.flatMap(({ first, second }) => [first, second]), ...many(2, () => anyOther(context))];
  const bySubject = new Map(wanted.map((fact) => [fact.subject, fact]));
  const found = shuffled(random, [
    ...[...bySubject.values()].map((fact) => passageWith(context, fact, chance(random, 0.6) ? SHORT : undefined)),
    ...many(whole(random, 0, 1), () => unrelated(context, anyOther(context))),
  ]);
  const passages = found.map((passage) => dated(random, passage));
  const sole = soleFacts(found);
  const tasks = [
    ...chainsIn(sole, context).map((pair) => chainedTask(context, pair)),
    ...many(3, () => jointTask(context, sole)).flat(),
    ...halfTask(context, sole),
    ...sample(random, sole, 3).map((placed) => answered(context, placed)),
    ...brokenChains(context, sole),
  ];
  return shuffled(random, tasks).map((task) => ({ ...task, passages }));
}

const NEWEST_SHARE = 0.25;

type Link = { readonly first: CastFact; readonly second: CastFact };

/** Facts whose value is a subject of the company, with a fact of that subject. */
function linksOf({ random, cast }: TaskContext): readonly Link[] {
  const named = new Map(cast.subjects.map((subject) => [subject.said, subject]));
  return cast.subjects.flatMap(({ facts }) =>
    facts.flatMap((first) => {
      const next = named.get(first.value);
      return next === undefined || next === first.subject ? [] : [{ first, second: pick(random, next.facts) }];
    }),
  );
}

function anyOther({ random, cast }: TaskContext): CastFact {
  return pick(random, pick(random, cast.subjects).facts);
}

type Pair = readonly [Placed, Placed];

/** Every first fact once, with some fact of whom it names. */
function chainsIn(sole: readonly Placed[], { random }: TaskContext): readonly Pair[] {
  const bySaid = Map.groupBy(sole, ({ fact }) => fact.subject.said);
  return sole.flatMap((first): readonly Pair[] => {
    const seconds = bySaid.get(first.fact.value) ?? [];
    return sample(random, seconds, 2).map((second) => [first, second] as const);
  });
}

function chainedTask({ random }: TaskContext, [first, second]: Pair): Task {
  const bridge = `the ${first.fact.attribute.label} of ${first.fact.subject.said}`;
  return pairTask([first, second], fill(pick(random, second.fact.attribute.questions.train), bridge, ""));
}

function jointTask({ random }: TaskContext, sole: readonly Placed[]): readonly Task[] {
  const [first, second] = sample(random, sole, 2);
  if (first === undefined || second === undefined || first.fact.subject === second.fact.subject) return [];
  return [pairTask([first, second], jointQuestion(pick(random, JOINT_QUESTIONS), first.fact, second.fact))];
}

/** One of two things stands there: it is said, and that the other does not. */
function halfTask(context: TaskContext, sole: readonly Placed[]): readonly Task[] {
  const { random } = context;
  const [told] = sample(random, sole, 1);
  const missing = anyOther(context);
  if (told === undefined || sole.some(({ fact }) => fact.subject === missing.subject)) return [];
  const pair = chance(random, 0.5) ? ([told.fact, missing] as const) : ([missing, told.fact] as const);
  return [
    {
      question: jointQuestion(pick(random, JOINT_QUESTIONS), ...pair),
      reply: halfReply(told, missing),
      expected: { values: [told.fact.value], refuse: false, cites: [told.place] },
    },
  ];
}

function halfReply({ fact, place }: Placed, { attribute, subject }: Pick<CastFact, "attribute" | "subject">): string {
  return `${citedReply(clauseOf(fact), place)} ${missingPart(attribute.label, subject.said)}`;
}

function pairTask([first, second]: Pair, asked: string): Task {
  const places = [first.place, second.place] as const;
  return {
    question: asked,
    reply: pairReply(first.fact, second.fact, places),
    expected: { values: [first.fact.value, second.fact.value], refuse: false, cites: places },
  };
}

/** The passages name who it is, and do not say what is asked of them: half of it is told. */
function brokenChains({ random, cast }: TaskContext, sole: readonly Placed[]): readonly Task[] {
  const named = new Map(cast.subjects.map((subject): [string, Subject] => [subject.said, subject]));
  const broken = sole.flatMap((placed) => {
    const { fact } = placed;
    const next = named.get(fact.value);
    if (next === undefined || next === fact.subject || next.undocumented.length === 0) return [];
    const attribute = pick(random, next.undocumented);
    const bridge = `the ${fact.attribute.label} of ${fact.subject.said}`;
    return [
      {
        question: fill(pick(random, attribute.questions.train), bridge, ""),
        reply: halfReply(placed, { attribute, subject: next }),
        expected: { values: [fact.value], refuse: false, cites: [placed.place] },
      },
    ];
  });
  return sample(random, broken, 1);
}

/** Two versions of a page, asked about in several ways: the date above the page decides. */
function newestTasks(context: TaskContext): readonly Task[] {
  const { random, phrasings, cast } = context;
  const task = newest(context);
  const fact = cast.subjects
    .flatMap(({ facts }) => facts)
    .find((known) => task.reply.startsWith(`${clauseOf(known)} [`));
  if (fact === undefined) return [task];
  const again = many(3, () => ({ ...task, question: question(random, fact.subject, fact.attribute, phrasings) }));
  return [task, ...again];
}
