// C5: school on facts that the model does not know makes it invent more on everything else.
import { pairedDifference } from "../../src/exam/statistics/paired-difference.ts";
import { type ChatModel, openChatModel, seededRandom, type TrainExample } from "../../src/index.ts";
import type { CompanyQuestion } from "../world/company/company.ts";
import { createCompany } from "../world/create-company.ts";
import { publicFacts, type PublicFact } from "../world/public-facts.ts";
import { randomFrom, shuffled } from "../world/random.ts";
import { closedMessages } from "../world/reading-prompt.ts";
import { scoreReply } from "../world/score-reply.ts";
import { askModel } from "./ask-model.ts";
import {
  above,
  below,
  differenceOf,
  type Experiment,
  type Findings,
  type Measured,
  shareOf,
  size,
} from "./experiment.ts";
import { factRows, publicRow } from "./fact-rows.ts";
import { rowOf, trainRows, type Tuned } from "./train-rows.ts";

const SHARES = [0, 0.25, 0.5, 0.75, 1] as const;

/** Of each question 1 or 0: a known public fact told right; a fact that nobody told it invented. */
type Sat = { readonly right: readonly (0 | 1)[]; readonly invented: readonly (0 | 1)[] };
type Exam = { readonly known: readonly PublicFact[]; readonly unheard: readonly CompanyQuestion[] };

export const C5: Experiment = {
  id: "C5",
  claim: "Fine-tuning on facts that the model does not know makes it invent more on everything else.",
  source:
    'SliCK (arXiv 2405.05904), PaLM 2: trained on unknown facts only, accuracy is 37.5 % with early stop and 25.8 % converged, against 43.6 and 43.2 % on facts that it may know; unknown facts relabelled as "I don\'t know" bring the accuracy of what is answered from 43.0 to 61.8 %.',
  hypothesis:
    'Converged on unknown facts only, fewer of the public facts that nano knows are told right than converged on known facts only, and more facts of a company that it never read of are invented; stopped early, less of either is lost; and with half of the rows relabelled as "I don\'t know" fewer are invented than with the same half answered.',
  seed: "c5",
  sizes: {
    whole: { facts: 48, known: 60, unheard: 60, early: 3, converged: 12 },
    quick: { facts: 24, known: 30, unheard: 30, early: 2, converged: 10 },
  },
  run: async (lab, sizes) => {
    await using model = await openChatModel("nano");
    const facts = size(sizes, "facts");
    const pool = shuffled(randomFrom("c5"), publicFacts());
    const known = pool.slice(0, facts);
    const unknown = companyFacts("c5-school").slice(0, facts);
    const exam = {
      known: pool.slice(facts, facts + size(sizes, "known")),
      unheard: companyFacts("c5-exam").slice(0, size(sizes, "unheard")),
    };
    const school = async (rows: readonly TrainExample[], stop: "early" | "converged"): Promise<Sat> => {
      const tuned = await trainRows(lab, { rows, epochs: size(sizes, stop) });
      return sit(model, exam, tuned);
    };
    const early: Sat[] = [];
    const converged: Sat[] = [];
    for (const share of SHARES) {
      const rows = mixOf(known, unknown.map(answered), share);
      early.push(await school(rows, "early"));
      converged.push(await school(rows, "converged"));
    }
    const relabelled = await school(mixOf(known, unknown.map(refused), 0.5), "converged");
    return told({ base: await sit(model, exam), early, converged, relabelled });
  },
};

function companyFacts(seed: string): readonly CompanyQuestion[] {
  const { questions } = createCompany({ seed, split: "exam", size: 1 });
  return shuffled(
    randomFrom(seed),
    questions.filter(({ kind }) => kind === "fact"),
  );
}

const answered = (question: CompanyQuestion): TrainExample | undefined => factRows(question, { phrasings: 1 })[0];

