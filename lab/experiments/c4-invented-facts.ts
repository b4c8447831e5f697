// C4: an open book reduces invented facts.
import { pairedDifference } from "../../src/exam/statistics/paired-difference.ts";
import { openChatModel, seededRandom } from "../../src/index.ts";
import type { CompanyQuestion } from "../world/company/company.ts";
import { randomFrom, sample } from "../world/random.ts";
import { closedMessages } from "../world/reading-prompt.ts";
import { scoreReply } from "../world/score-reply.ts";
import { askModel } from "./ask-model.ts";
import { below, differenceOf, type Experiment, type Findings, type Measured, shareOf, size } from "./experiment.ts";
import { ask, clearedFor, openCompany } from "./open-company.ts";

type Pair = { readonly company: string; readonly closed: number; readonly open: number; readonly openRight: number };

export const C4: Experiment = {
  id: "C4",
  claim: "RAG reduces invented facts.",
  source: "Common advice; published reductions depend on model and task, from a few points to nearly all.",
  hypothesis:
    "On the same questions about a company, the same model says fewer things that are neither right nor a refusal with the open book than without it, the whole interval below zero.",
  seed: "c4",
  sizes: { whole: { companies: 4, questions: 75 }, quick: { companies: 2, questions: 20 } },
  run: async (lab, sizes) => {
    await using model = await openChatModel("nano");
    const pairs: Pair[] = [];
    for (let at = 1; at <= size(sizes, "companies"); at += 1) {
      lab.note(`company ${at}`);
      await using opened = await openCompany(`c4-${at}`);
      const chosen = opened.company.questions.filter(({ kind }) => kind === "fact" || kind === "unanswerable");
      for (const question of sample(randomFrom(`c4-${at}`), chosen, size(sizes, "questions"))) {
        const closed = await askModel(model, closedMessages(question.question));
        const { text } = await ask(opened.project, question.question, clearedFor(question));
        pairs.push({
          company: String(at),
          closed: isInvented(question, closed),
          open: isInvented(question, text),
          openRight: Number(verdictOf(question, text) === "right"),
        });
      }
    }
    return told(pairs);
  },
};

function told(pairs: readonly Pair[]): Findings {
  const shareOfPairs = (what: string, of: (pair: Pair) => number): Measured =>
    shareOf(
      what,
      pairs.reduce((sum, pair) => sum + of(pair), 0),
      pairs.length,
    );
  const scores = { first: pairs.map(({ open }) => open), second: pairs.map(({ closed }) => closed) };
  const difference = differenceOf(
    "invented with the open book minus without",
    pairedDifference(scores, { random: seededRandom(4) }),
    pairs.length,
  );
  return {
    measured: [
      shareOfPairs("invented, closed book", ({ closed }) => closed),
      shareOfPairs("invented, open book", ({ open }) => open),
      shareOfPairs("right, open book", ({ openRight }) => openRight),
      difference,
    ],
    findings: [{ expected: "fewer inventions with the open book", holds: below(difference, 0) }],
    discussion:
      "A model that was trained to say that it does not know invents little with a closed book too, and then there is little to reduce: the figure says as much about the model as about the book.",
  };
}

/** Neither right nor a refusal. */
function isInvented(question: CompanyQuestion, reply: string): 0 | 1 {
  return verdictOf(question, reply) === "wrong" ? 1 : 0;
}

function verdictOf({ answers, refuse }: CompanyQuestion, reply: string): "right" | "wrong" | "refused" {
  if (reply.startsWith("Not in the documents")) return "refused";
  return scoreReply(reply, { answers, refuse, cites: [] }).verdict;
}
