// Which questions of the exam a row asks, word for word or nearly so: the work of a row grows little with the exam.
import { comparedWords } from "../../core/compared-words.ts";
import { nameWords } from "../../core/name-words.ts";
import { type IndexedQuestion, indexQuestions, pairKey, type QuestionIndex, wholeText } from "./index-questions.ts";
import { createIsFilledOtherwise, hasOtherSubject, type IsFilledOtherwise } from "./other-subject.ts";
import { createSeenWords, type SeenWords } from "./seen-words.ts";

export type Asked = { readonly id: string; readonly kind: "exact" | "near" };

/** Share of the question's neighbouring words that stand near each other in the row. */
const NEAR = 0.75;

/** A row as the questions are held against it. */
type Row = {
  readonly words: readonly string[];
  readonly names: ReadonlySet<string>;
  /** With a blank on both sides, so that whole words are found. */
  readonly text: string;
  /** For each word the number of the pair that it ends; -1 where no question holds that. */
  readonly pairs: Int32Array;
};

/** For rows by what their users say; each question once, and as exact where it is both. */
export function createFindAsked(
  exam: readonly { readonly id: string; readonly question: string }[],
): (messages: readonly string[]) => readonly Asked[] {
  const index = indexQuestions(exam);
  const candidatesOf = createCandidates(index);
  const seen = createSeenWords(index);
  const isFilledOtherwise = createIsFilledOtherwise(index.questions);
  return (messages) => {
    const cut = messages.map(comparedWords);
    const exact = new Set(messages.flatMap((text, at) => index.byText.get(wholeText(text, cut[at] ?? [])) ?? []));
    const words = cut.flat();
    const pairs = pairsOf(words, index);
    const candidates = candidatesOf(pairs);
    const near = new Set<string>();
    if (candidates.length > 0) {
      const row = { words, pairs, names: nameWords(messages.join("\n")), text: ` ${words.join(" ")} ` };
      for (const { question, kind } of judged(candidates, row, { index, seen, isFilledOtherwise }))
        (kind === "exact" ? exact : near).add(question.id);
    }
    return [
      ...[...exact].map((id) => ({ id, kind: "exact" }) as const),
      ...[...near.difference(exact)].map((id) => ({ id, kind: "near" }) as const),
    ];
  };
}

function pairsOf(words: readonly string[], index: QuestionIndex): Int32Array {
  const pairs = new Int32Array(words.length).fill(-1);
  let before: number | undefined;
  for (const [place, word] of words.entries()) {
    const current = index.words.get(word);
    if (before !== undefined && current !== undefined) pairs[place] = index.pairs.get(pairKey(before, current)) ?? -1;
    before = current;
  }
  return pairs;
}

/** Places of the questions of which a row holds enough pairs anywhere. */
function createCandidates({ questions, byPair }: QuestionIndex): (pairs: Int32Array) => readonly number[] {
  const counts = new Int32Array(questions.length);
  const needed = Int32Array.from(questions, ({ pairs }) => Math.max(1, Math.ceil(NEAR * pairs.size)));
  return (pairs) => {
    counts.fill(0);
    const found: number[] = [];
    for (const pair of new Set(pairs)) {
      const own = byPair[pair];
      if (own === undefined) continue;
      for (let at = 0; at < own.length; at += 1) {
        const question = own[at] ?? 0;
        const count = (counts[question] ?? 0) + 1;
        counts[question] = count;
        if (count === needed[question]) found.push(question);
      }
    }
    return found;
  };
}

type Judging = {
  readonly index: QuestionIndex;
  readonly seen: SeenWords;
  readonly isFilledOtherwise: IsFilledOtherwise;
};
type Judged = { readonly question: IndexedQuestion; readonly kind: Asked["kind"] };

/** Questions of one template that differ in words that the row does not hold are judged once for all of them. */
function judged(
  candidates: readonly number[],
  row: Row,
  { index, seen, isFilledOtherwise }: Judging,
): readonly Judged[] {
  const found: Judged[] = [];
  const kinds = new Map<number, Asked["kind"] | undefined>();
  seen.look(row.words);
  for (const at of candidates) {
    const question = index.questions[at];
    const template = seen.templateOf(at);
    if (question === undefined || template === "lacks-number") continue;
    let kind = template === "alone" ? undefined : kinds.get(template);
    if (template === "alone" || (kind === undefined && !kinds.has(template))) {
      kind = kindOf(question, row, isFilledOtherwise);
      if (template !== "alone") kinds.set(template, kind);
    }
    if (kind !== undefined) found.push({ question, kind });
  }
  return found;
}

function kindOf(question: IndexedQuestion, row: Row, isFilledOtherwise: IsFilledOtherwise): Asked["kind"] | undefined {
  if (row.text.includes(question.text)) return "exact";
  const { length } = question.words;
  const isNear = placesOf(question, row).some((from) => {
    const around = new Set(row.words.slice(Math.max(0, from - 4), from + length + 3));
    if (!question.numbers.every((word) => around.has(word))) return false;
    const words = row.words.slice(Math.max(0, from - 1), from + length + 1);
    return !hasOtherSubject(question, { words, rowNames: row.names }, isFilledOtherwise);
  });
  return isNear ? "near" : undefined;
}

/** Where most of its pairs stand within about its own length. Every place counts: a row may ask of something else before it. */
function placesOf({ pairs, words }: IndexedQuestion, row: Row): readonly number[] {
  const places: number[] = [];
  let window: { readonly from: number; readonly pairs: Set<number> } | undefined;
  for (const [place, pair] of row.pairs.entries()) {
    if (!pairs.has(pair)) continue;
    const isOpen = window !== undefined && place - window.from <= Math.ceil(words.length * 1.5);
    if (window === undefined || !isOpen) window = { from: place, pairs: new Set() };
    window.pairs.add(pair);
    if (window.pairs.size < NEAR * pairs.size) continue;
    places.push(window.from);
    window = undefined;
  }
  return places;
}
