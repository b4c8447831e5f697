// Judges of mtrag-human-eval held to its people: the published agreement, kappa and role, and the corrected share. `node bench/exam/judge-calibration.ts`
import { seededRandom } from "../../src/core/runtime.ts";
import { calibrateJudge, correctJudged, type JudgeCalibration } from "../../src/exam/judge/calibrate-judge.ts";
import { chooseThreshold, splitLabels } from "../../src/exam/judge/choose-threshold.ts";
import { type JudgeAgreement, judgeAgreement } from "../../src/exam/judge/judge-agreement.ts";
import { peopleAccept } from "../../src/exam/judge/judged-item.ts";
import type { Estimate } from "../../src/exam/statistics/interval.ts";
import { wilson } from "../../src/exam/statistics/wilson.ts";
import {
  hasHumanEval,
  type JudgeName,
  JUDGES,
  QUALITIES,
  type Quality,
  type RatedItem,
  readHumanEval,
} from "./read-human-eval.ts";

/** What is published of the set: Pearson's coefficients on faithfulness, to two digits. */
const PUBLISHED = { judge: 0.72, person: 0.62 };
/** "Mostly yes" on the scale of 1 to 4. */
const PEOPLE_ACCEPT_FROM = 3;

function said(estimate: Estimate | undefined): string {
  if (estimate === undefined) return "unknown";
  return `${estimate.value.toFixed(3)} [${estimate.low.toFixed(3)}, ${estimate.high.toFixed(3)}]`;
}

function agreementOf(judge: JudgeName, quality: Quality): JudgeAgreement {
  return judgeAgreement(readHumanEval(judge, quality), { random: seededRandom(20_261_126) });
}

function checkPublished(): boolean {
  const { items, judgeWithPeople, personWithOthers } = agreementOf("rl_f", "faithfulness");
  console.log(`${items} answers. Pearson on faithfulness, published and here:`);
  const pairs = [
    ["RAGAS faithfulness with people", PUBLISHED.judge, judgeWithPeople.pearson],
    ["one person with the others    ", PUBLISHED.person, personWithOthers.pearson],
  ] as const;
  return pairs
    .map(([name, published, found]) => {
      const isSame = found !== undefined && found.value.toFixed(2) === published.toFixed(2);
      console.log(`  ${name}  ${published.toFixed(2)}   ${said(found)}   ${isSame ? "reproduced" : "DIFFERS"}`);
      return isSame;
    })
    .every(Boolean);
}

function printAgreement(): void {
  console.log("\nPearson with the mean of three people (Spearman behind it); intervals by a bootstrap of whole tasks");
  for (const judge of JUDGES) {
    for (const quality of QUALITIES) {
      const { judgeWithPeople, personWithOthers } = agreementOf(judge, quality);
      const own = `${said(judgeWithPeople.pearson)} (${judgeWithPeople.spearman?.value.toFixed(3)})`;
      console.log(`  ${judge.padEnd(8)}${quality.padEnd(17)}${own}   one person ${said(personWithOthers.pearson)}`);
    }
  }
}

function printCalibration(judge: JudgeName): void {
  const items = readHumanEval(judge, "faithfulness");
  const { choose, judge: labelled } = splitLabels(items);
  const thresholds = { judge: chooseThreshold(choose, PEOPLE_ACCEPT_FROM), people: PEOPLE_ACCEPT_FROM };
  const calibration = calibrateJudge(labelled, thresholds);
  const { accuracy, kappa, sensitivity, specificity, confusion, role } = calibration;
  console.log(
    `\n${judge}: accepts from ${thresholds.judge.toFixed(3)}, chosen on ${choose.length} answers, held to ${labelled.length} others`,
  );
  console.log(`  agreement ${said(accuracy)}   kappa ${said(kappa)}`);
  console.log(`  sensitivity ${said(sensitivity)}   specificity ${said(specificity)}   ${JSON.stringify(confusion)}`);
  console.log(`  role: ${role.kind}${role.kind === "secondary" ? ` (${role.reason})` : ""}`);
  printCorrected(choose, calibration);
}

/** The half that the threshold was chosen on plays the exam; what people said of it is only looked at afterwards. */
function printCorrected(exam: readonly RatedItem[], calibration: JudgeCalibration): void {
  const arms = [...new Set(exam.map(({ model }) => model))];
  for (const [name, items] of [
    ["all", exam] as const,
    ...arms.map((arm) => [arm, exam.filter(({ model }) => model === arm)] as const),
  ]) {
    const accepted = items.filter(({ judge }) => judge >= calibration.thresholds.judge).length;
    const { judged, corrected } = correctJudged({ count: accepted, of: items.length }, calibration);
    const people = items.filter((item) => peopleAccept(item, PEOPLE_ACCEPT_FROM)).length;
    const truth = wilson(people, items.length).value;
    const holds = corrected !== undefined && corrected.low <= truth && truth <= corrected.high;
    console.log(
      `  ${name.padEnd(24)}judged ${said(judged)}   corrected ${said(corrected)}   people ${truth.toFixed(3)}   ${holds ? "inside" : "OUTSIDE"}`,
    );
  }
}

if (hasHumanEval()) {
  const isReproduced = checkPublished();
  printAgreement();
  for (const judge of JUDGES) printCalibration(judge);
  process.exitCode = isReproduced ? 0 : 1;
} else {
  console.log("skipped: the data set mtrag-human-eval is not there (SCHOOLBOOK_DATA)");
}
