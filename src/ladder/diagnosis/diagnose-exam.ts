// All questions of an exam diagnosed and added up: how much is knowledge, retrieval, reading, behaviour, abstention, and who could mend it.
import { estimateShare } from "../../exam/statistics/estimate-share.ts";
import type { Metric, Trial } from "../../spec/exam.ts";
import { chooseExamples } from "./choose-examples.ts";
import { diagnoseQuestion } from "./diagnose-question.ts";
import {
  type Cause,
  type Cell,
  CELLS,
  type CellShare,
  type DiagnosedQuestion,
  type Diagnosis,
  type RungBound,
} from "./diagnosis.ts";
import type { LocateEvidence } from "./locate-evidence.ts";
import { observeTrials } from "./observe-trial.ts";

export type DiagnosisOptions = {
  /** Names of the arms that were asked with nothing, with what a search found, and with the right passage. */
  readonly arms: { readonly closed: string; readonly retrieved: string; readonly oracle: string };
  readonly locate: LocateEvidence;
  readonly metrics?: readonly Metric[];
};

/** Questions come in the order of their first trial. */
export async function diagnoseExam(trials: Iterable<Trial>, options: DiagnosisOptions): Promise<Diagnosis> {
  const { arms, locate, metrics } = options;
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
    bounds: rungBounds(questions),
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

/** Cells that are right once the rung does all that it can: `both` hopes for reading and refusing, which nothing measured bounds. */
const MENDED: Readonly<Record<RungBound["rung"], readonly Cell[]>> = {
  prompt: [],
  book: ["knowledge"],
  retrieval: ["knowledge", "retrieval"],
  school: ["behaviour"],
  both: ["knowledge", "retrieval", "behaviour", "reading", "abstention"],
  documents: ["missing", "outdated"],
};

function rungBounds(questions: readonly DiagnosedQuestion[]): readonly RungBound[] {
  if (questions.length === 0) return [];
  // why: an object's own keys are those of the table above.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return (Object.keys(MENDED) as RungBound["rung"][]).map((rung) => {
    const isMended = (question: DiagnosedQuestion): boolean =>
      MENDED[rung].includes(question.cell) && (rung !== "school" || question.knowsFacts);
    return {
      rung,
      mends: questions.filter(isMended).length,
      atMost: shareOf(questions, (question) => question.cell === "fine" || isMended(question)),
    };
  });
}

function shareOf(questions: readonly DiagnosedQuestion[], holds: (question: DiagnosedQuestion) => boolean) {
  const clusters = questions.map(({ question }) => question.cluster);
  return estimateShare(
    questions.map((question) => (holds(question) ? 1 : 0)),
    { clusters },
  );
}
