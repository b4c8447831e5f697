// Rows that hold a question of the exam, nearly so, or come from the very document that it asks about: the exam would then measure memory.
import { counted } from "../../core/counted.ts";
import { nameWords } from "../../core/name-words.ts";
import type { TrainExample } from "../../spec/training.ts";
import { messageText } from "../examples/message-text.ts";
import { plainWords } from "../plain-words.ts";
import { type Finding, linesText } from "./finding.ts";
import { type ComparedQuestion, hasOtherSubject, namesIn } from "./other-subject.ts";
import type { PreparedRow } from "./prepare-rows.ts";

/** What a check needs to know of a question of the exam. */
export type ExamQuestion = {
  readonly id: string;
  readonly question: string;
  readonly sources: readonly string[];
};

/** Share of the question's neighbouring words that stand near each other in the row. */
const NEAR = 0.75;
/** A shorter question stands in many a row by chance. */
const FEWEST_WORDS = 4;

export function findLeaks(rows: readonly PreparedRow[], questions: readonly ExamQuestion[]): readonly Finding[] {
  if (questions.length === 0) return [];
  const index = indexQuestions(questions);
  const hits = new Map<string, { readonly exact: Set<number>; readonly near: Set<number> }>();
  for (const row of rows) {
    for (const { id, kind } of questionsIn(givenText(row.example), index)) {
      const hit = hits.get(id) ?? { exact: new Set(), near: new Set() };
      hit[kind].add(row.line);
      hits.set(id, hit);
    }
  }
  return [
    ...[...hits].flatMap(([id, { exact, near }]) => [
      ...(exact.size === 0 ? [] : [leak("leak-exact", id, [...exact])]),
      ...(near.size === 0 ? [] : [leak("leak-near", id, [...near])]),
    ]),
    ...sameSources(rows, questions),
  ];
}

const SAYS = { "leak-exact": "ask", "leak-near": "nearly ask" } as const;

function leak(kind: "leak-exact" | "leak-near", id: string, lines: readonly number[]): Finding {
  const verb = lines.length === 1 ? `${SAYS[kind]}s` : SAYS[kind];
  return {
    kind,
    severity: kind === "leak-exact" ? "error" : "warning",
    lines,
    message: `${linesText(lines)} ${kind === "leak-near" && lines.length === 1 ? "nearly asks" : verb} the question ${id} of the exam`,
    remedy: "leave the rows or the question out: what was trained on measures nothing",
  };
}

/** What users say in the row; a question of the exam may stand behind passages. */
function givenText({ messages }: TrainExample): string {
  return messages
    .filter(({ role }) => role === "user")
    .map(messageText)
    .join("\n");
}

type Indexed = ComparedQuestion & {
  readonly id: string;
  readonly text: string;
  readonly length: number;
  readonly pairs: number;
  readonly numbers: readonly string[];
};

type QuestionIndex = {
  readonly questions: readonly Indexed[];
  /** Words of the questions by number; two that follow each other are a pair. */
  readonly words: ReadonlyMap<string, number>;
  /** Questions by pair. */
  readonly byPair: ReadonlyMap<number, readonly number[]>;
};

/** Of a pair of words, by their numbers. */
const pairKey = (one: number, other: number): number => one * 0x100_0000 + other;

function indexQuestions(questions: readonly ExamQuestion[]): QuestionIndex {
  const words = new Map<string, number>();
  const byPair = new Map<number, number[]>();
  const indexed: Indexed[] = [];
  for (const { id, question } of questions) {
    const own = plainWords(question);
    if (own.length < FEWEST_WORDS) continue;
    for (const word of own) if (!words.has(word)) words.set(word, words.size);
    const pairs = new Set(own.slice(1).map((word, at) => pairKey(words.get(own[at] ?? "") ?? 0, words.get(word) ?? 0)));
    for (const pair of pairs) byPair.set(pair, [...(byPair.get(pair) ?? []), indexed.length]);
    const numbers = own.filter((word) => /\d/u.test(word));
    const text = ` ${own.join(" ")} `;
    indexed.push({ id, words: own, names: namesIn(question), text, length: own.length, pairs: pairs.size, numbers });
  }
  return { questions: indexed, words, byPair };
}

