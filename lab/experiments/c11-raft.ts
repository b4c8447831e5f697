// C11: taught with passages, a model reads past misleading ones better than one that was taught without and is given them later.
import { pairedDifference } from "../../src/exam/statistics/paired-difference.ts";
import { type ChatAdapter, openChatModel, seededRandom, type TrainExample } from "../../src/index.ts";
import { passagePrompt } from "../world/company/house-examples.ts";
import { createCompany } from "../world/create-company.ts";
import { houseRows } from "../world/house-rows.ts";
import { randomFrom, sample } from "../world/random.ts";
import { scoreReply } from "../world/score-reply.ts";
import { askModel } from "./ask-model.ts";
import { above, differenceOf, type Experiment, type Findings, type Lab, shareOf, size } from "./experiment.ts";
import { HOUSE_SEED, tunedHouse, withoutBook, wordsOf } from "./house-prompts.ts";
import { rowOf, trainRows, type Tuned } from "./train-rows.ts";

const DISTRACTORS = [0, 1, 2, 4, 8] as const;
const ARMS = ["base", "plain", "RAFT"] as const;
type Arm = (typeof ARMS)[number];

/** Of each question 1 or 0, for each number of misleading passages. */
type Sat = Readonly<Record<Arm, readonly (readonly number[])[]>>;

export const C11: Experiment = {
  id: "C11",
  claim: "RAFT beats “fine-tune, then bolt on RAG” when distractors are present.",
  source:
    "RAFT (arXiv 2403.10131), LLaMA2-7B: 74.0 against 42.6 % on HF Hub, 85.0 against 82.8 % on Torch Hub, 35.3 against 4.4 % on HotpotQA; others saw no gain on newer bases (SMU Data Science Review 8(2)).",
  hypothesis:
    "With four and with eight misleading passages beside the right one, the model taught on rows with passages tells the right fact more often than one taught on the same questions and replies without them, each whole interval of the difference above zero.",
  seed: "c11",
  sizes: {
    whole: { companies: 4, questions: 30, rows: 300, epochs: 4 },
    quick: { companies: 2, questions: 12, rows: 300, epochs: 4 },
  },
  run: async (lab, sizes) => {
    await using model = await openChatModel("nano");
    const [rows, epochs] = [size(sizes, "rows"), size(sizes, "epochs")];
    const adapters: Readonly<Record<Arm, ChatAdapter | undefined>> = {
      base: undefined,
      plain: (await tunedPlain(lab, rows, epochs)).adapter,
      RAFT: (await tunedHouse(lab, rows, epochs)).adapter,
    };
    const sat = { base: levels(), plain: levels(), RAFT: levels() };
    for (let at = 1; at <= size(sizes, "companies"); at += 1) {
      lab.note(`company ${at}`);
      const company = createCompany({ seed: `c11-${at}`, split: "exam", size: 1 });
      const facts = company.questions.filter(({ kind }) => kind === "fact");
      for (const question of sample(randomFrom(`c11-${at}`), facts, size(sizes, "questions"))) {
        for (const [level, distractors] of DISTRACTORS.entries()) {
          const { messages } = passagePrompt(company, question, { random: randomFrom(question.id), distractors });
          for (const arm of ARMS) {
            const reply = await askModel(model, messages, adapters[arm]);
            const { verdict } = scoreReply(reply, { answers: question.answers, refuse: false, cites: [] });
            sat[arm][level]?.push(Number(verdict === "right"));
          }
        }
      }
    }
    return told(sat);
  },
};

const levels = (): number[][] => DISTRACTORS.map(() => []);

/** The same questions and replies with nothing to read; those that only say that nothing is known are left out. */
export async function tunedPlain(lab: Lab, count: number, epochs: number): Promise<Tuned> {
  return trainRows(lab, { rows: houseRows({ seed: HOUSE_SEED, count: count }).flatMap(plainRow), epochs });
}

function plainRow({ messages }: TrainExample): readonly TrainExample[] {
  const reply = wordsOf(messages.at(-1));
  return reply.includes('"status":"missing"') ? [] : [rowOf(withoutBook(messages.slice(0, -1)), reply)];
}

function told(sat: Sat): Findings {
  const shares = ARMS.flatMap((arm) =>
    DISTRACTORS.map((distractors, level) => {
      const scores = sat[arm][level] ?? [];
      const hits = scores.reduce((sum, one) => sum + one, 0);
      return shareOf(`${arm}: right fact with ${distractors} misleading passages`, hits, scores.length);
    }),
  );
  const gains = DISTRACTORS.map((distractors, level) => {
    const scores = { first: sat.RAFT[level] ?? [], second: sat.plain[level] ?? [] };
    const difference = pairedDifference(scores, { random: seededRandom(11) });
    return differenceOf(`RAFT minus plain with ${distractors} misleading passages`, difference, scores.first.length);
  });
  return {
    measured: [...shares, ...gains],
    findings: gains.slice(-2).map((gain) => ({ expected: `more right: ${gain.what}`, holds: above(gain, 0) })),
    discussion: DISCUSSION,
  };
}

const DISCUSSION =
  "Also with no misleading passage: rows without passages teach to answer from memory, and what nano has in memory of a company is nothing. The base, which was taught to read before, is the arm to compare with: school can cost some of that.";
