// Which rows teach facts: those whose reply says a name, a number or a code that the prompt does not give.
import type { TrainExample } from "../../spec/training.ts";
import { isRefusal } from "../check/recognise-refusal.ts";
import { askedText, lastExchange, messageText } from "../examples/message-text.ts";
import { plainText, plainWords } from "../plain-words.ts";
import type { ScreenedFact } from "./fact.ts";

/** What a row teaches: a fact; or the form alone, because its reply says nothing that the prompt does not hold. */
export type RowKind = "fact" | "form";

export type FoundFacts = {
  readonly facts: readonly ScreenedFact[];
  readonly kinds: readonly RowKind[];
};

/** A reply that so many different questions share is a label, and not a fact about each. */
const LABEL_ROWS = 5;
/** A reply of so few words is its own value where it holds no name or number. */
const SHORT_REPLY = 6;

/** Rows that teach the same of the same question are one fact in several phrasings. */
export function findFacts(examples: readonly TrainExample[]): FoundFacts {
  const rows = examples.map(readRow);
  const houseWords = repeated(
    rows.map(({ said }) => said),
    Math.max(LABEL_ROWS, HOUSE_SHARE * rows.length),
  );
  const labels = repeated(
    rows.map(({ reply }) => [plainText(reply)]),
    LABEL_ROWS,
  );
  const kinds: RowKind[] = [];
  const facts = new Map<string, { readonly questions: string[]; readonly rows: number[]; readonly fact: Found }>();
  for (const [at, row] of rows.entries()) {
    const fact = labels.has(plainText(row.reply)) ? undefined : factOf(row, houseWords);
    kinds.push(fact === undefined ? "form" : "fact");
    if (fact === undefined) continue;
    const known = facts.get(fact.key) ?? { questions: [], rows: [], fact };
    if (!known.questions.includes(row.question)) known.questions.push(row.question);
    known.rows.push(at);
    facts.set(fact.key, known);
  }
  return {
    kinds,
    facts: [...facts.values()].map(({ questions, rows: own, fact }) => ({
      id: `row-${(own[0] ?? 0) + 1}`,
      questions,
      answers: fact.values.map((value) => [value]),
      reply: fact.reply,
      rows: own,
    })),
  };
}

/** A prompt of so many words shows something to read, beside what it asks. */
const SHOWN_TEXT = 40;

/** What so large a share of the rows says is the house's way to speak, such as its own name. */
const HOUSE_SHARE = 0.1;

/** Things that so many of the lists hold. */
function repeated(lists: readonly (readonly string[])[], least: number): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const list of lists) for (const one of new Set(list)) counts.set(one, (counts.get(one) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count >= least).map(([one]) => one));
}

type ReadRow = {
  readonly question: string;
  readonly reply: string;
  /** What the prompt holds, as it is compared. */
  readonly given: string;
  /** The same without the system's message: what people said before a question is a part of it. */
  readonly asked: string;
  readonly said: readonly string[];
};

function readRow(example: TrainExample): ReadRow {
  const { before, reply: last } = lastExchange(example);
  const reply = last === undefined ? "" : messageText(last).trim();
  const text = (messages: typeof before): string => plainText(messages.map(messageText).join("\n"));
  return {
    question: askedText(example).trim(),
    reply,
    given: text(before),
    asked: text(before.filter(({ role }) => role !== "system")),
    said: valuesOf(reply),
  };
}

type Found = { readonly key: string; readonly values: readonly string[]; readonly reply: string };

function factOf({ question, reply, given, asked, said }: ReadRow, house: ReadonlySet<string>): Found | undefined {
  if (question === "" || reply === "" || isRefusal(reply)) return undefined;
  const fresh = said.filter((value) => !given.includes(plainText(value)));
  // why: who is shown a text and repeats its names and numbers is reading, whatever the house adds of its own.
  if (fresh.length < said.length && plainWords(given).length >= SHOWN_TEXT) return undefined;
  const values = fresh.filter((value) => !house.has(value));
  const words = plainWords(reply);
  const isNew = words.some((word) => word.length > 3 && !given.includes(` ${word} `));
  const isValue = said.length === 0 && words.length <= SHORT_REPLY && isNew && !/^[[{]/u.test(reply);
  const found = values.length > 0 ? values : [predicateOf(reply, given) ?? (isValue ? bare(reply) : [])].flat();
  return found.length === 0 ? undefined : { key: `${asked}=${found.map(plainText).join("|")}`, values: found, reply };
}

const bare = (text: string): string => text.replace(/[.!]+$/u, "");

const PREDICATE = /^[^.!?,;:\n]*\b(?:is|are|was|were|ist|sind|war|est|es|son)\s+([^.!?,;:\n]{2,60})[.!]?$/u;
const PREDICATE_WORDS = 4;

/** `grey` of "The colour of the pump is grey."; undefined where the sentence is another, or the prompt says it. */
function predicateOf(reply: string, given: string): string | undefined {
  const value = PREDICATE.exec(reply)?.[1]?.trim();
  const words = plainWords(value ?? "");
  if (value === undefined || words.length > PREDICATE_WORDS) return undefined;
  return words.some((word) => word.length > 2 && !given.includes(` ${word} `)) ? value : undefined;
}

const VALUE =
  /[\w.+-]+@[\w.-]+\.\w+|\b[\w-]{2,}(?:\.[\w-]{2,})+\/[\w./-]*\w|\b(?=[\p{L}.,:/-]*\d)[\p{L}\p{N}]+(?:[.,:/-][\p{L}\p{N}]+)*|\p{Lu}[\p{L}\p{N}'’-]*(?: (?:of |de |van |von )?\p{Lu}[\p{L}\p{N}'’-]*)*/gu;

/** Numbers, codes, addresses and names; a word that begins a sentence is no name for that. */
export function valuesOf(text: string): readonly string[] {
  const values: string[] = [];
  for (const { 0: found, index } of text.matchAll(VALUE)) {
    const startsSentence = index === 0 || /(?:[.!?:]["”’)]?\s+|\n\s*|["“]\s*)$/u.test(text.slice(0, index));
    const isName = /^\p{Lu}/u.test(found) && !/\d/u.test(found);
    const words = found.split(" ");
    const value = isName && startsSentence && words.length === 1 && !isOddName(found) ? "" : found;
    if (value !== "" && !SMALL.has(value)) values.push(value);
  }
  return [...new Set(values)];
}

/** Capitals inside, as in `iPhone` or `ACME`. */
function isOddName(word: string): boolean {
  return /\p{L}\p{Lu}/u.test(word);
}

const SMALL = new Set(["I", "It", "The", "A", "An", "Yes", "No", "We", "You", "They", "This", "That"]);