type Found = { readonly id: string; readonly kind: "exact" | "near" };
type Window = { from: number; readonly pairs: Set<number> };

/** Goes once over the row's words; a question is near where most of its pairs stand within about its own length. */
function questionsIn(text: string, index: QuestionIndex): readonly Found[] {
  const words = plainWords(text);
  const windows = new Map<number, Window>();
  const found = new Map<number, Window[]>();
  let before: number | undefined;
  for (const [place, word] of words.entries()) {
    const current = index.words.get(word);
    if (before !== undefined && current !== undefined)
      countPair({ pair: pairKey(before, current), place, index }, windows, found);
    before = current;
  }
  if (found.size === 0) return [];
  const whole = ` ${words.join(" ")} `;
  const rowNames = nameWords(text);
  return [...found].flatMap(([at, places]): readonly Found[] => {
    const question = index.questions[at];
    if (question === undefined) return [];
    if (whole.includes(question.text)) return [{ id: question.id, kind: "exact" }];
    const isNear = places.some(({ from }) => isAskedAt(from, { question, words, rowNames, index }));
    return isNear ? [{ id: question.id, kind: "near" }] : [];
  });
}

type Looking = {
  readonly question: Indexed;
  readonly words: readonly string[];
  readonly rowNames: ReadonlySet<string>;
  readonly index: QuestionIndex;
};

function isAskedAt(from: number, { question, words, rowNames, index }: Looking): boolean {
  const around = new Set(words.slice(Math.max(0, from - 4), from + question.length + 3));
  if (!question.numbers.every((word) => around.has(word))) return false;
  const passage = words.slice(Math.max(0, from - 1), from + question.length + 1);
  return !hasOtherSubject(question, { words: passage, rowNames }, index.questions);
}

type Pair = { readonly pair: number; readonly place: number; readonly index: QuestionIndex };

/** Every place counts: a row may ask of something else before it asks the question. */
function countPair({ pair, place, index }: Pair, windows: Map<number, Window>, found: Map<number, Window[]>): void {
  for (const at of index.byPair.get(pair) ?? []) {
    const question = index.questions[at];
    if (question === undefined) continue;
    const known = windows.get(at);
    const isOpen = known !== undefined && place - known.from <= Math.ceil(question.length * 1.5);
    const window = isOpen ? known : { from: place, pairs: new Set<number>() };
    window.pairs.add(pair);
    windows.set(at, window);
    if (window.pairs.size < NEAR * question.pairs) continue;
    found.set(at, [...(found.get(at) ?? []), window]);
    windows.delete(at);
  }
}

/** Said once for each document: a row made from it teaches what the question asks. */
function sameSources(rows: readonly PreparedRow[], questions: readonly ExamQuestion[]): readonly Finding[] {
  const asking = new Map<string, string[]>();
  for (const { id, sources } of questions)
    for (const source of sources) asking.set(source, [...(asking.get(source) ?? []), id]);
  const teaching = new Map<string, number[]>();
  for (const { line, example } of rows)
    for (const source of example.sources ?? [])
      if (asking.has(source)) teaching.set(source, [...(teaching.get(source) ?? []), line]);
  return [...teaching].map(([source, lines]) => ({
    kind: "leak-source",
    severity: "warning",
    lines,
    message: `${linesText(lines)} ${lines.length === 1 ? "comes" : "come"} from ${source}, which ${counted((asking.get(source) ?? []).length, "question of the exam asks", "questions of the exam ask")} about`,
    remedy: "split by source before either is written, so that the exam asks about documents that were not trained on",
  }));
}
