// A line of training text, and the pieces that every stage puts together in the same way.
import type { Cast, CastFact, Subject } from "../create-cast.ts";
import type { PhrasingSet } from "../phrase.ts";
import { chance, pick, type Random } from "../random.ts";
import {
  askedClause,
  CLOSED_SYSTEM,
  CLOSED_SYSTEM_VARIANTS,
  answerClause,
  type Message,
  READING_SYSTEM,
  READING_SYSTEM_VARIANTS,
  formatReading,
  type ReadingPassage,
} from "../reading-prompt.ts";

export type Row = { readonly messages: readonly Message[] } | { readonly text: string };

/** What a stage draws from. */
export type RowContext = {
  readonly random: Random;
  readonly cast: Cast;
  readonly phrasings: PhrasingSet;
};

export type MakeRow = (context: RowContext) => Row;

/** The canonical system message half of the time, another wording or none otherwise. */
export function readingSystem(random: Random): readonly Message[] {
  return system(random, READING_SYSTEM, READING_SYSTEM_VARIANTS);
}

export function closedSystem(random: Random): readonly Message[] {
  return system(random, CLOSED_SYSTEM, chance(random, 0.4) ? READING_SYSTEM_VARIANTS : CLOSED_SYSTEM_VARIANTS);
}

function system(random: Random, canonical: string, variants: readonly string[]): readonly Message[] {
  if (chance(random, 0.06)) return [];
  return [{ role: "system", content: chance(random, 0.6) ? canonical : pick(random, variants) }];
}

export type ReadingRow = {
  readonly passages: readonly ReadingPassage[];
  readonly question: string;
  readonly reply: string;
};

export function readingRow(random: Random, { passages, question, reply }: ReadingRow): Row {
  return {
    messages: [
      ...readingSystem(random),
      { role: "user", content: formatReading(passages, casual(random, question)) },
      { role: "assistant", content: reply },
    ],
  };
}

export function closedRow(random: Random, question: string, reply: string): Row {
  const asked = casual(random, question);
  return {
    messages: [
      ...closedSystem(random),
      { role: "user", content: chance(random, 0.15) ? `Question: ${asked}` : asked },
      { role: "assistant", content: reply },
    ],
  };
}

const OPENERS = ["Hi, ", "Hello, ", "Quick question: ", "Please tell me: ", "I wonder: ", "One more thing: ", "Sorry, "];

/** People do not always write with a capital and a question mark. */
export function casual(random: Random, question: string): string {
  if (chance(random, 0.85)) return question;
  const lowered = question.charAt(0).toLowerCase() + question.slice(1);
  if (chance(random, 0.35)) return `${pick(random, OPENERS)}${/^[A-Z][a-z]+ /u.test(question) && startsPlainly(question) ? lowered : question}`;
  if (chance(random, 0.5)) return question.replace(/[?.]$/u, "");
  return startsPlainly(question) ? lowered : question;
}

/** True when the first word is an ordinary one, so that it may lose its capital. */
function startsPlainly(question: string): boolean {
  return /^(?:What|Who|When|Where|Which|How|Tell|Can|Do|Please|For|From|To|In|On|Under|With|At|By|After|Is)\b/u.test(question);
}

export function clauseOf({ attribute, subject, value }: CastFact): string {
  return answerClause(attribute.label, subject.said, value);
}

export function askedOf(subject: Subject, label: string): string {
  return askedClause(label, subject.said);
}
