// What a run goes on holding when less is asked of it than before: a limit says what to ask, and takes no recorded row away.
import { counted } from "../../core/counted.ts";
import { SchoolbookError } from "../../core/errors.ts";
import type { RunPlan } from "./log-lines.ts";
import { planRows, planText } from "./plan-rows.ts";
import type { RunLog } from "./run-log.ts";

type Recorded = Pick<RunLog, "plan" | "mark">;

/**
 * The plan to write down: what is asked now, and of the plan before as much as has rows. Arms and repeats stay whatever was left
 * out; questions only where they still belong to the exam, since one that was taken out of its file is meant to go.
 */
export function keepRecorded(asked: RunPlan, log: Recorded, pickedFrom: readonly string[] | undefined): RunPlan {
  const before = log.plan();
  // why: a run that goes on with what it was has nothing to keep, and looking at each row of a large one takes time.
  if (before === undefined || planText(before) === planText(asked)) return asked;
  const recorded = recordedOf(before, log);
  const arms = mergeNamed(asked.arms, before.arms, ({ name }) => recorded.arms.has(name), nameOf);
  const exam = new Set(pickedFrom ?? asked.questions.map(idOf));
  const questions = mergeNamed(
    asked.questions,
    before.questions,
    ({ id }) => recorded.questions.has(id) && exam.has(id),
    idOf,
  );
  const order = new Map([...exam].map((id, at) => [id, at]));
  const repeats = Math.max(asked.repeats, recorded.repeats);
  const inOrder = questions.toSorted((one, other) => (order.get(one.id) ?? 0) - (order.get(other.id) ?? 0));
  const whole = { questions: inOrder, arms, repeats };
  refuseLosses(asked, { before, whole }, log);
  return whole;
}

type Plans = { readonly before: RunPlan; readonly whole: RunPlan };

/** An arm that became another one (its library, its prompt) would leave rows behind of questions that are not asked anew. */
function refuseLosses(asked: RunPlan, { before, whole }: Plans, log: Pick<RunLog, "mark">): void {
  const now = new Set(asked.questions.map(idOf));
  const left = whole.questions.filter(({ id }) => !now.has(id));
  if (left.length === 0) return;
  const staying = new Set([...planRows({ ...whole, questions: left })].map(({ key }) => key));
  const lost = [...planRows({ ...before, questions: left })].filter(
    ({ key }) => log.mark(key) !== undefined && !staying.has(key),
  );
  const [first] = lost;
  if (first === undefined) return;
  throw new SchoolbookError(
    "usage",
    `The arm ${first.arm.name} is no longer what it was when this run was made: its library, prompt or settings have changed. Asking only a part of the questions would take ${counted(lost.length, "recorded row")} away.`,
    { hint: "Ask all questions, or give this part a run of its own with --run." },
  );
}

/** Rows of the plan that are there and were not asked for. */
export function countBesides(asked: RunPlan, whole: RunPlan, log: Pick<RunLog, "mark">): number {
  if (whole === asked) return 0;
  const keys = new Set<string>();
  for (const { key } of planRows(whole)) if (log.mark(key) !== undefined) keys.add(key);
  for (const { key } of planRows(asked)) keys.delete(key);
  return keys.size;
}

function recordedOf(plan: RunPlan, log: Pick<RunLog, "mark">) {
  const recorded = { arms: new Set<string>(), questions: new Set<string>(), repeats: 0 };
  for (const { key, question, arm, repeat } of planRows(plan)) {
    if (log.mark(key) === undefined) continue;
    recorded.arms.add(arm.name);
    recorded.questions.add(question.id);
    recorded.repeats = Math.max(recorded.repeats, repeat + 1);
  }
  return recorded;
}

/** In the order of before where something of it stays; what is asked now replaces what is called the same. */
function mergeNamed<Item>(
  asked: readonly Item[],
  before: readonly Item[],
  stays: (item: Item) => boolean,
  name: (item: Item) => string,
): readonly Item[] {
  const now = new Map(asked.map((item) => [name(item), item]));
  const kept = before.filter((item) => !now.has(name(item)) && stays(item));
  if (kept.length === 0) return asked;
  const isKept = new Set(kept);
  const first = before.flatMap((item) => now.get(name(item)) ?? (isKept.has(item) ? [item] : []));
  return [...first, ...asked.filter((item) => !first.includes(item))];
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

function idOf({ id }: { readonly id: string }): string {
  return id;
}
