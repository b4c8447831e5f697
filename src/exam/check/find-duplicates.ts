// Questions that are asked twice, word by word or nearly so, and those that contradict each other.
import { nameWords } from "../../core/name-words.ts";
import type { Question } from "../../spec/exam.ts";
import { stable } from "../run/call-key.ts";
import { plainWords } from "./compared-words.ts";
import type { Finding } from "./finding.ts";

/** Share of words that two questions have in common, of all words of both, from which on they are nearly the same. */
const NEAR = 0.8;

export function findDuplicates(questions: readonly Question[]): readonly Finding[] {
  return [...sameWords(questions), ...nearlySame(questions)];
}

function sameWords(questions: readonly Question[]): readonly Finding[] {
  const groups = Map.groupBy(questions, ({ question, history, principals }) =>
    stable([plainWords(question), history ?? [], [...new Set(principals)].toSorted()]),
  );
  return [...groups.values()].flatMap((group): readonly Finding[] => {
    if (group.length < 2) return [];
    const ids = group.map(({ id }) => id);
    const isSame = new Set(group.map(expectation)).size === 1;
    if (isSame) return [{ ...DUPLICATE, questions: ids, message: `${ids.join(", ")} ask the same` }];
    return [
      { ...CONTRADICTION, questions: ids, message: `${ids.join(", ")} ask the same and expect different answers` },
    ];
  });
}

const DUPLICATE = {
  kind: "duplicate",
  severity: "error",
  remedy: "keep one and delete the others: asked twice, the same question counts twice",
} as const;
const CONTRADICTION = {
  kind: "contradiction",
  severity: "error",
  remedy: "keep the one whose answer is right, or accept each in one question with several `answers`",
} as const;
const NEARLY = {
  kind: "near-duplicate",
  severity: "warning",
  remedy: "delete one, or give both the same `cluster`, such as `cluster: prices`, so that they do not count twice",
} as const;

/** Tags, clusters and axes aside: what is wanted of the answer. */
function expectation({ expected }: Question): string {
  return stable(expected);
}

type Worded = { readonly question: Question; readonly words: ReadonlySet<string>; readonly wanted: string };

/**
 * Only among those that expect the same: templates with other names in them are other questions. Two sets that share so much
 * share one of their rarest words, so that not every pair has to be looked at.
 */
function nearlySame(questions: readonly Question[]): readonly Finding[] {
  const worded = questions.map((question): Worded => {
    const words = new Set(plainWords(question.question));
    return { question, words, wanted: expectation(question) };
  });
  const counts = new Map<string, number>();
  for (const { words } of worded) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const byWord = new Map<string, Worded[]>();
  const findings: Finding[] = [];
  for (const one of worded) {
    const rarest = [...one.words].toSorted((left, right) => (counts.get(left) ?? 0) - (counts.get(right) ?? 0));
    const telling = rarest.slice(0, one.words.size - Math.ceil(NEAR * one.words.size) + 1);
    const candidates = new Set(telling.flatMap((word) => byWord.get(word) ?? []));
    for (const other of candidates) if (isNear(one, other)) findings.push(nearFinding(other, one));
    for (const word of telling) byWord.set(word, [...(byWord.get(word) ?? []), one]);
  }
  return findings;
}

function isNear(one: Worded, other: Worded): boolean {
  if (one.wanted !== other.wanted || one.question.cluster === other.question.cluster) return false;
  const shared = one.words.intersection(other.words).size;
  const all = one.words.size + other.words.size - shared;
  if (shared / all < NEAR || isAboutAnother(one, other)) return false;
  // why: the very same words in the same order are reported as duplicates already.
  return plainWords(one.question.question).join(" ") !== plainWords(other.question.question).join(" ");
}

/** One template that may well have one answer: all that differs are names, codes and numbers, and each has its own. */
function isAboutAnother(one: Worded, other: Worded): boolean {
  const differing = [
    { words: one.words.difference(other.words), names: nameWords(one.question.question) },
    { words: other.words.difference(one.words), names: nameWords(other.question.question) },
  ];
  return differing.every(({ words, names }) => words.size > 0 && words.isSubsetOf(names));
}

function nearFinding(one: Worded, other: Worded): Finding {
  const questions = [one.question.id, other.question.id];
  return { ...NEARLY, questions, message: `${questions.join(" and ")} ask nearly the same and expect the same` };
}
