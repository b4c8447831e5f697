// All questions of an exam diagnosed and added up: how much is knowledge, retrieval, reading, behaviour, abstention, and who could mend it.
import { estimateShare } from "../../exam/statistics/estimate-share.ts";
import type { Metric, Trial } from "../../spec/exam.ts";
import { chooseExamples } from "./choose-examples.ts";
import { diagnoseQuestion } from "./diagnose-question.ts";
import { type Cause, CELLS, type CellShare, type DiagnosedQuestion, type Diagnosis } from "./diagnosis.ts";
import type { LocateEvidence } from "./locate-evidence.ts";
import { observeTrials } from "./observe-trial.ts";
import { type ArmScores, rungBounds } from "./rung-bounds.ts";

export type DiagnosisOptions = {
  /** Names of the arms that were asked with nothing, with what a search found, and with the right passage. */
  readonly arms: { readonly closed: string; readonly retrieved: string; readonly oracle: string };
  readonly locate: LocateEvidence;
  readonly metrics?: readonly Metric[];
  /** What each arm reached on each question, by the score that the verdict rests on; without it, what was observed stands for it. */
  readonly scores?: ArmScores;
};

/** Questions come in the order of their first trial. */
export async function diagnoseExam(trials: Iterable<Trial>, options: DiagnosisOptions): Promise<Diagnosis> {
  const { arms, locate, metrics, scores } = options;
  const byQuestion = Map.groupBy(trials, ({ question }) => question.id);
  const questions: DiagnosedQuestion[] = [];
  for (const own of byQuestion.values()) {
    const question = own[0]?.question;
    if (question === undefined) continue;
    const observe = async (arm: string) =>
      observeTrials(
        own.filter((trial) => trial.arm === arm),
        metrics,
      );
    const [closed, retrieved, oracle] = [
      await observe(arms.closed),
      await observe(arms.retrieved),
      await observe(arms.oracle),
    ];
    questions.push(diagnoseQuestion({ question, closed, retrieved, oracle, evidence: await locate(question) }));
  }
  return {
    questions,
    cells: cellShares(questions),
    bounds: rungBounds(questions, scores),
    examples: chooseExamples(questions),
  };
}

function cellShares(questions: readonly DiagnosedQuestion[]): readonly CellShare[] {
  return CELLS.flatMap((cell) => {
    const own = questions.filter((question) => question.cell === cell);
    if (own.length === 0) return [];
    const causes = Map.groupBy(own, ({ cause }) => cause);
    return [
      {
        cell,
        count: own.length,
        share: shareOf(questions, (question) => question.cell === cell),
        causes: [...causes].flatMap(([cause, of]): { cause: Cause; count: number }[] =>
          cause === undefined ? [] : [{ cause, count: of.length }],
        ),
      },
    ];
  });
}

function shareOf(questions: readonly DiagnosedQuestion[], holds: (question: DiagnosedQuestion) => boolean) {
  const clusters = questions.map(({ question }) => question.cluster);
  return estimateShare(
    questions.map((question) => (holds(question) ? 1 : 0)),
    { clusters },
  );
}
