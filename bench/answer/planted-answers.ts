// Answers whose truth is known because they are made from the documents: true ones in several spellings, wrong ones with one defect each.
import type { Company, CompanyFact, CompanyQuestion } from "../../lab/world/company/company.ts";
import { pick, type Random } from "../../lab/world/random.ts";
import type { SourcePassage } from "../../src/answer/model/prompt/source-passage.ts";
import type { Document } from "../../src/spec/document.ts";

export type PlantedAnswer = {
  readonly kind: string;
  readonly isTrue: boolean;
  readonly reply: string;
  readonly asked: string;
  /** What the model was shown; the first one says it. */
  readonly passages: readonly SourcePassage[];
};

export type Shown = { readonly document: Document; readonly passages: readonly SourcePassage[] };

type Seed = {
  readonly fact: CompanyFact;
  readonly question: CompanyQuestion;
  /** The whole sentence or line of the passage that states it. */
  readonly sentence: string;
  readonly passage: SourcePassage;
  readonly other: SourcePassage;
  readonly random: Random;
};

export function* answersOn(company: Company, shown: readonly Shown[], random: Random): Generator<PlantedAnswer> {
  const all = shown.flatMap(({ passages }) => passages);
  for (const question of company.questions.filter(({ kind }) => kind === "fact")) {
    const fact = company.facts.find(({ id, validTo }) => id === question.factIds[0] && validTo === undefined);
    const sentence = fact?.sentence.trim() ?? "";
    const passage = all.find(({ documentId, text }) => documentId === fact?.documentId && text.includes(sentence));
    if (fact === undefined || passage === undefined || sentence.includes("\n") || sentence.length < 20) continue;
    const other = pick(
      random,
      all.filter(({ documentId }) => documentId !== fact.documentId),
    );
    const seed: Seed = { fact, question, sentence, passage, other, random };
    for (const make of [...TRUE, ...WRONG]) yield* answersOf(make, seed);
  }
}

type Make = { readonly kind: string; readonly isTrue: boolean; readonly reply: (seed: Seed) => string | undefined };

function* answersOf({ kind, isTrue, reply }: Make, seed: Seed): Generator<PlantedAnswer> {
  const text = reply(seed);
  const { question, passage, other } = seed;
  if (text !== undefined)
    yield {
      kind: `${isTrue ? "true" : "wrong"}: ${kind}`,
      isTrue,
      reply: text,
      asked: question.question,
      passages: [passage, other],
    };
}

/** Without list marks, table bars and the lead of a question: as a model says it. */
function plain(sentence: string): string {
  return sentence.replace(/^(?:[-*] |Q: [^?]*\? ?(?:A: )?)/u, "").replace(/[.]$/u, "");
}

/** One sentence, no question and no row of a table. */
const isProse = ({ sentence }: Seed): boolean =>
  !sentence.includes("|") &&
  /\s\S+\s/u.test(plain(sentence)) &&
  !/[?]|\. /u.test(plain(sentence).replaceAll("Ltd. ", ""));

const TRUE: readonly Make[] = [
  {
    kind: "the sentence and its mark",
    isTrue: true,
    reply: (seed) => (isProse(seed) ? `${plain(seed.sentence)} [1].` : undefined),
  },
  {
    kind: "a quote and its mark",
    isTrue: true,
    reply: (seed) => (isProse(seed) ? `The page says “${plain(seed.sentence)}”【1】.` : undefined),
  },
  {
    kind: "a quote with other quotation marks and dashes",
    isTrue: true,
    reply: (seed) =>
      isProse(seed)
        ? `It says: "${plain(seed.sentence).replaceAll("–", "-").replaceAll(" ", "\u00a0")}" (passage 1).`
        : undefined,
  },
  {
    kind: "the sentence without any mark",
    isTrue: true,
    reply: (seed) => (isProse(seed) ? `${plain(seed.sentence)}.` : undefined),
  },
  {
    kind: "in the words of the question, which the page has",
    isTrue: true,
    reply: ({ question, fact, sentence }) =>
      fact.attribute.split(/[-\s]/u).every((word) => sentence.toLowerCase().includes(word))
        ? question.reply.replace(/\.$/u, " [1].")
        : undefined,
  },
  {
    kind: "in other words than the page has",
    isTrue: true,
    reply: ({ question, fact, sentence }) =>
      fact.attribute.split(/[-\s]/u).every((word) => sentence.toLowerCase().includes(word))
        ? undefined
        : question.reply.replace(/\.$/u, " [1]."),
  },
];

