// Which rows teach facts: those whose reply says a name, a number or a code that the prompt does not give.
import type { TrainExample } from "../../spec/training.ts";
import { isRefusal } from "../check/describe-replies.ts";
import { askedText, lastExchange, learntText, messageText } from "../examples/message-text.ts";
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
  const replies = new Map<string, Set<string>>();
  for (const example of examples) {
    const key = plainText(learntText(example));
    replies.set(key, (replies.get(key) ?? new Set()).add(plainText(askedText(example))));
  }
  const kinds: RowKind[] = [];
  const facts = new Map<string, { readonly questions: string[]; readonly rows: number[]; readonly fact: Found }>();
  for (const [at, example] of examples.entries()) {
    const isLabel = (replies.get(plainText(learntText(example)))?.size ?? 0) >= LABEL_ROWS;
    const fact = isLabel ? undefined : factOf(example);
    kinds.push(fact === undefined ? "form" : "fact");
    if (fact === undefined) continue;
    const known = facts.get(fact.key) ?? { questions: [], rows: [], fact };
    if (!known.questions.includes(fact.question)) known.questions.push(fact.question);
    known.rows.push(at);
    facts.set(fact.key, known);
  }
  return {
    kinds,
    facts: [...facts.values()].map(({ questions, rows, fact }) => ({
      id: `row-${(rows[0] ?? 0) + 1}`,
      questions,
      answers: fact.values.map((value) => [value]),
      reply: fact.reply,
      rows,
    })),
  };
}

type Found = {
  readonly key: string;
  readonly question: string;
  readonly values: readonly string[];
  readonly reply: string;
};

function factOf(example: TrainExample): Found | undefined {
  const { before, reply } = lastExchange(example);
  const [question, text] = [askedText(example).trim(), reply === undefined ? "" : messageText(reply).trim()];
  if (question === "" || text === "" || isRefusal(text)) return undefined;
  const given = plainText(before.map(messageText).join("\n"));
  const said = valuesOf(text);
  const values = said.filter((value) => !given.includes(plainText(value)));
  const words = plainWords(text);
  const isNew = words.some((word) => word.length > 3 && !given.includes(` ${word} `));
  const isValue = said.length === 0 && words.length <= SHORT_REPLY && isNew && !/^[[{]/u.test(text);
  const found = isValue ? [text.replace(/[.!]+$/u, "")] : values;
  if (found.length === 0) return undefined;
  // why: what people said before a question is a part of what they ask.
  const key = plainText(
    before
      .filter(({ role }) => role !== "system")
      .map(messageText)
      .join("\n"),
  );
  return { key: `${key}=${found.map(plainText).join("|")}`, question, values: found, reply: text };
}

const VALUE =
  /[\w.+-]+@[\w.-]+\.\w+|\b(?:\p{Lu}[\p{L}\p{N}]*-)?\p{L}*\d[\p{L}\p{N}]*(?:[.,:/-][\p{L}\p{N}]+)*|\p{Lu}[\p{L}\p{N}'’-]*(?: (?:of |de |van |von )?\p{Lu}[\p{L}\p{N}'’-]*)*/gu;

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
