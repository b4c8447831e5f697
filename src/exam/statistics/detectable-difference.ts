// How small a difference an exam of this size can show, and how many more questions a smaller one would take: exact, no simulation.
import { binomialAtMost, binomialPoint } from "./binomial.ts";
import { checkProbability, checkWhole, invalid } from "./check-input.ts";
import { exactMcNemar } from "./mcnemar.ts";

export type DetectableOptions = {
  /** Share of the questions on which the arms disagree. */
  readonly disagreement: number;
  readonly alpha?: number;
  readonly power?: number;
};

const DEFAULT_ALPHA = 0.05;
const DEFAULT_POWER = 0.8;
const STEP = 0.01;
const MOST_QUESTIONS = 20_000;
/** Numbers of discordant questions that are this many deviations off do not occur. */
const FARTHEST = 8;
const NEGLIGIBLE = 1e-13;

/** Chance that the exact McNemar test shows a true difference of this size with so many questions. */
export function powerOf(
  questions: number,
  { difference, disagreement, alpha = DEFAULT_ALPHA }: DetectableOptions & { readonly difference: number },
): number {
  checkWhole("A number of questions", questions);
  checkDisagreement(disagreement);
  if (difference < 0 || difference > disagreement) {
    throw invalid(`A difference of ${difference} is not possible where ${disagreement} of the questions disagree.`);
  }
  const share = (1 + difference / disagreement) / 2;
  const reach = FARTHEST * Math.sqrt(questions * disagreement) + FARTHEST;
  const first = Math.max(0, Math.floor(questions * disagreement - reach));
  const last = Math.min(questions, Math.ceil(questions * disagreement + reach));
  let power = 0;
  for (let discordant = first; discordant <= last; discordant += 1) {
    const chance = binomialPoint({ trials: questions, share: disagreement }, discordant);
    if (chance > NEGLIGIBLE) power += chance * chanceToReject(discordant, { share, alpha });
  }
  return power;
}

/**
 * The smallest difference, in steps of one point, that is shown with the power wanted; undefined where not even a
 * difference as large as the disagreement would be.
 */
export function smallestDetectableDifference(questions: number, options: DetectableOptions): number | undefined {
  const { disagreement, power = DEFAULT_POWER } = options;
  checkDisagreement(disagreement);
  for (let points = 1; points * STEP <= disagreement + STEP / 1000; points += 1) {
    const difference = Math.min(points * STEP, disagreement);
    if (powerOf(questions, { ...options, difference }) >= power) return points * STEP;
  }
  return undefined;
}

/** How many questions show this difference with the power wanted; undefined where 20,000 would not do. */
export function questionsNeeded(difference: number, options: DetectableOptions): number | undefined {
  const { power = DEFAULT_POWER } = options;
  if (!(difference > 0)) throw invalid(`Only a difference above 0 can be shown, not ${difference}.`);
  const isEnough = (questions: number): boolean => powerOf(questions, { ...options, difference }) >= power;
  let high = 8;
  while (!isEnough(high)) {
    if (high >= MOST_QUESTIONS) return undefined;
    high = Math.min(MOST_QUESTIONS, high * 2);
  }
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function chanceToReject(
  discordant: number,
  { share, alpha }: { readonly share: number; readonly alpha: number },
): number {
  const most = mostOfFewer(discordant, alpha);
  if (most < 0) return 0;
  const below = binomialAtMost({ trials: discordant, share }, most);
  const above = binomialAtMost({ trials: discordant, share: 1 - share }, most);
  return below + above;
}

/** The largest smaller side of so many discordant questions that is still significant; -1 where none is. */
function mostOfFewer(discordant: number, alpha: number): number {
  checkProbability("Alpha", alpha);
  let low = -1;
  let high = Math.floor(discordant / 2) + 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const isShown =
      middle < discordant - middle && exactMcNemar({ onlyFirst: middle, onlySecond: discordant - middle }) <= alpha;
    if (isShown) low = middle;
    else high = middle;
  }
  return low;
}

function checkDisagreement(disagreement: number): void {
  if (!(disagreement > 0 && disagreement <= 1)) {
    throw invalid(`A share of questions that disagree lies above 0 and is at most 1, not ${disagreement}.`);
  }
}
