// C8: school shortens prompts, and with them the wait.
import { clusteredMean } from "../../src/exam/statistics/clustered-mean.ts";
import { pairedDifference } from "../../src/exam/statistics/paired-difference.ts";
import { openChatModel, seededRandom } from "../../src/index.ts";
import { scoreHouse } from "../world/house-rows.ts";
import { measureReply, type Reply } from "./ask-model.ts";
import { above, below, differenceOf, type Experiment, type Findings, type Measured, size } from "./experiment.ts";
import { askedFor, plainMessages, tunedHouse, unseenQuestions } from "./house-prompts.ts";

type Pair = {
  readonly long: Reply;
  readonly short: Reply;
  readonly longRight: boolean;
  readonly shortRight: boolean;
};

export const C8: Experiment = {
  id: "C8",
  claim: "Fine-tuning shortens prompts and cuts latency.",
  source: "Common advice of providers; no figure that carries over is given with it.",
  hypothesis:
    "A tuned model without rules and worked examples gets at most half the prompt tokens and begins its reply earlier than the base with them (each mean difference with its whole interval on that side), and not fewer of its replies are right by more than 5 points.",
  seed: "c8",
  sizes: { whole: { rows: 300, epochs: 4, questions: 100 }, quick: { rows: 300, epochs: 4, questions: 30 } },
  run: async (lab, sizes) => {
    await using model = await openChatModel("nano");
    const { adapter } = await tunedHouse(lab, size(sizes, "rows"), size(sizes, "epochs"));
    const pairs: Pair[] = [];
    for (const question of unseenQuestions(size(sizes, "questions"))) {
      // why: one after the other, so that whatever else the machine does falls on both.
      const messages = plainMessages(question.messages);
      const long = await measureReply(model, askedFor(messages, "rules and examples"));
      const short = await measureReply(model, messages, adapter);
      pairs.push({
        long,
        short,
        longRight: scoreHouse(long.text, question).right,
        shortRight: scoreHouse(short.text, question).right,
      });
    }
    return told(pairs);
  },
};

function told(pairs: readonly Pair[]): Findings {
  const tokens = mean("prompt tokens, tuned", pairs, ({ short }) => short.inputTokens, "count");
  const longTokens = mean("prompt tokens, with rules and examples", pairs, ({ long }) => long.inputTokens, "count");
  const sooner = mean("wait until the first word: tuned minus prompted", pairs, firstGain, "milliseconds");
  const scores = {
    first: pairs.map(({ shortRight }) => Number(shortRight)),
    second: pairs.map(({ longRight }) => Number(longRight)),
  };
  const quality = differenceOf(
    "valid with the right fact: tuned minus prompted",
    pairedDifference(scores, { random: seededRandom(8) }),
    pairs.length,
  );
  return {
    measured: [
      longTokens,
      tokens,
      mean("wait for the whole reply, prompted", pairs, ({ long }) => long.wholeMs, "milliseconds"),
      mean("wait for the whole reply, tuned", pairs, ({ short }) => short.wholeMs, "milliseconds"),
      mean("reply tokens, prompted", pairs, ({ long }) => long.outputTokens, "count"),
      mean("reply tokens, tuned", pairs, ({ short }) => short.outputTokens, "count"),
      quality,
      sooner,
    ],
    findings: [
      {
        expected: "at most half the prompt tokens",
        holds: below(
          mean("", pairs, ({ long, short }) => short.inputTokens - long.inputTokens / 2, "count"),
          0,
        ),
      },
      { expected: "the first word comes sooner", holds: below(sooner, 0) },
      { expected: "right no less often, within 5 points", holds: above(quality, -0.05) },
    ],
    discussion: DISCUSSION,
  };
}

const DISCUSSION =
  "The prompted base does not reach the quality of the tuned one, so this is no comparison at equal quality but one that favours the prompt: it would need more words still. On nano a prompt is read in milliseconds; on a model a thousand times its size the same tokens weigh a thousand times as much.";

function firstGain({ long, short }: Pair): number {
  return short.firstMs - long.firstMs;
}

function mean(what: string, pairs: readonly Pair[], of: (pair: Pair) => number, unit: Measured["unit"]): Measured {
  const values = pairs.map(of);
  const estimate = clusteredMean(values);
  const rounded = (value: number): number => Math.round(value * 10) / 10;
  if (estimate === undefined) return { what, value: values[0] ?? 0, unit, of: values.length };
  const { value, low, high } = estimate;
  return { what, value: rounded(value), low: rounded(low), high: rounded(high), unit, of: values.length };
}
