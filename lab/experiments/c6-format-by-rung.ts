// C6: school bakes in a form that prompts and passages do not give reliably.
import { pairedDifference } from "../../src/exam/statistics/paired-difference.ts";
import { openChatModel, seededRandom } from "../../src/index.ts";
import type { HouseScore } from "../world/house-rows.ts";
import { above, differenceOf, type Experiment, type Measured, shareOf, size } from "./experiment.ts";
import { type HouseArm, sitHouse, tunedHouse, unseenQuestions } from "./house-prompts.ts";

export const C6: Experiment = {
  id: "C6",
  claim: "Fine-tuning bakes in a format that prompting and RAG do not reliably give.",
  source: "Common advice; no figure is given with it.",
  hypothesis:
    "At least 90 % of the replies of the tuned model are strict JSON by every rule of the house, on passages of companies that it never saw; and that is at least 30 points more than the best of prompt and open book, with rules and worked examples.",
  seed: "c6",
  sizes: { whole: { rows: 300, epochs: 4, questions: 150 }, quick: { rows: 300, epochs: 4, questions: 40 } },
  run: async (lab, sizes) => {
    await using model = await openChatModel("nano");
    const questions = unseenQuestions(size(sizes, "questions"));
    const { adapter } = await tunedHouse(lab, size(sizes, "rows"), size(sizes, "epochs"));
    const arms: readonly (HouseArm & { readonly name: string })[] = [
      { name: "prompt with the rules", asking: "rules", book: false },
      { name: "prompt with rules and worked examples", asking: "rules and examples", book: false },
      { name: "rules and the right passage", asking: "rules", book: true },
      { name: "rules, worked examples and the right passage", asking: "rules and examples", book: true },
    ];
    const measured: Measured[] = [];
    let best: readonly HouseScore[] = [];
    for (const { name, ...arm } of arms) {
      lab.note(name);
      const scores = await sitHouse(model, questions, arm);
      measured.push(validOf(name, scores));
      if (best.length === 0 || countValid(scores) > countValid(best)) best = scores;
    }
    lab.note("tuned");
    const tuned = await sitHouse(model, questions, { asking: "nothing", book: true, adapter });
    const valid = validOf("tuned, the right passage, no rules", tuned);
    const right = shareOf(
      "valid with the right fact and passage, tuned",
      tuned.filter((one) => one.right).length,
      tuned.length,
    );
    const scores = { first: tuned.map((one) => Number(one.valid)), second: best.map((one) => Number(one.valid)) };
    const gain = differenceOf(
      "valid: tuned minus the best of the others",
      pairedDifference(scores, { random: seededRandom(6) }),
      tuned.length,
    );
    return {
      measured: [...measured, right, gain, valid],
      findings: [
        { expected: "at least 90 % valid when tuned", holds: above(valid, 0.9) },
        { expected: "at least 30 points more than the best of the others", holds: above(gain, 0.3) },
      ],
      discussion: DISCUSSION,
    };
  },
};

const DISCUSSION =
  "nano was taught on purpose to answer requests for JSON in a plain sentence, so that its prompted figures are lower than those of any model that you would use; ask your own before you believe the gap. Registered first with 100 rows in the small sizes, where 0 of 30 replies were valid; the small sizes differ in questions only since. With nano's weights a988375dc801 (and rank 8, rate 0.002, batches of 8) no reply was valid after 300 rows either, at a loss of 0.15 per token: tokens that those weights had never seen, such as the one that opens the JSON, could not be learnt. That is to be measured again on weights f58e135620e9, which were made for this. What carries over is that the tuned form needs no rules in the prompt.";

function countValid(scores: readonly HouseScore[]): number {
  return scores.filter(({ valid }) => valid).length;
}

function validOf(name: string, scores: readonly HouseScore[]): Measured {
  return shareOf(`valid: ${name}`, countValid(scores), scores.length);
}
