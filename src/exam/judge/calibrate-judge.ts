// Holds a judge to people's labels: how often it decides as they do, in which direction it errs, and what it may be used for.
import { SchoolbookError } from "../../core/errors.ts";
import { cohenKappa, type Kappa } from "../statistics/cohen-kappa.ts";
import type { Estimate } from "../statistics/interval.ts";
import type { Count } from "../statistics/newcombe.ts";
import { roganGladen } from "../statistics/rogan-gladen.ts";
import { wilson } from "../statistics/wilson.ts";
import { type JudgedItem, peopleAccept, type Thresholds } from "./judged-item.ts";

/** Answers by what people said and what the judge said. */
export type Confusion = {
  readonly bothAccept: number;
  readonly onlyPeople: number;
  readonly onlyJudge: number;
  readonly bothReject: number;
};

export type JudgeCalibration = {
  readonly items: number;
  readonly thresholds: Thresholds;
  readonly confusion: Confusion;
  readonly accuracy: Estimate;
  /** Undefined where one of the two never accepts or never rejects. */
  readonly kappa: Kappa | undefined;
  /** Of what people accept, what the judge accepts; undefined where people accept nothing. */
  readonly sensitivity: Estimate | undefined;
  /** Of what people reject, what the judge rejects; undefined where people reject nothing. */
  readonly specificity: Estimate | undefined;
  readonly role: JudgeRole;
};

/** A judge that is `secondary` is shown, and decides nothing. */
export type JudgeRole =
  | { readonly kind: "headline" }
  | { readonly kind: "secondary"; readonly reason: "too-few-labels" | "kappa-too-low" | "no-kappa" };

export const LEAST_KAPPA = 0.6;
export const LEAST_LABELS = 100;

export function calibrateJudge(items: readonly JudgedItem[], thresholds: Thresholds): JudgeCalibration {
  if (items.length === 0) throw new SchoolbookError("input_invalid", "A judge cannot be calibrated without labels.");
  const confusion = confusionOf(items, thresholds);
  const { bothAccept, onlyPeople, onlyJudge, bothReject } = confusion;
  const kappa = cohenKappa([
    [bothAccept, onlyPeople],
    [onlyJudge, bothReject],
  ]);
  const { sensitivity, specificity } = ratesOf(confusion);
  return {
    items: items.length,
    thresholds,
    confusion,
    accuracy: wilson(bothAccept + bothReject, items.length),
    kappa,
    sensitivity: withInterval(sensitivity),
    specificity: withInterval(specificity),
    role: roleOf(items.length, kappa),
  };
}

export type CorrectedShare = {
  /** What the judge accepted, as it is. */
  readonly judged: Estimate;
  /** What people would accept; undefined where the judge is no better than chance or one side was never labelled. */
  readonly corrected: Estimate | undefined;
};

/** What an exam that the judge has scored would have come to with people, with the errors of both samples in the interval. */
export function correctJudged(accepted: Count, { confusion }: Pick<JudgeCalibration, "confusion">): CorrectedShare {
  const rates = ratesOf(confusion);
  const isLabelled = rates.sensitivity.of > 0 && rates.specificity.of > 0;
  return {
    judged: wilson(accepted.count, accepted.of),
    corrected: isLabelled ? roganGladen({ accepted, ...rates }) : undefined,
  };
}

export function confusionOf(items: readonly JudgedItem[], thresholds: Thresholds): Confusion {
  const count = (byPeople: boolean, byJudge: boolean): number =>
    items.filter(
      (item) => peopleAccept(item, thresholds.people) === byPeople && item.judge >= thresholds.judge === byJudge,
    ).length;
  return {
    bothAccept: count(true, true),
    onlyPeople: count(true, false),
    onlyJudge: count(false, true),
    bothReject: count(false, false),
  };
}

function ratesOf({
  bothAccept,
  onlyPeople,
  onlyJudge,
  bothReject,
}: Confusion): Readonly<Record<"sensitivity" | "specificity", Count>> {
  return {
    sensitivity: { count: bothAccept, of: bothAccept + onlyPeople },
    specificity: { count: bothReject, of: bothReject + onlyJudge },
  };
}

function withInterval({ count, of }: Count): Estimate | undefined {
  return of === 0 ? undefined : wilson(count, of);
}

function roleOf(labels: number, kappa: Kappa | undefined): JudgeRole {
  if (labels < LEAST_LABELS) return { kind: "secondary", reason: "too-few-labels" };
  if (kappa === undefined) return { kind: "secondary", reason: "no-kappa" };
  return kappa.value < LEAST_KAPPA ? { kind: "secondary", reason: "kappa-too-low" } : { kind: "headline" };
}
