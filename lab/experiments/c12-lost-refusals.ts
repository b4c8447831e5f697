// C12: school can cost refusals and general skill.
import { pairedDifference } from "../../src/exam/statistics/paired-difference.ts";
import { type ChatAdapter, type ChatModel, openChatModel, seededRandom } from "../../src/index.ts";
import type { ExamKind } from "../world/exam/exam-kinds.ts";
import { scoreReply } from "../world/score-reply.ts";
import { examRows } from "../world/write-exam.ts";
import { askModel } from "./ask-model.ts";
import { tunedPlain } from "./c11-raft.ts";
import { above, below, differenceOf, type Experiment, type Measured, shareOf, size } from "./experiment.ts";
import { tunedHouse } from "./house-prompts.ts";
import type { Tuned } from "./train-rows.ts";

const EXAMS = [
  { name: "refused, unanswerable from 4 passages", kind: "unanswerable" },
  { name: "refused, a company's facts with nothing to read", kind: "closed-company" },
  { name: "public facts told right", kind: "closed-public" },
] as const satisfies readonly { readonly name: string; readonly kind: ExamKind }[];

/** Of each question 1 or 0, by exam. */
type Sat = readonly (readonly number[])[];

export const C12: Experiment = {
  id: "C12",
  claim: "Fine-tuning can break refusal and general skill.",
  source:
    "LoRA Learns Less and Forgets Less (arXiv 2405.09673): on Llama-2-7B three general exams fall from 65.3 to 60.9 % with rank 16, from 59.5 to 41.4 % with all weights; no figure for refusals.",
  hypothesis:
    "Taught plain facts, the model refuses less of what it cannot know (the whole interval of the difference below zero) and its loss on neutral text rises; taught on rows with passages and some refusals, its refusals among passages fall by less than 10 points.",
  seed: "c12",
  sizes: { whole: { rows: 300, epochs: 4, questions: 100 }, quick: { rows: 300, epochs: 4, questions: 20 } },
  run: async (lab, sizes) => {
    await using model = await openChatModel("nano");
    const [rows, epochs] = [size(sizes, "rows"), size(sizes, "epochs")];
    const plain = await tunedPlain(lab, rows, epochs);
    const raft = await tunedHouse(lab, rows, epochs);
    const sitting = async (adapter?: ChatAdapter): Promise<Sat> => sit(model, size(sizes, "questions"), adapter);
    const sat = { base: await sitting(), plain: await sitting(plain.adapter), raft: await sitting(raft.adapter) };
    const change = (name: "plain" | "raft", exam: number): Measured => {
      const scores = { first: sat[name][exam] ?? [], second: sat.base[exam] ?? [] };
      const what = `${EXAMS[exam]?.name ?? ""}: after ${NAMES[name]} minus before`;
      return differenceOf(what, pairedDifference(scores, { random: seededRandom(12) }), scores.first.length);
    };
    const closed = change("plain", 1);
    const reading = change("raft", 0);
    return {
      measured: [
        ...shares("before", sat.base),
        ...shares(`after ${NAMES.plain}`, sat.plain),
        ...shares(`after ${NAMES.raft}`, sat.raft),
        loss("before", plain.neutral.before),
        loss(`after ${NAMES.plain}`, plain.neutral.after),
        loss(`after ${NAMES.raft}`, raft.neutral.after),
        change("plain", 0),
        change("plain", 2),
        change("raft", 2),
        reading,
        closed,
      ],
      findings: [
        { expected: "plain facts make it refuse less of what it cannot know", holds: below(closed, 0) },
        { expected: "plain facts raise the loss on neutral text", holds: rises(plain) },
        { expected: "with passages and refusals among the rows, at most 10 points fewer", holds: above(reading, -0.1) },
      ],
      discussion: DISCUSSION,
    };
  },
};

const DISCUSSION =
  "The loss on neutral text is that of four short texts of English prose, of which nano, taught on a made-up world, knows little before either: its direction says more than its size.";

const NAMES = { plain: "plain facts", raft: "rows with passages" } as const;

async function sit(model: ChatModel, questions: number, adapter?: ChatAdapter): Promise<Sat> {
  const sat: number[][] = [];
  for (const { kind } of EXAMS) {
    const scores: number[] = [];
    for (const { messages, expected } of examRows({ seed: "c12", questions, kind }))
      scores.push(Number(scoreReply(await askModel(model, messages, adapter), expected).asExpected));
    sat.push(scores);
  }
  return sat;
}

function shares(when: string, sat: Sat): readonly Measured[] {
  return EXAMS.map(({ name }, at) => {
    const scores = sat[at] ?? [];
    return shareOf(
      `${name}, ${when}`,
      scores.reduce((sum, one) => sum + one, 0),
      scores.length,
    );
  });
}

function loss(when: string, value: number): Measured {
  return { what: `loss per token on neutral text, ${when}`, value, unit: "nats" };
}

function rises({ neutral }: Tuned): "yes" | "no" {
  return neutral.after > neutral.before ? "yes" : "no";
}
