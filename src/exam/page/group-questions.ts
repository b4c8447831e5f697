// The rows of a run by question, and within it the answers by what they say: arms that answered the same are read once.
import type { Question } from "../../spec/exam.ts";
import type { PageRow } from "./withhold-closed.ts";

export type QuestionRows = {
  readonly number: number;
  readonly question: Question;
  /** In the order of the plan. */
  readonly rows: readonly PageRow[];
  /** Each with the rows that gave it. */
  readonly answers: readonly (readonly [PageRow, ...PageRow[]])[];
};

export function groupQuestions(rows: readonly PageRow[]): readonly QuestionRows[] {
  const byQuestion = Map.groupBy(rows, ({ trial }) => trial.question.id);
  return [...byQuestion.values()].flatMap((own, at) => {
    const [first] = own;
    if (first === undefined) return [];
    return [{ number: at + 1, question: first.trial.question, rows: own, answers: groupAnswers(own) }];
  });
}

function groupAnswers(rows: readonly PageRow[]): QuestionRows["answers"] {
  const groups = new Map<string, [PageRow, ...PageRow[]]>();
  for (const row of rows) {
    const key = sayingOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

/** Whatever is shown of an answer. */
function sayingOf({ trial, isWithheld, outcome }: PageRow): string {
  if (trial.outcome.kind === "failed") return JSON.stringify([outcome, trial.outcome.reason]);
  if (isWithheld) return JSON.stringify([outcome]);
  const { text, answered, citations, unsupported, cut, trace } = trial.outcome.answer;
  const quoted = citations.map(({ documentId, start, end, claim }) => [documentId, start, end, claim]);
  return JSON.stringify([
    outcome,
    text,
    answered,
    quoted,
    unsupported ?? [],
    cut ?? false,
    trace?.parts ?? trace?.standAlone,
  ]);
}
