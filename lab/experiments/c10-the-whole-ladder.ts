// C10: where facts and form are both needed, both together win: the whole ladder on one exam.
import { pairedDifference } from "../../src/exam/statistics/paired-difference.ts";
import { type ChatAdapter, type ChatModel, openChatModel, seededRandom } from "../../src/index.ts";
import type { CompanyQuestion } from "../world/company/company.ts";
import { passagePrompt } from "../world/company/house-examples.ts";
import { theHouse } from "../world/house-rows.ts";
import { houseStyleFaults } from "../world/house-style.ts";
import { randomFrom, sample } from "../world/random.ts";
import { closedMessages, type Message, readingMessages } from "../world/reading-prompt.ts";
import { scoreReply } from "../world/score-reply.ts";
import { askModel } from "./ask-model.ts";
import { above, differenceOf, type Experiment, type Findings, type Lab, shareOf, size } from "./experiment.ts";
import { factRows } from "./fact-rows.ts";
import { askedFor, HOUSE_SEED, tunedHouse } from "./house-prompts.ts";
import { clearedFor, openCompany, type OpenCompany } from "./open-company.ts";
import { trainRows } from "./train-rows.ts";

const RUNGS = ["prompt", "open book", "school", "both", "both, right passage in hand"] as const;
type Rung = (typeof RUNGS)[number];

type Point = { readonly fact: boolean; readonly form: boolean; readonly company: string };
type Points = Readonly<Record<Rung, Point[]>>;

const PASSAGES = 5;

export const C10: Experiment = {
  id: "C10",
  claim: "Both together win where facts and form are both needed.",
  source: "RAFT (arXiv 2403.10131) and common advice: school for the form, the open book for the facts.",
  hypothesis:
    "Of replies that need the right fact in the house's form, the model that was taught to read in the house's form and has the open book gets more right than the prompt, the open book or school alone, each whole interval of the difference above zero; school may even learn the very facts of the exam by heart, in other wordings.",
  seed: "c10",
  sizes: {
    whole: { companies: 3, questions: 50, rows: 300, epochs: 4, phrasings: 3, byHeart: 12 },
    quick: { companies: 1, questions: 24, rows: 300, epochs: 4, phrasings: 3, byHeart: 10 },
  },
  run: async (lab, sizes) => {
    await using model = await openChatModel("nano");
    const { adapter: both } = await tunedHouse(lab, size(sizes, "rows"), size(sizes, "epochs"));
    const points: Points = {
      prompt: [],
      "open book": [],
      school: [],
      both: [],
      "both, right passage in hand": [],
    };
    for (let at = 1; at <= size(sizes, "companies"); at += 1) {
      lab.note(`company ${at}`);
      await using opened = await openCompany(`c10-${at}`);
      const answerable = opened.company.questions.filter(({ kind }) => kind === "fact");
      const questions = sample(randomFrom(`c10-${at}`), answerable, size(sizes, "questions"));
      const school = await byHeart(lab, questions, sizes);
      for (const question of questions) await sit(model, { opened, question, both, school }, points);
    }
    return told(points);
  },
};

async function byHeart(
  lab: Lab,
  questions: readonly CompanyQuestion[],
  sizes: Readonly<Record<string, number>>,
): Promise<ChatAdapter> {
  const house = theHouse(HOUSE_SEED);
  const rows = questions.flatMap((question) => factRows(question, { phrasings: size(sizes, "phrasings"), house }));
  return (await trainRows(lab, { rows, epochs: size(sizes, "byHeart") })).adapter;
}

type Seat = {
  readonly opened: OpenCompany;
  readonly question: CompanyQuestion;
  readonly both: ChatAdapter;
  readonly school: ChatAdapter;
};

async function sit(model: ChatModel, { opened, question, both, school }: Seat, points: Points): Promise<void> {
  const { company, project } = opened;
  const { hits } = await project.search(question.question, { as: clearedFor(question), limit: PASSAGES });
  const found = readingMessages(
    hits.map(({ passage: { text, document } }) => ({ text, title: document.title })),
    question.question,
  );
  const closed = closedMessages(question.question);
  const inHand = passagePrompt(company, question, { random: randomFrom(question.id), distractors: 0 }).messages;
  const point = async (rung: Rung, messages: readonly Message[], adapter?: ChatAdapter): Promise<void> => {
    const reply = await askModel(model, messages, adapter);
    const { verdict } = scoreReply(reply, { answers: question.answers, refuse: false, cites: [] });
    const form = houseStyleFaults(theHouse(HOUSE_SEED), reply.trim()).length === 0;
    points[rung].push({ fact: verdict === "right", form, company: company.id });
  };
  await point("prompt", askedFor(closed, "rules and examples"));
  await point("open book", askedFor(found, "rules"));
  await point("school", closed, school);
  await point("both", found, both);
  await point("both, right passage in hand", inHand, both);
}

function told(points: Points): Findings {
  const scored = (rung: Rung, of: (point: Point) => boolean): readonly number[] =>
    points[rung].map((one) => Number(of(one)));
  const whole = ({ fact, form }: Point): boolean => fact && form;
  const share = (rung: Rung, what: string, of: (point: Point) => boolean) => {
    const hits = scored(rung, of);
    return shareOf(
      `${rung}: ${what}`,
      hits.reduce((sum, one) => sum + one, 0),
      hits.length,
    );
  };
  const gains = (["prompt", "open book", "school"] as const).map((rung) => {
    const scores = { first: scored("both", whole), second: scored(rung, whole) };
    const difference = pairedDifference(scores, { random: seededRandom(10) });
    return differenceOf(`right fact in the right form: both minus ${rung}`, difference, scores.first.length);
  });
  return {
    measured: [
      ...RUNGS.flatMap((rung) => [
        share(rung, "right fact", ({ fact }) => fact),
        share(rung, "right form", ({ form }) => form),
        share(rung, "right fact in the right form", whole),
      ]),
      ...gains,
    ],
    findings: gains.map((gain) => ({ expected: gain.what.replace("minus", "more than"), holds: above(gain, 0) })),
    discussion: DISCUSSION,
  };
}

const DISCUSSION =
  "What is missing to both is what the search does not find, as the figure with the right passage in hand shows. School alone was taught the very facts that it is asked for; it knows no others, and each change of one is another training.";
