// Makes rows in which many questions share their passages, and the shares of each kind of row.
import { chance, pick, pickWeighted, type Random, shuffled, whole } from "../random.ts";
import { formatReading } from "../reading-prompt.ts";
import { type Passage, renderPage } from "../render-passage.ts";
import { changesPage } from "../tasks/changed-facts.ts";
import { anyFact, distractor, many, passageWith, SHORT, unrelated } from "../tasks/pick-passages.ts";
import type { Task, TaskContext } from "../tasks/task.ts";
import { withJsonRequest } from "./json-request.ts";
import { pairTasks } from "./pair-rows.ts";
import { taskRow } from "./row.ts";
import { closedTask, readingTasks, refusal, type Target } from "./shared-tasks.ts";
import { makeRow as makeWorldRow, type StagedRow } from "./stages.ts";

type Branch = { readonly ask: string; readonly reply: string };

/** One start and the questions that go on from it, each as if it stood alone. */
export type SharedRow = {
  readonly stage: string;
  readonly system: string | undefined;
  readonly passages: string;
  readonly branches: readonly Branch[];
};

/** Shares of rows: one passage, two or three, four to six, the same with most of what would tell left out, pages with several sections, questions about two facts, none, and conversations as the world writes them. */
export const MIXES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  first: { one: 80, few: 0, many: 0, cuts: 0, pages: 0, closed: 20, world: 0 },
  main: { one: 12, few: 18, many: 36, cuts: 0, pages: 0, closed: 12, world: 22 },
  short: { one: 62, few: 18, many: 0, pages: 0, closed: 20, world: 0 },
  tune: { one: 0, few: 20, many: 48, cuts: 20, pages: 0, closed: 0, world: 12 },
  doubt: { one: 0, few: 15, many: 0, doubt: 60, cuts: 15, pages: 0, closed: 0, world: 10 },
  long: { one: 0, few: 0, many: 15, pages: 70, closed: 0, world: 15 },
  pairs: { one: 0, few: 0, many: 0, pairs: 80, world: 20 },
};

/** A row of the mix, its kind drawn by its share. */
export function makeSharedRow(context: TaskContext, mix: Readonly<Record<string, number>>): SharedRow | StagedRow {
  return makeRow(
    context,
    pickWeighted(context.random, Object.keys(mix), (name) => mix[name] ?? 0),
  );
}

function makeRow(context: TaskContext, stage: string): SharedRow | StagedRow {
  const { random } = context;
  if (stage === "world") return makeWorldRow("mixed", context);
  if (stage === "closed")
    return share(
      "closed",
      context,
      many(10, () => closedTask(context)),
    );
  if (stage === "pairs") return share(stage, context, pairTasks(context));
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
const UNTOLD: Readonly<Record<string, number>> = {
  one: 0.25,
  few: 0.45,
  many: 0.45,
  doubt: 0.7,
  cuts: 0.4,
  pages: 0.4,
};

/** Stages of pages with several sections: a few short ones, or as many as a prompt holds. */
const PAGED: ReadonlySet<string> = new Set(["cuts", "pages"]);

const othersIn = (stage: string, random: Random): number =>
  stage === "one" ? 0 : stage === "few" ? whole(random, 1, 2) : whole(random, 3, 5);

/** A question is in the row for which its passages were made to mislead, and it is refused. */
function untoldRow(context: TaskContext, stage: string): SharedRow {
  const { random } = context;
  const target = chance(random, stage === "doubt" ? 0.25 : 0.45) ? anyFact(context) : untoldTarget(context);
  if (PAGED.has(stage)) {
    return share(stage, context, readingTasks(context, pagesAround(context, stage, { target, first: [] }), target));
  }
  const passages = many(othersIn(stage, random) + 1, () => distractor(context, target));
  const tasks = readingTasks(context, passages, target);
  // why: what is refused here and easily answered by mistake is worth asking in several ways
  const again =
    stage === "doubt" ? many(2, () => ({ ...refusal(context, target), passages: tasks[0]?.passages ?? [] })) : [];
  return share(stage, context, [...again, ...tasks]);
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
