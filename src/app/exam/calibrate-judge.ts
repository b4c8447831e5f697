// Holds a judge to people's labels: agreement, error rates, what it may be used for, and what its scores come to when corrected.
import { SchoolbookError } from "../../core/errors.ts";
import { seededRandom } from "../../core/runtime.ts";
import {
  calibrateJudge,
  type CorrectedShare,
  correctJudged,
  type JudgeCalibration,
  LEAST_KAPPA,
  LEAST_LABELS,
} from "../../exam/judge/calibrate-judge.ts";
import { chooseThreshold, splitLabels } from "../../exam/judge/choose-threshold.ts";
import { type JudgeAgreement, judgeAgreement } from "../../exam/judge/judge-agreement.ts";
import { judgeAnswer, votesToAsk } from "../../exam/judge/judge-answer.ts";
import type { ScoreTask } from "../../exam/judge/judge-prompt.ts";
import { type KeptVotes, votesOn } from "../../exam/judge/kept-votes.ts";
import type { ChatModel } from "../../spec/chat.ts";
import type { OnProgress } from "../../spec/progress.ts";
import { itemOf, type JudgeLabel, type ScoredLabel } from "./judge-labels.ts";

export type CalibrationReport = {
  readonly labelled: number;
  readonly agreement: JudgeAgreement;
  readonly calibration: JudgeCalibration;
  /** Labels that the judge's threshold was chosen on; 0 where it was given. */
  readonly chosenOn: number;
  readonly corrected: {
    /** `unlabelled`: answers without a label; `choosing`: the half that the threshold was chosen on; `labelled`: all. */
    readonly of: "unlabelled" | "choosing" | "labelled";
    readonly answers: number;
    readonly share: CorrectedShare;
  };
  readonly least: { readonly kappa: number; readonly labels: number };
};

export type CalibrateOptions = {
  /** From which mean of their scores on people accept an answer. */
  readonly peopleAcceptFrom: number;
  /** Undefined: chosen on one half of the labels and held to the other. */
  readonly judgeAcceptFrom?: number | undefined;
};

const SEED = 20_261_126;

export function calibrateOnLabels(
  labels: readonly ScoredLabel[],
  { peopleAcceptFrom: people, judgeAcceptFrom }: CalibrateOptions,
): CalibrationReport {
  const labelled = labels.filter((label) => label.people.length > 0).map(itemOf);
  const unlabelled = labels.filter((label) => label.people.length === 0).map(itemOf);
  const { choose, judge: rest } =
    judgeAcceptFrom === undefined ? splitLabels(labelled) : { choose: [], judge: labelled };
  const judge = judgeAcceptFrom ?? chooseThreshold(choose, people);
  const calibration = calibrateJudge(rest, { judge, people });
  const [of, exam] =
    unlabelled.length > 0
      ? (["unlabelled", unlabelled] as const)
      : choose.length > 0
        ? (["choosing", choose] as const)
        : (["labelled", labelled] as const);
  const accepted = exam.filter((item) => item.judge >= judge).length;
  return {
    labelled: labelled.length,
    agreement: judgeAgreement(labelled, { random: seededRandom(SEED) }),
    calibration,
    chosenOn: choose.length,
    corrected: { of, answers: exam.length, share: correctJudged({ count: accepted, of: exam.length }, calibration) },
    least: { kappa: LEAST_KAPPA, labels: LEAST_LABELS },
  };
}

export type JudgeLabelsOptions = {
  readonly model: ChatModel;
  readonly votes: number;
  readonly signal: AbortSignal;
  /** What was voted is in there before the next vote is asked for. */
  readonly kept: KeptVotes;
  readonly onProgress: OnProgress;
};

/** Calls that the scores which are missing will take, those left out that an earlier try has made. */
export function callsToMake(
  labels: readonly JudgeLabel[],
  { votes, kept }: Pick<JudgeLabelsOptions, "votes" | "kept">,
): number {
  return labels
    .filter(({ judge }) => judge === undefined)
    .reduce((sum, label) => sum + votesToAsk(taskOf(label), { votes, kept: votesOn(label.id, kept) }), 0);
}

/** Asks for the scores that are missing, one answer after the other; one that cannot be judged ends it, and what was voted stays. */
export async function scoreLabels(
  labels: readonly JudgeLabel[],
  { model, votes, signal, kept, onProgress }: JudgeLabelsOptions,
): Promise<readonly ScoredLabel[]> {
  const scored: ScoredLabel[] = [];
  for (const [index, label] of labels.entries()) {
    scored.push({
      ...label,
      judge:
        label.judge ?? (await scoreLabel(label, { model, votes, kept: votesOn(label.id, kept), abortSignal: signal })),
    });
    onProgress({ stage: "judge", done: index + 1, total: labels.length, unit: "answers" });
  }
  return scored;
}

type Judging = Parameters<typeof judgeAnswer>[1];

function taskOf({ id, question, criterion, answer, reference }: JudgeLabel): ScoreTask {
  if (question === undefined || criterion === undefined || answer === undefined) {
    throw new SchoolbookError("input_invalid", `The answer ${JSON.stringify(id)} cannot be judged.`, {
      hint: "Give it `question`, `criterion` and `answer`, or the judge's score as `judge`.",
    });
  }
  return { kind: "score", question, criterion, answer, ...(reference === undefined ? {} : { reference }) };
}

async function scoreLabel(label: JudgeLabel, judging: Judging): Promise<number> {
  const found = await judgeAnswer(taskOf(label), judging);
  if (found.kind === "judged") return found.score;
  throw new SchoolbookError(
    "engine_failed",
    `The answer ${JSON.stringify(label.id)} could not be judged: ${found.reason.replace(/\.$/u, "")}.`,
    { hint: "Run the same command again: the votes until then are kept, and only what is missing is asked." },
  );
}
