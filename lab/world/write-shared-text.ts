// Writes training text in which many questions share their passages: `node lab/world/write-shared-text.ts --seed a --companies 100 --out FILE`.
// Why: nearly all tokens of a reading row are passages; asking eight questions of the same ones costs an eighth of the time.
import { closeSync, openSync, writeSync } from "node:fs";
import { parseArgs } from "node:util";

import type { Attribute } from "./attributes/attribute.ts";
import { type CastFact, createCast, type Subject } from "./create-cast.ts";
import { question } from "./phrase.ts";
import { PUBLIC_WORLD } from "./public-world.ts";
import { chance, pick, pickWeighted, type Random, randomFrom, sample, shuffled, whole } from "./random.ts";
import { citedReply, formatReading, refusalOfPassages, refusalWithoutPassages } from "./reading-prompt.ts";
import { type Passage, renderPage } from "./render-passage.ts";
import { changesPage } from "./tasks/changed-facts.ts";
import { anyFact, dated, distractor, many, passageWith, SHORT, unrelated } from "./tasks/pick-passages.ts";
import { askedOf, clauseOf, REFUSED, type Task, type TaskContext } from "./tasks/task.ts";
import { withJsonRequest } from "./training/json-request.ts";
import { taskRow } from "./training/row.ts";
import { makeRow as makeWorldRow, type StagedRow } from "./training/stages.ts";

type Branch = { readonly ask: string; readonly reply: string };

/** One start and the questions that go on from it, each as if it stood alone. */
type SharedRow = {
  readonly stage: string;
  readonly system: string | undefined;
  readonly passages: string;
  readonly branches: readonly Branch[];
};

/** Shares of rows: one passage, two or three, four to six, pages with several sections, none, and conversations as the world writes them. */
const MIXES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  first: { one: 80, few: 0, many: 0, cuts: 0, pages: 0, closed: 20, world: 0 },
  main: { one: 12, few: 18, many: 36, cuts: 0, pages: 0, closed: 12, world: 22 },
  short: { one: 62, few: 18, many: 0, pages: 0, closed: 20, world: 0 },
  tune: { one: 0, few: 20, many: 48, cuts: 20, pages: 0, closed: 0, world: 12 },
  long: { one: 0, few: 0, many: 15, pages: 70, closed: 0, world: 15 },
};

function makeRow(context: TaskContext, stage: string): SharedRow | StagedRow {
  const { random } = context;
  if (stage === "world") return makeWorldRow("mixed", context);
  if (stage === "closed")
    return share(
      "closed",
      context,
      many(10, () => closedTask(context)),
    );
  const told = !chance(random, UNTOLD[stage] ?? 0);
  if (!told) return untoldRow(context, stage);
  const fact = anyFact(context);
  const first = passageWith(context, fact, stage === "one" && chance(random, 0.6) ? SHORT : undefined);
  if (PAGED.has(stage)) {
    return share(
      stage,
      context,
      readingTasks(context, pagesAround(context, stage, { target: fact, first: [first] }), fact),
    );
  }
  const misleading = many(othersIn(stage, random), () => otherPassage(context, fact, stage === "few" ? 0.4 : 0.15));
  return share(stage, context, readingTasks(context, shuffled(random, [first, ...misleading]), fact));
}

/** How many rows leave out the one passage that would tell, and keep those that mislead. */
const UNTOLD: Readonly<Record<string, number>> = { one: 0.15, few: 0.35, many: 0.35, cuts: 0.35, pages: 0.35 };

/** Stages of pages with several sections: a few short ones, or as many as a prompt holds. */
const PAGED: ReadonlySet<string> = new Set(["cuts", "pages"]);

const othersIn = (stage: string, random: Random): number =>
  stage === "one" ? 0 : stage === "few" ? whole(random, 1, 2) : whole(random, 3, 5);

/** A question is in the row for which its passages were made to mislead, and it is refused. */
function untoldRow(context: TaskContext, stage: string): SharedRow {
  const { random } = context;
  const target = chance(random, 0.45) ? anyFact(context) : untoldTarget(context);
  if (PAGED.has(stage)) {
    return share(stage, context, readingTasks(context, pagesAround(context, stage, { target, first: [] }), target));
  }
  const passages = many(othersIn(stage, random) + 1, () => distractor(context, target));
  return share(stage, context, readingTasks(context, passages, target));
}

/** Something that nobody has written down, or of a subject that is written down nowhere. */
function untoldTarget({ random, cast }: TaskContext): Target {
  const absent = chance(random, 0.45);
  const subject = pick(random, absent ? cast.absent : cast.subjects);
  const attribute =
    absent && chance(random, 0.4) ? pick(random, subject.facts).attribute : pick(random, subject.undocumented);
  return { subject, attribute };
}

