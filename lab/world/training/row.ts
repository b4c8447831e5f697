// A line of training text, and how a task becomes one: any system message, any casual spelling of the question.
import { chance, pick, type Random } from "../random.ts";
import {
  CLOSED_SYSTEM,
  CLOSED_SYSTEM_VARIANTS,
  formatReading,
  type Message,
  READING_SYSTEM,
  READING_SYSTEM_VARIANTS,
} from "../reading-prompt.ts";
import type { MakeTask, Task, TaskContext } from "../tasks/task.ts";

export type Row = { readonly messages: readonly Message[] } | { readonly text: string };
export type MessageRow = Extract<Row, { readonly messages: unknown }>;

export type MakeRow<Made extends Row = Row> = (context: TaskContext) => Made;

function system(random: Random, canonical: string, variants: readonly string[]): readonly Message[] {
  if (chance(random, 0.06)) return [];
  return [{ role: "system", content: chance(random, 0.6) ? canonical : pick(random, variants) }];
}

export function closedSystem(random: Random): readonly Message[] {
  return system(random, CLOSED_SYSTEM, chance(random, 0.4) ? READING_SYSTEM_VARIANTS : CLOSED_SYSTEM_VARIANTS);
}

export function taskRow(random: Random, { passages, question, reply }: Task): MessageRow {
  const asked = casual(random, question);
  const closed = chance(random, 0.15) ? `Question: ${asked}` : asked;
  return {
    messages: [
      ...(passages === undefined ? closedSystem(random) : system(random, READING_SYSTEM, READING_SYSTEM_VARIANTS)),
      { role: "user", content: passages === undefined ? closed : formatReading(passages, asked) },
      { role: "assistant", content: reply },
    ],
  };
}

export const trained =
  (make: MakeTask): MakeRow<MessageRow> =>
  (context) =>
    taskRow(context.random, make(context));

const OPENERS = [
  "Hi, ",
  "Hello, ",
  "Quick question: ",
  "Please tell me: ",
  "I wonder: ",
  "One more thing: ",
  "Sorry, ",
];

/** People do not always write with a capital and a question mark. */
function casual(random: Random, question: string): string {
  if (chance(random, 0.85)) return question;
  const lowered = question.charAt(0).toLowerCase() + question.slice(1);
  if (chance(random, 0.35))
    return `${pick(random, OPENERS)}${/^[A-Z][a-z]+ /u.test(question) && startsPlainly(question) ? lowered : question}`;
  if (chance(random, 0.5)) return question.replace(/[?.]$/u, "");
  return startsPlainly(question) ? lowered : question;
}

/** True when the first word is an ordinary one, so that it may lose its capital. */
function startsPlainly(question: string): boolean {
  return /^(?:What|Who|When|Where|Which|How|Tell|Can|Do|Please|For|From|To|In|On|Under|With|At|By|After|Is)\b/u.test(
    question,
  );
}