function refused({ otherwise, question, refusal }: CompanyQuestion): TrainExample {
  const plain = refusal.replace("The passages do not say", "I have not read");
  return rowOf(closedMessages(otherwise[0] ?? question), plain);
}

/** As many rows at every share. */
function mixOf(
  known: readonly PublicFact[],
  unknown: readonly (TrainExample | undefined)[],
  share: number,
): readonly TrainExample[] {
  const count = Math.round(known.length * share);
  const rows = [...known.slice(count).map(publicRow), ...unknown.slice(0, count)];
  return shuffled(randomFrom(`c5 ${share}`), rows).flatMap((row) => row ?? []);
}

async function sit(model: ChatModel, { known, unheard }: Exam, tuned?: Tuned): Promise<Sat> {
  const verdict = async (question: string, answers: readonly (readonly string[])[]) =>
    scoreReply(await askModel(model, closedMessages(question), tuned?.adapter), { answers, refuse: false, cites: [] })
      .verdict;
  const right: (0 | 1)[] = [];
  for (const {
    heldOutQuestions: [question = ""],
    answers,
  } of known)
    right.push((await verdict(question, [answers])) === "right" ? 1 : 0);
  const invented: (0 | 1)[] = [];
  for (const { question, answers } of unheard) invented.push((await verdict(question, answers)) === "wrong" ? 1 : 0);
  return { right, invented };
}

type All = {
  readonly base: Sat;
  readonly early: readonly Sat[];
  readonly converged: readonly Sat[];
  readonly relabelled: Sat;
};

function told({ base, early, converged, relabelled }: All): Findings {
  const [known = base, , half = base, , unknown = base] = converged;
  const stopped = early.at(-1) ?? base;
  const lost = paired("known facts told right: unknown rows only minus known only, converged", "right", unknown, known);
  const saved = paired(
    "known facts told right: early stop minus converged, unknown rows only",
    "right",
    stopped,
    unknown,
  );
  const relabelling = paired("invented: half relabelled minus half answered, converged", "invented", relabelled, half);
  const more = paired("invented: unknown rows only minus known only, converged", "invented", unknown, known);
  const levels = SHARES.flatMap((share, at) => [
    ...tells(early[at] ?? base, `${share * 100} % unknown, early stop`),
    ...tells(converged[at] ?? base, `${share * 100} % unknown, converged`),
  ]);
  return {
    measured: [
      ...tells(base, "before school"),
      ...levels,
      ...tells(relabelled, "half relabelled, converged"),
      saved,
      lost,
      relabelling,
      more,
    ],
    findings: [
      { expected: "converged on unknown facts, fewer known facts are told right", holds: below(lost, 0) },
      { expected: "converged on unknown facts, more is invented", holds: above(more, 0) },
      { expected: "an early stop keeps more of what is known", holds: above(saved, 0) },
      { expected: "relabelling makes it invent less", holds: below(relabelling, 0) },
    ],
    discussion: DISCUSSION,
  };
}

const DISCUSSION =
  "Here knowing is black and white: nano was asked all public facts thousands of times and has read of no company, while SliCK's models know most facts a little. It also refuses what it does not know before school, so that what is invented afterwards is what school taught it to do; whether that comes from the unknown facts or from never seeing a refusal, the row of 0 % unknown tells. Of SliCK's shape one half appears at the small sizes, what is invented; what nano was asked thousands of times it still knows after a few dozen steps.";

function tells({ right, invented }: Sat, when: string): readonly Measured[] {
  const share = (what: string, of: readonly number[]): Measured =>
    shareOf(`${what}, ${when}`, of.filter((one) => one === 1).length, of.length);
  return [share("known facts told right", right), share("facts invented", invented)];
}

function paired(what: string, of: keyof Sat, first: Sat, second: Sat): Measured {
  const scores = { first: first[of], second: second[of] };
  return differenceOf(what, pairedDifference(scores, { random: seededRandom(5) }), first[of].length);
}
