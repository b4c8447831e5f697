// A judge's calibration for people: how far it decides as they do, in which direction it errs, and what its scores are worth.
import type { CalibrationReport } from "../../app/exam/calibrate-judge.ts";
import type { Printer } from "../printer.ts";
import { plural, table } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";

type Found = { readonly value: number; readonly low: number; readonly high: number } | undefined;

const SECONDARY = {
  "too-few-labels": "there are too few labels",
  "no-kappa": "one of the two accepts everything or nothing",
  "kappa-too-low": "it agrees with people too little",
} as const;

export function calibrationLines(report: CalibrationReport, { palette }: Printer): readonly Styled[] {
  const { bold, dim, green, yellow } = palette;
  const { agreement, calibration, chosenOn, corrected, least } = report;
  const { thresholds, accuracy, kappa, sensitivity, specificity, role, items } = calibration;
  const { judgeWithPeople, personWithOthers } = agreement;
  const held =
    chosenOn === 0
      ? `given, held to ${plural(items, "label")}`
      : `chosen on ${plural(chosenOn, "label")}, held to ${items} others`;
  return [
    line`${bold("Scores")} of ${plural(report.labelled, "answer")}`,
    ...table([
      ["  ", dim("Pearson"), dim("Spearman")],
      ["  judge with people", said(judgeWithPeople.pearson), said(judgeWithPeople.spearman)],
      ["  one person with the others", said(personWithOthers.pearson), said(personWithOthers.spearman)],
    ]),
    line`${bold("Decisions")}: the judge accepts from ${thresholds.judge.toFixed(3)} on (${held}), people from ${thresholds.people}`,
    ...table([
      ["  agreement", said(accuracy)],
      ["  kappa", said(kappa)],
      ["  accepts what people accept", said(sensitivity)],
      ["  rejects what people reject", said(specificity)],
    ]),
    line`${bold("Corrected")} for these errors, of ${plural(corrected.answers, "answer")} (${NAMES[corrected.of]})`,
    ...table([
      ["  the judge accepts", said(corrected.share.judged)],
      ["  people would accept", said(corrected.share.corrected)],
    ]),
    role.kind === "headline"
      ? line`${green("✓")} This judge may decide.`
      : line`${yellow("!")} This judge is secondary: ${SECONDARY[role.reason]} (a kappa of ${least.kappa} on ${plural(least.labels, "label")} is needed). It is shown, and decides nothing.`,
  ];
}

const NAMES = {
  unlabelled: "those without a label",
  choosing: "those that its threshold was chosen on",
  labelled: "the labelled ones themselves",
} as const;

function said(found: Found): string {
  if (found === undefined) return "unknown";
  return `${found.value.toFixed(3)} [${found.low.toFixed(3)}, ${found.high.toFixed(3)}]`;
}