function otherPassage(context: TaskContext, target: Target, plain: number): Passage {
  return chance(context.random, plain) ? unrelated(context, target) : distractor(context, target);
}

/** Pages as a library cuts them, two to four sections each; now and then one of them tells of changes. */
function pagesAround(context: TaskContext, stage: string, { target, first }: Around): readonly Passage[] {
  const { random } = context;
  const count = stage === "pages" ? whole(random, 8, 17) : whole(random, 3, 6);
  const sections = many(count, () =>
    chance(random, 0.08) ? changes(context, target) : otherPassage(context, target, 0.3),
  );
  const shelf = shuffled(random, [...first, ...sections]);
  const pages = Math.ceil(shelf.length / 3);
  return many(pages, (at) =>
    renderPage(
      shelf.filter((_, place) => place % pages === at),
      context,
    ),
  );
}

type Around = { readonly target: Target; readonly first: readonly Passage[] };

function changes(context: TaskContext, target: Target): Passage {
  const facts = many(whole(context.random, 1, 4), () => anyFact(context));
  const others = facts.filter(({ subject }) => subject.name !== target.subject.name);
  return others.length === 0 ? unrelated(context, target) : changesPage(context, others);
}

/** The tasks' common start, and what each adds to it. */
function share(stage: string, { random }: TaskContext, tasks: readonly Task[]): SharedRow {
  const passages = tasks[0]?.passages ?? [];
  const start = passages.length === 0 ? "" : formatReading(passages, "").replace(/Question: $/u, "");
  const rows = tasks.map((task) => taskRow(random, task).messages);
  return {
    stage,
    system: rows[0]?.find(({ role }) => role === "system")?.content,
    passages: start,
    branches: rows.map((messages, at) => {
      const asked = (messages.at(-2)?.content ?? "").slice(start.length);
      const ask = start !== "" && chance(random, 0.06) ? withJsonRequest(random, asked) : asked;
      return { ask, reply: tasks[at]?.reply ?? "" };
    }),
  };
}

/** Asks first what the passages were made for, and the same of those who resemble its subject; then whatever they say, or do not. */
function readingTasks(context: TaskContext, found: readonly Passage[], target: Target): readonly Task[] {
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
  const aimed = [...wanted.map((placed) => answered(context, placed)), ...(told ? [] : [refusal(context, target)])];
  const rest = [
    ...sample(random, others, count - wanted.length).map((placed) => answered(context, placed)),
    ...many(found.length === 1 ? whole(random, 0, 1) : whole(random, 1, 2), () => refused(context, found)),
  ];
  // why first: a sheet that is nearly full drops the last ones
  return [...aimed, ...shuffled(random, rest)].map((task) => ({ ...task, passages }));
}

type Target = Pick<CastFact, "subject" | "attribute">;
type Placed = { readonly fact: CastFact; readonly place: number };

const keyOf = ({ said }: Subject, { key }: Attribute): string => `${said}/${key}`;

/** Facts that stand in one passage only, so that one citation is right. */
function soleFacts(passages: readonly Passage[]): readonly Placed[] {
  const found = new Map<string, Placed[]>();
  for (const [at, { stated }] of passages.entries()) {
    for (const { fact } of stated) {
      const key = keyOf(fact.subject, fact.attribute);
      found.set(key, [...(found.get(key) ?? []), { fact, place: at + 1 }]);
    }
  }
  return [...found.values()].flatMap((places) => (places.length === 1 ? places : []));
}

function answered({ random, phrasings }: TaskContext, { fact, place }: Placed): Task {
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

function refusal({ random, phrasings }: TaskContext, { subject, attribute }: Target): Task {
  return {
    question: question(random, subject, attribute, phrasings),
    reply: refusalOfPassages(askedOf(subject, attribute.label)),
    expected: REFUSED,
  };
}

/** Without passages: public facts are known, everything else is not. */
function closedTask({ random, cast, phrasings }: TaskContext): Task {
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

function main(): void {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "1" },
      companies: { type: "string", default: "100" },
      rows: { type: "string", default: "20" },
      mix: { type: "string", default: "main" },
      split: { type: "string", default: "train" },
      out: { type: "string", default: "shared.jsonl" },
    },
  });
  const mix = MIXES[values.mix] ?? {};
  const file = openSync(values.out, "w");
  for (let company = 0; company < Number(values.companies); company += 1) {
    const random = randomFrom(`shared/${values.seed}/${company}`);
    const split = values.split === "exam" ? "exam" : "train";
    const context: TaskContext = {
      random,
      cast: createCast({ random, split }),
      phrasings: split === "train" ? "composed" : split,
    };
    const rows = many(Number(values.rows), () =>
      makeRow(
        context,
        pickWeighted(random, Object.keys(mix), (name) => mix[name] ?? 0),
      ),
    );
    writeSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  }
  closeSync(file);
}

if (import.meta.main) main();
