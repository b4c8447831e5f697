// C13: training costs little, hosting and passages cost more; where they cross.
import {
  type ChatModel,
  type CostPlan,
  type CostReport,
  openChatModel,
  reportCosts,
  type TrainExample,
} from "../../src/index.ts";
import { houseRows, theHouse } from "../world/house-rows.ts";
import { houseReply } from "../world/house-style.ts";
import { randomFrom, sample } from "../world/random.ts";
import { closedMessages, type Message, readingMessages } from "../world/reading-prompt.ts";
import { type Experiment, type Findings, type Measured, size } from "./experiment.ts";
import { askedFor, HOUSE_SEED, plainMessages } from "./house-prompts.ts";
import { clearedFor, openCompany } from "./open-company.ts";

const RUNGS = ["prompt", "open book", "school", "both"] as const;
type Rung = (typeof RUNGS)[number];
type Calls = Readonly<Record<Rung, { readonly input: number; readonly cachedInput: 0; readonly output: number }[]>>;

/** The day of the prices: a bill of another day is another experiment. */
const DATE = "2026-11-26";
const MODEL = "openai/gpt-6-luna";
const HOURS_PER_MONTH = 730;
const PASSAGES = 5;

export const C13: Experiment = {
  id: "C13",
  claim: "The bill: training costs little, hosting and per-query context cost more; where they cross.",
  source:
    "Common advice; prices as they stood on 26 November 2026, from the list of @pydantic/genai-prices and our own dated one.",
  hypothesis:
    "One training costs less than 1 % of a month of a machine that serves it, and less than a thousand questions' passages; served by the token, what is taught is cheaper than rules and examples in each prompt from some traffic on; on a machine of one's own it is dearer up to a hundred thousand questions a month at least, and cheaper from some traffic on.",
  seed: "c13",
  sizes: { whole: { questions: 100, rows: 300, epochs: 4 }, quick: { questions: 25, rows: 100, epochs: 4 } },
  run: async (_lab, sizes) => {
    await using model = await openChatModel("nano");
    const calls = await measureCalls(model, size(sizes, "questions"));
    const rows = houseRows({ seed: HOUSE_SEED, count: size(sizes, "rows") });
    const tokens = (await tokensOf(model, rows)) * size(sizes, "epochs");
    return told(reportCosts(planOf(calls, tokens), { date: DATE }), tokens);
  },
};

/** Prompts as each rung would send them, with what the library finds; the reply is the right one for all. */
async function measureCalls(model: ChatModel, count: number): Promise<Calls> {
  const calls: Calls = { prompt: [], "open book": [], school: [], both: [] };
  await using opened = await openCompany("c13");
  const facts = opened.company.questions.filter(({ kind }) => kind === "fact");
  for (const question of sample(randomFrom("c13"), facts, count)) {
    const { hits } = await opened.project.search(question.question, { as: clearedFor(question), limit: PASSAGES });
    const shown = hits.map(({ passage: { text, document } }) => ({ text, title: document.title }));
    const closed = closedMessages(question.question);
    const open = readingMessages(shown, question.question);
    const output = await countOf(model, [
      { role: "assistant", content: houseReply(theHouse(HOUSE_SEED), { answer: question.reply, source: 1 }) },
    ]);
    const prompts: Readonly<Record<Rung, readonly Message[]>> = {
      prompt: askedFor(closed, "rules and examples"),
      "open book": askedFor(open, "rules and examples"),
      school: closed,
      both: open,
    };
    for (const rung of RUNGS) calls[rung].push({ input: await countOf(model, prompts[rung]), cachedInput: 0, output });
  }
  return calls;
}

async function tokensOf(model: ChatModel, rows: readonly TrainExample[]): Promise<number> {
  let sum = 0;
  for (const { messages } of rows) sum += await countOf(model, plainMessages(messages));
  return sum;
}

async function countOf(model: ChatModel, messages: readonly Message[]): Promise<number> {
  const tokens = await model.countTokens?.(messages);
  if (tokens === undefined) throw new Error("This model does not count tokens.");
  return tokens;
}

