import { expect, test } from "vitest";

import { hasHumanEval, readHumanEval } from "../../bench/exam/read-human-eval.ts";
import { seededRandom } from "../../src/core/runtime.ts";
import { calibrateJudge, correctJudged } from "../../src/exam/judge/calibrate-judge.ts";
import { chooseThreshold, splitLabels } from "../../src/exam/judge/choose-threshold.ts";
import { judgeAgreement } from "../../src/exam/judge/judge-agreement.ts";
import { peopleAccept } from "../../src/exam/judge/judged-item.ts";

const NOTE = "the data set mtrag-human-eval is not there (SCHOOLBOOK_DATA)";

test("the published agreement of mtrag-human-eval comes out of its stored scores", ({ skip }) => {
  skip(!hasHumanEval(), NOTE);
  const { items, judgeWithPeople, personWithOthers } = judgeAgreement(readHumanEval("rl_f", "faithfulness"), {
    random: seededRandom(1),
  });
  expect(items).toBe(477);
  expect(judgeWithPeople.pearson?.value).toBeCloseTo(0.72, 2);
  expect(personWithOthers.pearson?.value).toBeCloseTo(0.62, 2);
});

test("the corrected share of a half that was not labelled holds what its people say", ({ skip }) => {
  skip(!hasHumanEval(), NOTE);
  const { choose, judge } = splitLabels(readHumanEval("rl_f", "faithfulness"));
  const thresholds = { judge: chooseThreshold(choose, 3), people: 3 };
  const accepted = choose.filter((item) => item.judge >= thresholds.judge).length;
  const { corrected } = correctJudged({ count: accepted, of: choose.length }, calibrateJudge(judge, thresholds));
  const truth = choose.filter((item) => peopleAccept(item, 3)).length / choose.length;
  expect(corrected?.low).toBeLessThanOrEqual(truth);
  expect(corrected?.high).toBeGreaterThanOrEqual(truth);
});