const WRONG: readonly Make[] = [
  { kind: "another number", isTrue: false, reply: (seed) => changed(seed, otherNumber) },
  { kind: "another number, in a quote", isTrue: false, reply: (seed) => quoted(seed, otherNumber) },
  { kind: "a number of the same passage", isTrue: false, reply: (seed) => changed(seed, numberNearby) },
  { kind: "an altered quote", isTrue: false, reply: (seed) => quoted(seed, otherWord) },
  { kind: "a quote from another passage", isTrue: false, reply: fromElsewhere },
  { kind: "a quote across the end of its passage", isTrue: false, reply: acrossEnd },
  { kind: "look-alike letters in the value", isTrue: false, reply: (seed) => changed(seed, lookAlike) },
  { kind: "look-alike letters in a quote", isTrue: false, reply: (seed) => quoted(seed, lookAlike) },
  { kind: "raised digits", isTrue: false, reply: (seed) => quoted(seed, raised) },
];

type Change = (value: string, seed: Seed) => string | undefined;

function changed(seed: Seed, change: Change): string | undefined {
  const value = change(seed.fact.value, seed);
  if (!isProse(seed) || value === undefined || !seed.sentence.includes(seed.fact.value)) return undefined;
  return `${plain(seed.sentence).replace(seed.fact.value, () => value)} [1].`;
}

function quoted(seed: Seed, change: Change): string | undefined {
  const value = change(seed.fact.value, seed);
  if (!isProse(seed) || value === undefined || !seed.sentence.includes(seed.fact.value)) return undefined;
  return `The page says “${plain(seed.sentence).replace(seed.fact.value, () => value)}” [1].`;
}

/** One digit is another one. */
function otherNumber(value: string, { random, passage }: Seed): string | undefined {
  const digits = [...value.matchAll(/[1-9]/gu)];
  if (digits.length === 0) return undefined;
  const { index, 0: digit } = pick(random, digits);
  const other = String((Number(digit) + 1 + Math.floor(random() * 8)) % 10);
  const made = value.slice(0, index) + (other === digit ? "0" : other) + value.slice(index + 1);
  return passage.text.includes(made) ? undefined : made;
}

function numberNearby(value: string, { passage, random }: Seed): string | undefined {
  if (!/^\D*\d[\d.,]*\D*$/u.test(value)) return undefined;
  const own = /\d[\d.,]*\d|\d/u.exec(value)?.[0] ?? "";
  const others = [...passage.text.matchAll(/(?<![\p{L}\d.,/-])\d[\d.,]*\d(?![\p{L}\d/-])/gu)]
    .map(([number]) => number)
    .filter((number) => number !== own);
  return others.length === 0 ? undefined : value.replace(own, () => pick(random, others));
}

function otherWord(value: string): string | undefined {
  return /\p{L}{4}/u.test(value) ? value.replace(/\p{L}{4}/u, "Quarn") : undefined;
}

const LOOK_ALIKES: Readonly<Record<string, string>> = {
  a: "а",
  e: "е",
  o: "о",
  p: "р",
  c: "с",
  x: "х",
  A: "А",
  B: "В",
  E: "Е",
  H: "Н",
  K: "К",
  M: "М",
  O: "О",
  P: "Р",
  T: "Т",
};

function lookAlike(value: string): string | undefined {
  const made = value.replace(/[aeopcxABEHKMOPT]/u, (letter) => LOOK_ALIKES[letter] ?? letter);
  return made === value || !/\p{Lu}|\d/u.test(value) ? undefined : made;
}

function raised(value: string): string | undefined {
  return /\d{2}/u.test(value)
    ? value.replace(/(\d)(\d)/u, (_, one: string, other: string) => one + ("⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(other)] ?? ""))
    : undefined;
}

/** Word for word from the passage that was shown beside it, with the number of the first. */
function fromElsewhere({ other, passage, random }: Seed): string | undefined {
  const sentences = other.text
    .split(/(?<=[.])\s+|\n+/u)
    .filter((one) => /^\p{Lu}[^|:]{30,}\.$/u.test(one) && !passage.text.includes(one));
  return sentences.length === 0 ? undefined : `The page says “${pick(random, sentences)}” [1].`;
}

/** The last words of the passage and the first ones of the next passage in one quote. */
function acrossEnd({ passage, other }: Seed): string | undefined {
  const last = passage.text.trim().split(/\s+/u).slice(-4).join(" ");
  const first = other.text
    .replace(/^#.*\n+/gmu, "")
    .trim()
    .split(/\s+/u)
    .slice(0, 4)
    .join(" ");
  // why: where the passage itself holds those words in that order, the quote is true.
  if (/["“”|]/u.test(last + first) || passage.text.replaceAll(/\s+/gu, " ").includes(`${last} ${first}`))
    return undefined;
  return `The page says “${last} ${first}” [1].`;
}
