// Rows that hold a question of the exam, nearly so, or come from the very document that it asks about: the exam would then measure memory.
import { counted } from "../../core/counted.ts";
import type { TrainExample } from "../../spec/training.ts";
import { messageText } from "../examples/message-text.ts";
import { createFindAsked } from "./find-asked.ts";
import { type Finding, linesText } from "./finding.ts";
import type { PreparedRow } from "./prepare-rows.ts";

/** What a check needs to know of a question of the exam. */
export type ExamQuestion = {
  readonly id: string;
  readonly question: string;
  readonly sources: readonly string[];
};

export function findLeaks(rows: readonly PreparedRow[], questions: readonly ExamQuestion[]): readonly Finding[] {
  if (questions.length === 0) return [];
  const findAsked = createFindAsked(questions);
  const hits = new Map<string, { readonly exact: Set<number>; readonly near: Set<number> }>();
  for (const row of rows) {
    for (const { id, kind } of findAsked(givenTexts(row.example))) {
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
    message: `${linesText(lines)} ${verb} the question ${id} of the exam`,
    remedy: "leave the rows or the question out: what was trained on measures nothing",
  };
}

/** What users say in the row; a question of the exam may stand behind passages. */
function givenTexts({ messages }: TrainExample): readonly string[] {
  return messages.filter(({ role }) => role === "user").map(messageText);
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
