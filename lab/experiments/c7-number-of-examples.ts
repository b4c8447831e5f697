// C7: a hundred to five hundred good examples are enough for LoRA to learn a form.
import { openChatModel } from "../../src/index.ts";
import { above, below, type Experiment, type Measured, shareOf, size } from "./experiment.ts";
import { sitHouse, tunedHouse, unseenQuestions } from "./house-prompts.ts";

const COUNTS = ["first", "second", "third", "fourth", "fifth"] as const;

export const C7: Experiment = {
  id: "C7",
  claim: "100–500 good examples are enough for LoRA.",
  source: "Common advice; OpenAI's guide: at least 10, gains with 50 to 100, begin with 50.",
  hypothesis:
    "With 300 examples at least 90 % of the replies are valid, with 20 fewer than 90 %, at the same number of passes over them.",
  seed: "c7",
  sizes: {
    whole: { first: 20, second: 50, third: 100, fourth: 200, fifth: 300, epochs: 4, questions: 100 },
    quick: { first: 20, second: 50, third: 100, fourth: 100, fifth: 300, epochs: 4, questions: 40 },
  },
  run: async (lab, sizes) => {
    await using model = await openChatModel("nano");
    const questions = unseenQuestions(size(sizes, "questions"));
    const measured: Measured[] = [];
    for (const rows of new Set(COUNTS.map((name) => size(sizes, name)))) {
      const { adapter } = await tunedHouse(lab, rows, size(sizes, "epochs"));
      const scores = await sitHouse(model, questions, { asking: "nothing", book: true, adapter });
      const share = (what: string, hits: number): Measured =>
        shareOf(`${what} with ${rows} examples`, hits, scores.length);
      measured.push(
        share("valid with the right fact", scores.filter(({ right }) => right).length),
        share("valid", scores.filter(({ valid }) => valid).length),
      );
    }
    const [, few] = measured;
    const most = measured.at(-1);
    return {
      measured,
      findings: [
        {
          expected: "with the most examples at least 90 % valid",
          holds: most === undefined ? "open" : above(most, 0.9),
        },
        { expected: "with 20 examples fewer than 90 %", holds: few === undefined ? "open" : below(few, 0.9) },
      ],
      discussion: DISCUSSION,
    };
  },
};

const DISCUSSION =
  "Fewer examples at the same number of passes are also fewer steps; a few examples read more often may do, at the risk of being learnt by heart.";