function planOf(calls: Calls, trained: number): CostPlan {
  const training = { tokens: trained, perMillionTokens: "together-sft-16b", otherUsd: 0, perMonth: 1 };
  const hosting = { hoursPerMonth: HOURS_PER_MONTH, perHour: "together-dedicated" };
  const common = { otherUsdPerQuestion: 0, otherUsdPerMonth: 0 };
  return {
    prices: {},
    arms: [
      { ...common, name: "prompt", label: "rules and examples in the prompt", model: MODEL, calls: calls.prompt },
      { ...common, name: "book", label: "rules, examples and passages", model: MODEL, calls: calls["open book"] },
      { ...common, name: "school", label: "taught, by the token", model: MODEL, calls: calls.school, training },
      { ...common, name: "both", label: "taught, passages, by the token", model: MODEL, calls: calls.both, training },
      { ...common, name: "own", label: "taught, passages, a machine", calls: calls.both, training, hosting },
    ],
  };
}

function told(report: CostReport, trained: number): Findings {
  const arm = (name: string) => report.arms.find((one) => one.name === name);
  const training = arm("own")?.usdPerTraining ?? 0;
  const hosting = arm("own")?.parts.hosting ?? 0;
  const thousand = (arm("book")?.usdPerQuestion ?? 0) * 1000;
  const passages = thousand - (arm("prompt")?.usdPerQuestion ?? 0) * 1000;
  const token = crossing(report, "book", "both");
  const machine = crossing(report, "book", "own");
  return {
    measured: [
      { what: "tokens of one training", value: trained, unit: "count" },
      { what: "one training", value: training, unit: "dollars" },
      { what: "a machine for a month", value: hosting, unit: "dollars" },
      ...report.arms.slice(0, 4).map(({ label, usdPerQuestion: value, usdPerQuestionInterval: spread }): Measured => {
        const ends = spread === undefined ? {} : { low: spread.low * 1000, high: spread.high * 1000 };
        return { what: `a thousand questions, ${label}`, value: value * 1000, unit: "dollars", ...ends };
      }),
      { what: "of it the passages", value: passages, unit: "dollars" },
      crossed("prompt and school, by the token", crossing(report, "prompt", "school")),
      crossed("open book and both, by the token", token),
      crossed("open book and both on a machine of one's own", machine),
    ],
    findings: [
      { expected: "a training costs less than 1 % of a month's machine", holds: yes(training < hosting / 100) },
      { expected: "a training costs less than the passages of a thousand questions", holds: yes(training < passages) },
      { expected: "taught and served by the token is cheaper from some traffic on", holds: yes(token !== undefined) },
      {
        expected:
          "on a machine of one's own it is dearer at 100,000 questions a month, and cheaper from some traffic on",
        holds: yes(machine !== undefined && machine > 100_000),
      },
    ],
    discussion: DISCUSSION,
  };
}

const DISCUSSION =
  "Tokens are nano's, of prompts that the rungs would send; your own, and your own prices, go into `schoolbook cost`. The tuned arms by the token are billed like the base, which not every provider does. A machine is counted for every hour of the month; whoever can share one among adapters, or stop it at night, pays less. What did not hold as expected: one training costs as much as the passages of some three thousand questions, not of fewer than a thousand; at these prices both are cents.";

/** Questions a month at which two arms cost the same; undefined where one is always cheaper. */
function crossing({ breakEvens }: CostReport, first: string, second: string): number | undefined {
  const found = breakEvens.find((one) => one.first === first && one.second === second && one.by === "bill");
  return found?.crossing.kind === "at" ? found.crossing.questionsPerMonth : undefined;
}

function crossed(what: string, value: number = Number.POSITIVE_INFINITY): Measured {
  return { what: `questions a month at which they cost the same: ${what}`, value: Math.round(value), unit: "count" };
}

function yes(holds: boolean): "yes" | "no" {
  return holds ? "yes" : "no";
}
