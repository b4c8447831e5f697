// One store in a process of its own, told what to do by run.ts: `worker.ts NAME PASSAGES DIMS FOLDER`.
import { mkdirSync, rmSync } from "node:fs";

import { CONTESTANTS, isContestant } from "./contestants/registry.ts";
import { freshItems, loadData, loadQuestions, type Questions } from "./data.ts";
import { type Kind, questionOf, truthOf } from "./kinds.ts";

export type Task =
  | { readonly kind: "build" }
  | { readonly kind: "open" }
  | {
      readonly kind: "ask";
      readonly what: Kind;
      readonly from: number;
      readonly count: number;
      readonly budgetMs: number;
    }
  | { readonly kind: "upsert"; readonly seed: number };

export type Built = {
  readonly ms: number;
  readonly persists: boolean;
  readonly canText: boolean;
  readonly canUpsert: boolean;
};
export type Opened = { readonly ms: number };
export type Asked = { readonly times: readonly number[]; readonly recalls: readonly number[] };
/** Milliseconds until the call returned, and until the new content was found. */
export type Upserted = { readonly ms: number; readonly visibleMs: number | undefined };
export type Outcome = Built | Opened | Asked | Upserted;

const [name = "", passages = "0", dims = "0", folder = ""] = process.argv.slice(2);
const size = { passages: Number(passages), dims: Number(dims) };
if (!isContestant(name)) throw new Error(`There is no contestant called ${name}.`);
const contestant = CONTESTANTS[name]({ ...size, folder });
let questions: Questions;

async function build(): Promise<Built> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const data = loadData(size);
  const start = performance.now();
  await contestant.build(data);
  const ms = performance.now() - start;
  const { persists, canText } = contestant;
  if (persists) await contestant.close();
  else questions = loadQuestions(size);
  return { ms, persists, canText, canUpsert: contestant.upsert !== undefined };
}

async function open(): Promise<Opened> {
  questions = loadQuestions(size);
  const question = questionOf("vector", questions, 0);
  const start = performance.now();
  await contestant.open();
  await contestant.ask(question);
  return { ms: performance.now() - start };
}

async function ask({ what, from, count, budgetMs }: Extract<Task, { kind: "ask" }>): Promise<Asked> {
  const times: number[] = [];
  const recalls: number[] = [];
  const begin = performance.now();
  for (let n = 0; n < count && performance.now() - begin < budgetMs; n++) {
    const index = (from + n) % questions.count;
    const question = questionOf(what, questions, index);
    const start = performance.now();
    const found = await contestant.ask(question);
    times.push(performance.now() - start);
    const truth = truthOf(what, questions, index);
    if (truth !== undefined) recalls.push(truth.filter((id) => found.includes(id)).length / truth.length);
  }
  return { times, recalls };
}

/** Replaces 100 passages and asks until the last one of them is found by its vector. */
async function upsert(seed: number): Promise<Upserted> {
  const items = freshItems(size, 100, seed);
  const ids = items.map((_, index) => (index * 97 + seed * 13) % size.passages);
  const start = performance.now();
  await contestant.upsert?.(ids, items);
  const ms = performance.now() - start;
  for (let attempt = 0; attempt < 200; attempt++) {
    const [first] = await contestant.ask({ vector: items[99]?.vector ?? new Float32Array(size.dims) });
    if (first === ids[99]) return { ms, visibleMs: performance.now() - start };
  }
  return { ms, visibleMs: undefined };
}

async function perform(task: Task): Promise<Outcome> {
  if (task.kind === "build") return build();
  if (task.kind === "open") return open();
  if (task.kind === "ask") return ask(task);
  return upsert(task.seed);
}

process.on("message", (task: Task) => {
  void perform(task).then(
    (outcome) => process.send?.({ outcome }),
    (error: unknown) =>
      process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
