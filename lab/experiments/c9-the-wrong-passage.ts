// C9: retrieval bounds the open book; the wrong passage gives a confident wrong answer.
import { openChatModel } from "../../src/index.ts";
import { passagePrompt } from "../world/company/house-examples.ts";
import { createCompany } from "../world/create-company.ts";
import { randomFrom, sample } from "../world/random.ts";
import { scoreReply } from "../world/score-reply.ts";
import { askModel } from "./ask-model.ts";
import { above, type Experiment, type Measured, shareOf, size } from "./experiment.ts";

const DISTRACTORS = 4;
const LOST = [0, 0.25, 0.5, 0.75, 1] as const;

/** What one question came to with its source among the passages, and without it. */
type Tried = { readonly withSource: boolean; readonly without: "right" | "wrong" | "refused"; readonly alone: boolean };

export const C9: Experiment = {
  id: "C9",
  claim: "Retrieval quality bounds RAG: the wrong passage gives a confident wrong answer.",
  source: "Common advice; no figure is given with it.",
  hypothesis:
    "The share of right answers falls with every quarter of the questions whose passage is lost, and ends below 10 %; of the questions without their passage, some (the whole interval above zero) get a wrong answer instead of a refusal.",
  seed: "c9",
  sizes: { whole: { companies: 4, questions: 50 }, quick: { companies: 2, questions: 20 } },
  run: async (lab, sizes) => {
    await using model = await openChatModel("nano");
    const tried: Tried[] = [];
    for (let at = 1; at <= size(sizes, "companies"); at += 1) {
      lab.note(`company ${at}`);
      const company = createCompany({ seed: `c9-${at}`, split: "exam", size: 1 });
      const random = randomFrom(`c9-${at}`);
      const facts = company.questions.filter(({ kind }) => kind === "fact");
      for (const question of sample(random, facts, size(sizes, "questions"))) {
        const reply = async (distractors: number, withoutSource: boolean): Promise<Tried["without"]> => {
          const { messages } = passagePrompt(company, question, { random, distractors, withoutSource });
          const text = await askModel(model, messages);
          return scoreReply(text, { answers: question.answers, refuse: false, cites: [] }).verdict;
        };
        tried.push({
          alone: (await reply(0, false)) === "right",
          withSource: (await reply(DISTRACTORS, false)) === "right",
          without: await reply(DISTRACTORS + 1, true),
        });
      }
    }
    const levels = LOST.map((share) => rightAt(tried, share));
    const wrong = shareOf(
      "wrong instead of refused, without the passage",
      tried.filter(({ without }) => without === "wrong").length,
      tried.length,
    );
    const alone = shareOf(
      "right with the right passage alone (the bound)",
      tried.filter((one) => one.alone).length,
      tried.length,
    );
    const falls = levels.every(({ value }, at) => at === 0 || value < (levels[at - 1]?.value ?? 0));
    return {
      measured: [alone, ...levels, wrong],
      findings: [
        { expected: "fewer right answers with every quarter lost", holds: falls ? "yes" : "no" },
        { expected: "below 10 % right when all are lost", holds: (levels.at(-1)?.value ?? 1) < 0.1 ? "yes" : "no" },
        { expected: "some wrong answers instead of refusals", holds: above(wrong, 0) },
      ],
      discussion:
        "How often a wrong passage is believed depends on how the model was taught to refuse; that it costs right answers one for one does not.",
    };
  },
};

/** Every question counts once: those at the front of the list as if their passage were lost. */
function rightAt(tried: readonly Tried[], share: number): Measured {
  const lost = Math.round(tried.length * share);
  const right = tried.filter(({ withSource, without }, at) => (at < lost ? without === "right" : withSource)).length;
  return shareOf(`right with ${share * 100} % of the passages lost`, right, tried.length);
}
