// The ten questions that show a diagnosis best.
import type { DiagnosedQuestion } from "./diagnosis.ts";

const MOST = 10;

/** From each cell in turn, so that large cells come again when small ones are used up; what is fine shows nothing. */
export function chooseExamples(questions: readonly DiagnosedQuestion[]): readonly DiagnosedQuestion[] {
  const failing = questions.filter(({ cell }) => cell !== "fine" && cell !== "unclear");
  const cells = [...Map.groupBy(failing, ({ cell }) => cell).values()]
    .toSorted((one, other) => other.length - one.length)
    .map((cell) => spread(cell));
  const chosen: DiagnosedQuestion[] = [];
  for (let turn = 0; chosen.length < Math.min(MOST, failing.length); turn += 1) {
    for (const cell of cells) {
      const next = cell[turn];
      if (next !== undefined && chosen.length < MOST) chosen.push(next);
    }
  }
  return chosen;
}

/** Steady ones first, then one of each cluster before a second of any. */
function spread(questions: readonly DiagnosedQuestion[]): readonly DiagnosedQuestion[] {
  const seen = new Map<string, number>();
  return questions
    .map((question) => {
      const { cluster } = question.question;
      const round = seen.get(cluster) ?? 0;
      seen.set(cluster, round + 1);
      return { question, round, isSteady: isSteady(question) };
    })
    .toSorted((one, other) => one.round - other.round || Number(other.isSteady) - Number(one.isSteady))
    .map(({ question }) => question);
}

function isSteady({ closed, retrieved, oracle }: DiagnosedQuestion): boolean {
  return [closed, retrieved, oracle].every((seen) => seen?.isSteady !== false);
}
